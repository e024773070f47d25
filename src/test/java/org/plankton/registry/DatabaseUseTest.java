package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.LIMITS;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.plankton.TestDatabase;
import org.plankton.database.MariaDb;
import org.plankton.development.EmbeddedMariaDb;

/** What the registry asks of the database, and when. */
class DatabaseUseTest {
    /** Many, as the server counts for everybody, and a pool may just be opening a connection. */
    private static final int TIMES = 200;

    private final TestRegistry test = new TestRegistry();

    @Test
    void anImageAndAListingAreOneStatementEach() throws SQLException {
        Image image = test.registerPublic(ALICE, "a");
        test.register(ALICE, "b");

        assertThat(statements(() -> test.registry().find(BOB, image.id()))).isEqualTo(1);
        assertThat(statements(() -> test.list(ALICE, all()))).isEqualTo(1);
        assertThat(statements(() -> test.registry().page(ALICE, all(), 1))).isEqualTo(1);
        assertThat(statements(() -> test.registry().page(ALICE, TestRegistry.after(all(), image.id()), 1)))
                .isEqualTo(1);
    }

    /** How many the work takes each time. */
    private static long statements(Runnable work) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            long before = count(statement);
            for (int i = 0; i < TIMES; i++) {
                work.run();
            }
            return (count(statement) - before) / TIMES;
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            rows.next();
            return rows.getLong(2);
        }
    }

    @Test
    void noConnectionIsHeldWhileTheStoreIsAsked() {
        Location location = test.object(ALICE, "a");
        AtomicInteger asked = new AtomicInteger();
        try (MariaDb narrow = new MariaDb(EmbeddedMariaDb.shared().jdbcUrl("registry_tests"), "root", "", 1)) {
            Registry registry = new Registry(narrow, test.store, new Access(Set.of()), LIMITS, Clock.systemUTC());
            test.store.beforeSharing(() -> {
                asked.incrementAndGet();
                narrow.read(tables -> tables.images().findByLocation(location)); // by the only connection
            });

            String id =
                    registry.register(ALICE, draft(location).isPublic().done()).id();
            registry.memberships().add(ALICE, id, "bob");
            registry.update(ALICE, id, change().isPublic(false).done());
            registry.memberships().replace(ALICE, id, Set.of("carol"));
            registry.unregister(ALICE, id);
        }
        assertThat(asked).hasValueGreaterThanOrEqualTo(5);
        assertThat(test.store.readers(location)).isEmpty();
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plankton.database.MariaDb;
import org.plankton.database.TestDatabase;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.Upload;
import org.plankton.testing.TestCatalogue;

/** What the registry asks of the database, and when. */
class DatabaseUseTest {
    private static final int TIMES = 20;

    private final TestRegistry test = new TestRegistry();

    /** Something that is done on a connection whose statements are counted. */
    private interface Counted {
        void with(Registry registry, Statement server) throws SQLException;
    }

    /** The server counts statements by user, and this one is nobody else's. */
    private void counting(Counted work) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement server = connection.createStatement()) {
            server.execute("SET GLOBAL userstat = ON");
            server.execute("CREATE OR REPLACE USER counted@'%'");
            server.execute("GRANT ALL ON registry_tests.* TO counted@'%'");
            try (MariaDb counted = new MariaDb(
                    EmbeddedMariaDb.shared().jdbcUrl("registry_tests"),
                    "counted",
                    "",
                    1,
                    TestCatalogue.ASSESSOR,
                    entry -> {})) {
                Registry registry = test.registry(counted);
                registry.page(BOB, all(), 1); // by then the connection is open
                work.with(registry, server);
            } finally {
                server.execute("DROP USER counted@'%'");
            }
        }
    }

    @Test
    void anImageAndAListingAreOneStatementEach() throws SQLException {
        Image image = test.registerPublic(ALICE, "a");
        test.register(ALICE, "b");
        String first = test.list(ALICE, all()).get(0).id();
        counting((registry, server) -> {
            assertThat(statements(server, () -> registry.find(BOB, image.id()))).isEqualTo(1);
            assertThat(statements(server, () -> registry.list(ALICE, all(), any -> {})))
                    .isEqualTo(1);
            assertThat(statements(server, () -> registry.page(ALICE, all(), 1))).isEqualTo(1);
            assertThat(statements(server, () -> registry.fingerprint(ALICE, all(), 1)))
                    .isEqualTo(1);
            assertThat(statements(server, () -> registry.page(ALICE, TestRegistry.after(all(), first), 1)))
                    .isEqualTo(2); // of which one finds the marker
        });
    }

    @Test
    void manyImagesAndTheirMembersAreAsManyStatementsAsOne() throws SQLException {
        for (int i = 0; i < TIMES; i++) {
            test.share(ALICE, test.register(ALICE, "file " + i).id(), "bob");
        }
        counting((registry, server) -> assertThat(statements(server, () -> registry.listWhole(ADMIN, "", TIMES)))
                .isEqualTo(statements(server, () -> registry.listWhole(ADMIN, "", 1))));
    }

    /**
     * Nobody but its owner reads it before or after, so nothing is asked but what is there, and what is written; four
     * of them are for what the catalogue makes of it.
     */
    @Test
    void aPrivateFileIsRegisteredInTwelveStatementsAndAgainInAsMany() throws SQLException {
        List<Location> files = IntStream.range(0, TIMES)
                .mapToObj(i -> test.object(ALICE, "file " + i))
                .toList();
        Map<String, String> properties = Map.of("os", "debian", "kernel", "6");
        counting((registry, server) -> {
            Iterator<Location> next = files.iterator();
            long first = statements(
                    server,
                    () -> registry.register(
                            ALICE, named(next.next()).properties(properties).done()));
            Iterator<Location> again = files.iterator();
            long repeated = statements(
                    server,
                    () -> registry.register(
                            ALICE,
                            named(again.next())
                                    .properties(properties)
                                    .isProtected()
                                    .done()));

            assertThat(first).isPositive().isLessThanOrEqualTo(12);
            assertThat(repeated).isPositive().isLessThanOrEqualTo(12);
        });
        assertThat(test.list(ALICE, all()))
                .hasSize(TIMES)
                .allSatisfy(image -> assertThat(image.metadata().isProtected()).isTrue());
    }

    /** As no other is. */
    private static TestRegistry.DraftBuilder named(Location file) {
        return draft(file).name(file.object());
    }

    /** Of which two are for a quota; none is where none is set. */
    @Test
    void anImageIsReservedInAFewStatements() throws SQLException {
        Caller held = new Caller(
                "alice",
                ALICE.token(),
                ALICE.view().withQuotas(new Quotas(Map.of(Quota.IMAGES, 1000, Quota.UPLOADS, 1))),
                Source.NONE);
        counting((registry, server) -> {
            long without = statements(server, () -> registry.reserve(ALICE, unlike().done()));
            long with = statements(server, () -> registry.reserve(held, unlike().done()));

            assertThat(without).isPositive().isLessThanOrEqualTo(12);
            assertThat(with).isEqualTo(without + 2);
        });
    }

    private static TestRegistry.DraftBuilder unlike() {
        return draft(null).name(UUID.randomUUID().toString());
    }

    /** As MariaDB does for tables in between that have a column of no certain length. */
    @Test
    void noFileIsMadeForARegistration() throws SQLException {
        List<Location> files = IntStream.range(0, TIMES)
                .mapToObj(i -> test.object(ALICE, "file " + i))
                .toList();
        counting((registry, server) -> {
            Iterator<Location> next = files.iterator();
            registry.register(ALICE, draft(next.next()).done()); // by then the account is known
            long before = filesMade(server);
            while (next.hasNext()) {
                registry.register(
                        ALICE,
                        draft(next.next()).properties(Map.of("os", "debian")).done());
            }

            assertThat(filesMade(server) - before).isZero();
        });
    }

    private static long filesMade(Statement server) throws SQLException {
        try (ResultSet row = server.executeQuery("SHOW GLOBAL STATUS LIKE 'created_tmp_disk_tables'")) {
            row.next();
            return row.getLong(2);
        }
    }

    /** How many the work takes. The server may count the last of all only when its answer has been read. */
    private static long statements(Statement server, Runnable work) throws SQLException {
        long before = count(server);
        for (int i = 0; i < TIMES; i++) {
            work.run();
        }
        return Math.round((count(server) - before) / (double) TIMES);
    }

    private static long count(Statement server) throws SQLException {
        try (ResultSet rows = server.executeQuery("SELECT SUM(select_commands + update_commands + other_commands)"
                + " FROM information_schema.user_statistics WHERE user = 'counted'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void noConnectionIsHeldWhileTheStoreIsAsked() {
        Location location = test.object(ALICE, "a");
        AtomicInteger asked = new AtomicInteger();
        try (MariaDb narrow = new MariaDb(
                EmbeddedMariaDb.shared().jdbcUrl("registry_tests"),
                "root",
                "",
                1,
                TestCatalogue.ASSESSOR,
                entry -> {})) {
            Registry registry = test.registry(narrow);
            test.store.beforeSharing(() -> {
                asked.incrementAndGet();
                narrow.read(tables -> tables.images().findByLocation(location)); // by the only connection
            });

            String id =
                    registry.register(ALICE, draft(location).isPublic().done()).id();
            registry.addMember(ALICE, id, "bob", Optional.empty());
            registry.update(ALICE, id, change().isPublic(false).done());
            registry.replaceMembers(ALICE, id, Map.of("carol", Optional.empty()));
            registry.unregister(ALICE, id);
        }
        assertThat(asked).hasValueGreaterThanOrEqualTo(5);
        assertThat(test.store.readers(location)).isEmpty();
    }

    @Test
    void noConnectionIsHeldWhileTheStoreTakesBytesGivesThemAndDeletesThem() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (MariaDb narrow = new MariaDb(
                EmbeddedMariaDb.shared().jdbcUrl("registry_tests"),
                "root",
                "",
                1,
                TestCatalogue.ASSESSOR,
                entry -> {})) {
            Runnable database = () -> {
                asked.incrementAndGet();
                narrow.read(tables -> tables.uploads().listOrphans("alice", 0)); // by the only connection
            };
            test.store.beforeSharing(database);
            test.store.beforePut(database);
            test.store.beforeDelete(database);
            StoreBetween store = new StoreBetween(test.store) {
                @Override
                public Optional<StoredObject> stat(Caller caller, Location location) {
                    database.run();
                    return super.stat(caller, location);
                }

                @Override
                public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
                    database.run();
                    return super.open(caller, location, range);
                }
            };
            Registry registry = test.registry(narrow, store);
            InputStream bytes = new FilterInputStream(uploadOf("hello").bytes()) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    database.run();
                    return super.read(buffer, offset, length);
                }
            };

            String id = registry.register(
                            ALICE,
                            draft(null).isPublic().done(),
                            new Upload(bytes, OptionalLong.of(5), Expected.NOTHING))
                    .id();
            try (StoredBytes stored = TestRegistry.open(registry, BOB, id, Optional.empty())) {
                database.run();
                assertThat(stored.stream()).hasContent("hello");
            }
            registry.delete(ALICE, id);
            String failed = registry.reserve(ALICE, draft(null).done()).id();
            Upload wrong = new Upload(
                    uploadOf("hello").bytes(),
                    OptionalLong.empty(),
                    new Expected(OptionalLong.of(6), Optional.empty(), Optional.empty()));
            assertThat(fault(() -> registry.upload(ALICE, failed, Change.NONE, wrong)))
                    .isEqualTo(Fault.Kind.BAD_REQUEST);
        }
        assertThat(asked).hasValueGreaterThanOrEqualTo(12);
        assertThat(test.store.count()).isZero();
    }
}

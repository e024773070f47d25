package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.database.TestDatabase;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;

/** One account has more changes under way than there are connections, each of which waits for a row that is locked. */
@Timeout(60)
class WriteTurnsTest {
    private static final int TOGETHER = 30;

    /** That the database of the tests has. */
    private static final int CONNECTIONS = 10;

    private static final int OF_ONE_ACCOUNT = CONNECTIONS / 2;

    private final TestRegistry test = new TestRegistry();
    private final Registry registry = test.registry();

    /** What is changed, of which all changes wait for the same row. */
    enum Changed {
        OF_ONE_QUOTA("SELECT * FROM account WHERE name = 'alice' FOR UPDATE") {
            @Override
            void change(Registry registry, Caller caller, Image image) {
                registry.reserve(caller, draft(null).done());
            }
        },
        ONE_IMAGE("SELECT * FROM image FOR UPDATE") {
            @Override
            void change(Registry registry, Caller caller, Image image) {
                registry.update(
                        caller, image.id(), TestRegistry.change().name("b").done());
            }
        };

        private final String lock;

        Changed(String lock) {
            this.lock = lock;
        }

        abstract void change(Registry registry, Caller caller, Image image);
    }

    private static Caller held(Caller caller) {
        return new Caller(
                caller.account(),
                caller.token(),
                caller.view().withQuotas(new Quotas(Map.of(Quota.QUEUED, 100))),
                caller.source());
    }

    @ParameterizedTest
    @EnumSource
    void leaveHalfOfTheConnectionsToOthers(Changed changed) throws Exception {
        Image image = test.reserve(ALICE);
        AtomicBoolean isOver = new AtomicBoolean();
        List<FutureTask<Void>> clients = IntStream.range(0, TOGETHER)
                .mapToObj(i -> new FutureTask<Void>(
                        () -> {
                            while (!isOver.get()) {
                                isMade(() -> changed.change(registry, held(ALICE), image));
                            }
                        },
                        null))
                .toList();
        List<Thread> threads = clients.stream().map(Thread::new).toList();
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            statement.executeQuery(changed.lock).close();
            threads.forEach(Thread::start);
            while (lockWaits(statement) < OF_ONE_ACCOUNT || waiting(threads) < TOGETHER - CONNECTIONS) {
                assertThat(threads).as("all go on").allMatch(Thread::isAlive);
            }

            Image bobs = registry.reserve(held(BOB), draft(null).done());
            registry.update(BOB, bobs.id(), change().name("a").done());

            assertThat(registry.find(BOB, bobs.id()).metadata().name()).isEqualTo("a");
            assertThat(lockWaits(statement)).isLessThanOrEqualTo(OF_ONE_ACCOUNT);
        } finally {
            isOver.set(true);
        }
        for (FutureTask<Void> one : clients) {
            one.get(30, TimeUnit.SECONDS);
        }
        assertThat(isMade(() -> changed.change(registry, held(ALICE), image))).isTrue();
    }

    /** False if it has waited for too long. */
    private static boolean isMade(Runnable change) {
        try {
            change.run();
            return true;
        } catch (Fault fault) {
            assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(Fault.Kind.UNAVAILABLE);
            return false;
        }
    }

    /** How many transactions wait for a row. */
    private static int lockWaits(Statement statement) throws SQLException {
        try (ResultSet waits = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'innodb_row_lock_current_waits'")) {
            waits.next();
            return waits.getInt(2);
        }
    }

    /** How many of them wait for the database without a connection. */
    private static long waiting(List<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                .count();
    }
}

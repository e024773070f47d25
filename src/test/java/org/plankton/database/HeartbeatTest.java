package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.testing.Await.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.Configuration;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Fault;
import org.plankton.testing.DatabaseLine;
import org.plankton.testing.LogLines;

@Tag("long")
@Timeout(120)
class HeartbeatTest {
    private static final String NAME = "heartbeat";
    private static final Duration BOUND = Duration.ofSeconds(30);
    /** Less than the silence after which it is asked: what came before that may have been the last. */
    private static final Duration LATELY = Duration.ofMillis(1_200);

    private final EmbeddedMariaDb server = EmbeddedMariaDb.shared();
    private final Availability availability = new Availability();
    private final RecordedPool pool = new RecordedPool();

    /** What the heartbeat has told it. */
    private static final class RecordedPool implements Heartbeat.Pool {
        final AtomicInteger losses = new AtomicInteger();
        final AtomicInteger changes = new AtomicInteger();
        final AtomicInteger questions = new AtomicInteger();

        /** It has an answer, as is seen when one looks for the third time: all may have stood still together. */
        volatile boolean isBusy;

        volatile Runnable trouble = () -> {};

        @Override
        public boolean hasHeard(Configuration server, long since) {
            boolean isLately = System.nanoTime() - since < LATELY.toNanos();
            return questions.incrementAndGet() % 3 == 0 && isBusy && isLately;
        }

        @Override
        public void cut() {
            losses.incrementAndGet();
            trouble.run();
        }

        @Override
        public void forgetIdle() {
            changes.incrementAndGet();
        }
    }

    private Connection administrator;
    private DatabaseLine line;
    private Heartbeat heartbeat;

    @BeforeEach
    void start() throws IOException, SQLException {
        server.newJdbcUrl(NAME);
        administrator = server.connect(NAME);
        execute("CREATE TABLE image (id INT)");
        line = new DatabaseLine(server.port());
        heartbeat = new Heartbeat(through(line), "root", "", availability, pool);
        availability.ask();
    }

    @AfterEach
    void stop() throws IOException, SQLException {
        heartbeat.close();
        line.close();
        administrator.close();
    }

    private static String through(DatabaseLine... lines) {
        String servers = Stream.of(lines).map(one -> "127.0.0.1:" + one.port()).collect(Collectors.joining(","));
        return "jdbc:mariadb:sequential://" + servers + "/" + NAME + "?sslMode=disable";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitBeats(int more) {
        int before = line.heartbeats();
        await(BOUND, () -> line.heartbeats() >= before + more);
    }

    @Test
    void aDatabaseThatAnswersIsReady() {
        assertThat(heartbeat.isReady()).isTrue();
        awaitBeats(4);
        assertThat(heartbeat.isReady()).isTrue();
        assertThat(pool.losses).hasValue(0);
    }

    @Test
    void aDatabaseWithoutTheTablesAnswersAndIsNotReady() throws SQLException {
        try (LogLines lines = LogLines.of(Heartbeat.class)) {
            execute("RENAME TABLE image TO elsewhere");
            await(BOUND, () -> !heartbeat.isReady());
            assertThatCode(availability::require).doesNotThrowAnyException();

            execute("RENAME TABLE elsewhere TO image");
            await(BOUND, heartbeat::isReady);

            assertThat(pool.losses).hasValue(0);
            assertThat(lines.naming("127.0.0.1:" + line.port()))
                    .satisfiesExactly(
                            gone -> assertThat(gone)
                                    .startsWith("the database at jdbc:mariadb:")
                                    .contains(" does not answer: "),
                            back -> assertThat(back)
                                    .startsWith("the database at jdbc:mariadb:")
                                    .endsWith(" answers again"));
        }
    }

    @Test
    void aTableThatSomebodyHasForHimselfIsNoDeath() throws SQLException {
        execute("LOCK TABLES image WRITE");
        await(BOUND, () -> !heartbeat.isReady());
        awaitBeats(4);
        assertThatCode(availability::require).doesNotThrowAnyException();

        execute("UNLOCK TABLES");
        await(BOUND, heartbeat::isReady);
        assertThat(pool.losses).hasValue(0);
    }

    @Test
    void aServerThatSaysNothingIsNoDatabaseUntilItSaysSomething() {
        line.stand();
        await(BOUND, () -> pool.losses.get() > 0);
        assertThat(heartbeat.isReady()).isFalse();
        assertThatThrownBy(availability::require).isInstanceOf(Fault.class);

        line.go();
        await(BOUND, heartbeat::isReady);
        assertThatCode(availability::require).doesNotThrowAnyException();
    }

    /** Somebody may have ended it by hand; nobody else is to suffer from that. */
    @Test
    void aConnectionThatIsLostIsReplaced() throws SQLException {
        for (int i = 0; i < 3; i++) {
            awaitBeats(1);
            try (Statement statement = administrator.createStatement();
                    Statement killing = administrator.createStatement();
                    ResultSet others = statement.executeQuery("SELECT id FROM information_schema.processlist"
                            + " WHERE db = '" + NAME + "' AND id <> CONNECTION_ID()")) {
                assertThat(others.next()).isTrue();
                killing.execute("KILL " + others.getLong(1));
            }
            awaitBeats(2);
            availability.ask();
            assertThat(heartbeat.isReady()).isTrue();
        }
        assertThat(pool.losses).hasValue(0);
    }

    @Test
    void whereThereAreSeveralAnyOfThemIsTheDatabase() throws IOException {
        heartbeat.close();
        Availability both = new Availability();
        try (DatabaseLine other = new DatabaseLine(server.port());
                Heartbeat one = new Heartbeat(through(line, other), "root", "", both, pool)) {
            both.ask();
            assertThat(other.heartbeats()).isZero();

            line.close();
            await(BOUND, () -> other.heartbeats() > 4);
            assertThat(pool.losses).hasValue(0);
            assertThat(pool.changes)
                    .as("others go there, too, also what was being connected")
                    .hasValue(2);
            assertThat(one.isReady()).isTrue();
        }
    }

    /** As all services do, so that they write to one; and nobody is without an answer while it is looked for. */
    @Test
    void theFirstOfSeveralIsAskedAgainAsSoonAsItIsThere() throws IOException {
        heartbeat.close();
        Availability both = new Availability();
        try (DatabaseLine other = new DatabaseLine(server.port());
                Heartbeat one = new Heartbeat(
                        through(line, other) + "&connectTimeout=100000",
                        "root",
                        "",
                        both,
                        pool,
                        Duration.ofMillis(100))) {
            both.ask();
            line.stand();
            await(BOUND, () -> other.heartbeats() > 0);
            int before = other.heartbeats();
            await(BOUND, () -> other.heartbeats() > before + 12); // it is looked for, and says nothing
            assertThat(pool.losses).hasValue(1);
            assertThat(pool.changes).hasValue(2);

            line.go();
            awaitBeats(4);

            assertThat(one.isReady()).isTrue();
            assertThat(pool.losses).hasValue(1);
            assertThat(pool.changes).hasValue(4);
            assertThat(both.node()).isZero();
        }
    }

    /** Longer than to be asked, but not as long as requests wait for a connection. */
    @Test
    void aServerThatTakesItsTimeToConnectIsThere() throws IOException {
        heartbeat.close();
        Availability slow = new Availability();
        line.hesitate(Duration.ofMillis(1_100));
        int before = line.heartbeats();
        try (Heartbeat one = new Heartbeat(through(line), "root", "", slow, pool)) {
            await(BOUND, () -> line.heartbeats() > before + 2);
            assertThat(one.isReady()).isTrue();
        }
    }

    @Test
    void aServerThatAnswersOthersIsThereWhateverItSaysToThis() {
        pool.isBusy = true;
        line.stand();
        await(BOUND, () -> pool.questions.get() > 8);
        assertThat(heartbeat.isReady()).isTrue();
        assertThatCode(availability::require).doesNotThrowAnyException();
        assertThat(pool.losses).hasValue(0);

        pool.isBusy = false;
        await(BOUND, () -> pool.losses.get() > 0);
        assertThat(heartbeat.isReady()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void whateverThePoolFailsByTheDatabaseIsFoundAgain(Class<? extends Throwable> failure) {
        pool.trouble = () -> {
            if (failure == StackOverflowError.class) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException("no");
        };
        line.stand();
        await(BOUND, () -> pool.losses.get() > 0);

        line.go();
        await(BOUND, heartbeat::isReady);
        assertThatCode(availability::require).doesNotThrowAnyException();
    }

    /** As whoever looks up a name. */
    @Test
    void whoCannotBeInterruptedHoldsNobodyWhoEndsIt() throws Exception {
        CountDownLatch isOver = new CountDownLatch(1);
        pool.trouble = () -> {
            while (isOver.getCount() > 0) {
                Thread.onSpinWait();
            }
        };
        line.stand();
        await(BOUND, () -> pool.losses.get() > 0);
        FutureTask<Void> end = new FutureTask<>(heartbeat::close, null);
        new Thread(end).start();
        try {
            end.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } finally {
            isOver.countDown();
        }
    }

    @Test
    void isEndedAtOnceWhateverItWaitsFor() {
        line.stand();
        await(BOUND, () -> pool.losses.get() > 0);
        Instant start = Instant.now();

        heartbeat.close();

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
    }
}

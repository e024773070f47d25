package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Fault;
import org.plankton.testing.DatabaseLine;
import org.plankton.testing.LogLines;

@Timeout(120)
class HeartbeatTest {
    private static final String NAME = "heartbeat";
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final EmbeddedMariaDb server = EmbeddedMariaDb.shared();
    private final Availability availability = new Availability();
    private final AtomicInteger losses = new AtomicInteger();

    private Connection administrator;
    private DatabaseLine line;
    private Heartbeat heartbeat;

    @BeforeEach
    void start() throws IOException, SQLException {
        server.newJdbcUrl(NAME);
        administrator = server.connect(NAME);
        execute("CREATE TABLE image (id INT)");
        line = new DatabaseLine(server.port());
        heartbeat = new Heartbeat(through(line), "root", "", availability, losses::incrementAndGet);
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

    private static void await(BooleanSupplier fact) {
        for (Instant end = Instant.now().plus(BOUND); !fact.getAsBoolean(); ) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void awaitBeats(int more) {
        int before = line.heartbeats();
        await(() -> line.heartbeats() >= before + more);
    }

    @Test
    void aDatabaseThatAnswersIsReady() {
        assertThat(heartbeat.isReady()).isTrue();
        awaitBeats(4);
        assertThat(heartbeat.isReady()).isTrue();
        assertThat(losses).hasValue(0);
    }

    @Test
    void aDatabaseWithoutTheTablesAnswersAndIsNotReady() throws SQLException {
        try (LogLines lines = LogLines.of(Heartbeat.class)) {
            execute("RENAME TABLE image TO elsewhere");
            await(() -> !heartbeat.isReady());
            assertThatCode(availability::require).doesNotThrowAnyException();

            execute("RENAME TABLE elsewhere TO image");
            await(heartbeat::isReady);

            assertThat(losses).hasValue(0);
            assertThat(lines.texts())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).startsWith("the database at jdbc:mariadb:"));
            assertThat(lines.texts().get(0)).contains(" does not answer: ");
            assertThat(lines.texts().get(1)).endsWith(" answers again");
        }
    }

    @Test
    void aTableThatSomebodyHasForHimselfIsNoDeath() throws SQLException {
        execute("LOCK TABLES image WRITE");
        await(() -> !heartbeat.isReady());
        awaitBeats(4);
        assertThatCode(availability::require).doesNotThrowAnyException();

        execute("UNLOCK TABLES");
        await(heartbeat::isReady);
        assertThat(losses).hasValue(0);
    }

    @Test
    void aServerThatSaysNothingIsNoDatabaseUntilItSaysSomething() {
        line.stand();
        await(() -> losses.get() > 0);
        assertThat(heartbeat.isReady()).isFalse();
        assertThatThrownBy(availability::require).isInstanceOf(Fault.class);

        line.go();
        await(heartbeat::isReady);
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
        assertThat(losses).hasValue(0);
    }

    @Test
    void whereThereAreSeveralAnyOfThemIsTheDatabase() throws IOException {
        heartbeat.close();
        Availability both = new Availability();
        try (DatabaseLine other = new DatabaseLine(server.port());
                Heartbeat one = new Heartbeat(through(line, other), "root", "", both, losses::incrementAndGet)) {
            both.ask();
            assertThat(other.heartbeats()).isZero();

            line.close();
            await(() -> other.heartbeats() > 2);
            assertThat(losses).hasValue(0);
            assertThat(one.isReady()).isTrue();
        }
    }

    @Test
    void isEndedAtOnceWhateverItWaitsFor() {
        line.stand();
        await(() -> losses.get() > 0);
        Instant start = Instant.now();

        heartbeat.close();

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
    }
}

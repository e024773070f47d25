package org.plankton.development;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folders of these tests are below {@code java.io.tmpdir}, as a checkout's may be. */
@Tag("long")
class EmbeddedMariaDbTest {
    @TempDir
    private Path folder;

    @Test
    void createsADatabaseForUtf8() throws SQLException {
        EmbeddedMariaDb server = EmbeddedMariaDb.shared();
        server.jdbcUrl("created");

        assertThat(ask(server, "created", "SELECT CONCAT(DATABASE(), ' ', @@character_set_database)"))
                .isEqualTo("created utf8mb4");
    }

    @Test
    void keepsItsDataWhenItIsStartedAgain() throws SQLException {
        try (EmbeddedMariaDb first = EmbeddedMariaDb.start(folder, 0)) {
            write(first);
        }
        try (EmbeddedMariaDb second = EmbeddedMariaDb.start(folder, 0)) {
            assertThat(read(second)).isEqualTo("ά");
        }
    }

    @Test
    void losesNothingCommittedWhenItIsKilled() throws SQLException, IOException {
        try (EmbeddedMariaDb killed = EmbeddedMariaDb.start(folder, 0)) {
            write(killed);
            ProcessHandle process = process();
            process.destroyForcibly();
            process.onExit().join();
        }
        try (EmbeddedMariaDb next = EmbeddedMariaDb.start(folder, 0)) {
            assertThat(read(next)).isEqualTo("ά");
        }
    }

    @Test
    void isNotStartedTwice() throws SQLException {
        try (EmbeddedMariaDb first = EmbeddedMariaDb.start(folder, 0)) {
            write(first);
            try (EmbeddedMariaDb second = EmbeddedMariaDb.start(folder, 0)) {
                assertThat(second.port()).isEqualTo(first.port());
            }
            assertThat(read(first)).isEqualTo("ά");
        }
    }

    @Test
    void listensOnTheGivenPortOfThisMachineOnly() throws SQLException {
        int port;
        try (EmbeddedMariaDb first = EmbeddedMariaDb.start(folder, 0)) {
            port = first.port();
        }
        try (EmbeddedMariaDb second = EmbeddedMariaDb.start(folder, port)) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(ask(second, "", "SELECT @@bind_address")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws IOException {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(folder, 0);
        ProcessHandle process = process();

        server.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void endsTheServerThatAKilledJvmLeftBehind() throws Exception {
        Process killed = java(Starter.class, folder.toString());
        awaitLine("started", killed);
        killed.destroyForcibly().waitFor();
        ProcessHandle orphan = process();
        assertThat(orphan.isAlive()).isTrue();

        try (EmbeddedMariaDb next = EmbeddedMariaDb.start(folder, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(read(next)).isEqualTo("ά");
        }
    }

    /** It may have been killed before it could write down what it had started. */
    @Test
    void endsTheServerThatIsNotOnRecord() throws Exception {
        Process killed = java(Starter.class, folder.toString());
        awaitLine("started", killed);
        killed.destroyForcibly().waitFor();
        ProcessHandle orphan = process();
        Files.delete(folder.resolve("server"));

        try (EmbeddedMariaDb next = EmbeddedMariaDb.start(folder, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(read(next)).isEqualTo("ά");
        }
    }

    /** Process ids are given again: the one on record may be anybody's by now. */
    @Test
    void endsNoProcessButItsServer() throws Exception {
        Process other = java(Waiter.class);
        try {
            awaitLine("waiting", other);
            Files.writeString(folder.resolve("server"), other.pid() + " 3306");

            EmbeddedMariaDb.start(folder, 0).close();

            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    /** The program is gone and the data is there, or the reverse; a killed JVM has left half of either. */
    @Test
    void makesWhatIsMissing() throws SQLException, IOException {
        Files.createDirectories(folder.resolve("data.unfinished/mysql"));
        Files.createDirectories(folder.resolve("program.unfinished/bin"));

        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder, 0)) {
            write(server);
        }
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(folder, folder.resolve("program"), 0)) {
            assertThat(read(server)).isEqualTo("ά");
        }
    }

    private static void write(EmbeddedMariaDb server) throws SQLException {
        server.jdbcUrl("test");
        try (Connection connection = server.connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE letter (value VARCHAR(9))");
            statement.execute("INSERT INTO letter VALUES ('ά')");
        }
    }

    private static String read(EmbeddedMariaDb server) throws SQLException {
        return ask(server, "test", "SELECT value FROM letter");
    }

    private static String ask(EmbeddedMariaDb server, String database, String question) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    private ProcessHandle process() throws IOException {
        long id = Long.parseLong(Files.readString(folder.resolve("server")).split(" ")[0]);
        return ProcessHandle.of(id).orElseThrow();
    }

    private static Process java(Class<?> main, String... arguments) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        command.command().addAll(List.of(arguments));
        return command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void awaitLine(String line, Process process) {
        assertThat(process.inputReader().lines().anyMatch(line::equals)).isTrue();
    }

    /** Starts a server in the folder given, says so, and waits to be killed. */
    static final class Starter {
        public static void main(String[] arguments) throws Exception {
            write(EmbeddedMariaDb.start(Path.of(arguments[0]), 0));
            System.out.println("started");
            System.in.read();
        }
    }

    /** Waits to be ended. */
    static final class Waiter {
        public static void main(String[] arguments) throws Exception {
            System.out.println("waiting");
            System.in.read();
        }
    }
}

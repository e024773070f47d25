package org.plankton.development;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mariadb.jdbc.Driver;

/**
 * A MariaDB server on 127.0.0.1, of our own as a rule; user {@code root}, no password.
 *
 * <p>Its folder holds:
 *
 * <ul>
 *   <li>{@code data};
 *   <li>{@code log}, what the server has said since it was started;
 *   <li>{@code server}, its process id and its port;
 *   <li>{@code lock}, locked as long as the JVM lives that started the server. A server whose lock is free was left
 *       behind by a JVM that was killed, and is ended before another is started.
 * </ul>
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    /** Nothing committed is lost, even if the server or the machine is killed. */
    private static final List<String> DURABLE = List.of("--innodb-flush-log-at-trx-commit=1");

    private static final List<String> VOLATILE =
            List.of("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite", "--max-connections=500");

    private static final String ANOTHER = "org.plankton.test.mariadb";

    private static final Path PROGRAM = Checkout.TARGET.resolve("mariadb-server");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Server server;
    private final FileChannel lock;

    private record Server(ProcessHandle process, int port) {}

    /** @param lock null if the server is another's */
    private EmbeddedMariaDb(Path folder, Server server, FileChannel lock) {
        this.folder = folder;
        this.server = server;
        this.lock = lock;
    }

    /**
     * A server with the data of that folder, as the last one left it; without any if the folder is new.
     *
     * <p>If another JVM has a server running there, it is that one, at that one's port, and it ends with that JVM.
     *
     * @param port 0 for a free one
     */
    public static EmbeddedMariaDb start(Path folder, int port) {
        return start(folder, PROGRAM, port);
    }

    /**
     * The same at a free port.
     *
     * @param options of the server, which count instead of those that it has otherwise
     */
    public static EmbeddedMariaDb start(Path folder, String... options) {
        return start(folder, PROGRAM, 0, options);
    }

    /** @param home where the server program is, or is to be unpacked */
    static EmbeddedMariaDb start(Path folder, Path home, int port, String... options) {
        try {
            Optional<FileChannel> lock = lock(folder);
            if (lock.isEmpty()) {
                return join(folder.toRealPath());
            }
            List<String> all =
                    Stream.concat(DURABLE.stream(), Stream.of(options)).toList();
            return start(folder.toRealPath(), MariaDbProgram.unpacked(home), port, all, lock.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One for all of this JVM: without any database at first, not durable, and gone with the JVM; or the one whose port
     * the system property {@value #ANOTHER} tells, and which nobody else uses.
     */
    public static EmbeddedMariaDb shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final EmbeddedMariaDb SERVER = start();

        private static EmbeddedMariaDb start() {
            String another = System.getProperty(ANOTHER);
            if (another != null) {
                return new EmbeddedMariaDb(null, new Server(null, Integer.parseInt(another)), null);
            }
            try {
                for (int number = 1; ; number++) {
                    Path folder = Checkout.TARGET.resolve("mariadb-shared-" + number);
                    Optional<FileChannel> lock = lock(folder);
                    if (lock.isPresent()) { // else another JVM has it
                        MariaDbProgram program = MariaDbProgram.unpacked(PROGRAM);
                        endLeftOver(folder, program);
                        MariaDbProgram.deleteAll(folder.resolve("data"));
                        return EmbeddedMariaDb.start(folder, program, 0, VOLATILE, lock.get());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public int port() {
        return server.port;
    }

    public ProcessHandle process() {
        return server.process;
    }

    /** The URL of the database of that name, which is created if it does not exist. */
    public String jdbcUrl(String database) {
        return jdbcUrl(database, false);
    }

    /** The URL of a new database of that name; what was in one that was there is gone. */
    public String newJdbcUrl(String database) {
        return jdbcUrl(database, true);
    }

    private String jdbcUrl(String database, boolean isNew) {
        try (Connection connection = connect(server.port, "");
                Statement statement = connection.createStatement()) {
            if (isNew) {
                statement.execute("DROP DATABASE IF EXISTS `" + database + "`");
            }
            // Another server may have latin1 for all that is not told.
            statement.execute("CREATE DATABASE IF NOT EXISTS `" + database + "` CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(server.port, database);
    }

    /**
     * A connection to the database of that name, which must exist.
     *
     * <p>Not through DriverManager, which has lost the driver once a {@link Service} of this JVM was stopped.
     */
    public Connection connect(String database) throws SQLException {
        return connect(server.port, database);
    }

    /** Stops the server, unless it is another's, and waits until it is gone. */
    @Override
    public synchronized void close() {
        if (lock == null || !lock.isOpen()) {
            return;
        }
        try {
            end(server.process);
            Files.deleteIfExists(folder.resolve("server"));
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if another JVM, or another start in this one, has it. */
    private static Optional<FileChannel> lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return Optional.of(lock);
            }
        } catch (OverlappingFileLockException e) {
            // This JVM has it.
        }
        lock.close();
        return Optional.empty();
    }

    private static EmbeddedMariaDb start(
            Path folder, MariaDbProgram program, int port, List<String> options, FileChannel lock) throws IOException {
        try {
            endLeftOver(folder, program);
            Path data = folder.resolve("data");
            program.install(data);
            for (int attempt = 1; attempt <= 2; attempt++) {
                Server server = launch(folder, program, port == 0 ? freePort() : port, options);
                if (answers(server, data)) {
                    return new EmbeddedMariaDb(folder, server, lock);
                }
                end(server.process); // too slow, or another took the port after we had found it free
            }
            throw new IOException("MariaDB does not start; see " + folder.resolve("log"));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Server launch(Path folder, MariaDbProgram program, int port, List<String> options)
            throws IOException {
        ProcessBuilder command = program.on(folder.resolve("data"), folder.resolve("log"));
        command.command().addAll(List.of("--bind-address=127.0.0.1", "--port=" + port, "--skip-name-resolve"));
        command.command().addAll(options);
        Process process = command.start();
        try {
            endWithUs(process);
        } catch (IllegalStateException e) { // this JVM is about to end itself
            process.destroy();
            throw e;
        }
        Files.writeString(folder.resolve("server"), process.pid() + " " + port);
        process.getOutputStream().close();
        return new Server(process.toHandle(), port);
    }

    /** However this JVM ends, unless it is killed: also while the server is still being started. */
    private static void endWithUs(Process process) {
        Thread hook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(hook);
        process.onExit().thenRun(() -> Runtime.getRuntime().removeShutdownHook(hook));
    }

    /** The server that another has running, or is about to start. */
    private static EmbeddedMariaDb join(Path folder) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Optional<Server> server = recorded(folder);
            if (server.isPresent() && answers(server.get(), folder.resolve("data"))) {
                return new EmbeddedMariaDb(folder, server.get(), null);
            }
            pause();
        }
        throw new IOException("Another process has locked " + folder + ", but no server of it answers");
    }

    /** Also one that its JVM had no time to put on record. */
    private static void endLeftOver(Path folder, MariaDbProgram program) throws IOException {
        Path data = folder.resolve("data");
        Stream.concat(
                        recorded(folder)
                                .map(Server::process)
                                .filter(process -> program.isRunning(process, data))
                                .stream(),
                        MariaDbProgram.running(data))
                .distinct()
                .toList()
                .forEach(EmbeddedMariaDb::end);
    }

    private static Optional<Server> recorded(Path folder) throws IOException {
        Path record = folder.resolve("server");
        String[] words = Files.exists(record) ? Files.readString(record).split(" ") : new String[0];
        return words.length < 2 // not there, or just being written
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(words[0]))
                        .map(process -> new Server(process, Integer.parseInt(words[1])));
    }

    /** Whether the server takes connections in time, and it is that server that does. */
    private static boolean answers(Server server, Path data) {
        Instant end = Instant.now().plus(PATIENCE);
        while (server.process.isAlive() && Instant.now().isBefore(end)) {
            try (Connection connection = connect(server.port, "");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT @@datadir")) {
                return row.next() && Files.isSameFile(Path.of(row.getString(1)), data);
            } catch (SQLException | IOException e) {
                pause(); // not yet
            }
        }
        return false;
    }

    /** MariaDB takes SIGTERM as the order to shut down. Windows knows no such order; InnoDB's data outlives that. */
    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static Connection connect(int port, String database) throws SQLException {
        Properties user = new Properties();
        user.setProperty("user", "root");
        return new Driver().connect(url(port, database), user);
    }

    private static String url(int port, String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

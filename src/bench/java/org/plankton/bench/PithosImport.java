package org.plankton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.testing.PithosTables;

/**
 * Measures how long {@code plankton import pithos} takes, with 256 MiB of heap, and how much memory it has at most:
 * into empty tables, and once more. {@link Bench} leaves it out. To be run on a machine that has nothing else to do:
 *
 * <pre>
 * mvn -o -q -Pbench test-compile dependency:build-classpath \
 *     -Dmdep.outputFile=target/class-path -Dmdep.includeScope=test
 * java -Dlogback.configurationFile=src/test/logback.xml \
 *     -cp target/test-classes:target/classes:$(cat target/class-path) org.plankton.bench.PithosImport 100000
 * </pre>
 *
 * <p>Images have eight properties each; every second is shared, a third of those by a folder and a third by a group;
 * of every tenth there are older versions.
 */
final class PithosImport {
    private static final String[] IMAGES = {
        "INSERT INTO nodes (path, latest_version) SELECT 'account' || i % 500 || '/images/f' || i % 50 || '/' || i, i"
                + " FROM generate_series(1, COUNT) i",
        "INSERT INTO versions (serial, node, hash, size, type, mtime, uuid, cluster)"
                + " SELECT i, i, encode(sha256(i::text::bytea), 'hex'), i, 'application/octet-stream', 1400000000 + i,"
                + " 'aaaaaaaa-0000-4000-8000-' || lpad(to_hex(i), 12, '0'), 0 FROM generate_series(1, COUNT) i",
        "INSERT INTO attributes SELECT i, 'plankton', 'plankton:' || a.key, a.value, i, true"
                + " FROM generate_series(1, COUNT) i, (VALUES ('name', 'Debian'), ('disk_format', 'diskdump'),"
                + " ('container_format', 'bare'), ('status', 'available'), ('created_at', '1400000000.25'),"
                + " ('property:os', 'debian'), ('property:osfamily', 'linux'), ('property:users', 'root'),"
                + " ('property:root_partition', '1'), ('property:kernel', '6.1'), ('property:sortorder', '7'),"
                + " ('property:gui', 'none'), ('property:description', 'a system to work with')) a (key, value)",
        "INSERT INTO versions (serial, node, hash, size, type, mtime, uuid, cluster)"
                + " SELECT serial + 10000000, node, hash, size, type, mtime - 1, uuid, 1 FROM versions"
                + " WHERE serial % 10 = 0 AND serial <= COUNT",
        "INSERT INTO nodes (path) SELECT DISTINCT substring(path from '^[^/]*/images/f[0-9]*') FROM nodes WHERE node <="
                + " COUNT",
        "INSERT INTO versions (serial, node, hash, type, mtime, uuid)"
                + " SELECT node + 20000000, node, '', 'application/directory', 1, 'd' || node FROM nodes"
                + " WHERE latest_version IS NULL AND node > COUNT",
        "UPDATE nodes SET latest_version = node + 20000000 WHERE node > COUNT",
        "INSERT INTO xfeatures (path) SELECT path FROM nodes WHERE node <= COUNT AND node % 3 <> 0 AND node % 2 = 0",
        "INSERT INTO xfeatures (path) SELECT path FROM nodes WHERE node > COUNT AND node % 2 = 0",
        "INSERT INTO xfeaturevals SELECT feature_id, 0, CASE feature_id % 3 WHEN 0 THEN split_part(path, '/', 1)"
                + " || ':friends' WHEN 1 THEN 'bob' ELSE '*' END FROM xfeatures WHERE COUNT > 0",
        "INSERT INTO groups SELECT 'account' || a, 'friends', 'friend' || f FROM generate_series(0, 499) a,"
                + " generate_series(1, 5) f WHERE COUNT > 0",
        "ALTER SEQUENCE versions_serial_seq RESTART WITH 30000000",
        "ANALYZE"
    };

    private PithosImport() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PithosTables pithos = new PithosTables("0.15");
        fill(pithos, Integer.parseInt(arguments[0]));
        try (EmbeddedMariaDb mariaDb = EmbeddedMariaDb.start(Files.createTempDirectory("pithos-import"))) {
            String url = mariaDb.newJdbcUrl("imported");
            run(url, pithos, "db", "migrate");
            run(url, pithos, "import", "pithos");
            run(url, pithos, "import", "pithos");
        }
        System.exit(0); // PostgreSQL ends with the JVM
    }

    static void fill(PithosTables pithos, int count) {
        for (String statement : IMAGES) {
            pithos.run(statement.replace("COUNT", Integer.toString(count)));
        }
    }

    /** The image's of that number. */
    static String account(int image) {
        return "account" + image % 500;
    }

    static String path(int image) {
        return account(image) + "/images/f" + image % 50 + "/" + image;
    }

    static String id(int image) {
        return String.format(Locale.ROOT, "aaaaaaaa-0000-4000-8000-%012x", image);
    }

    private static void run(String url, PithosTables pithos, String... command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-Dplankton.database.url=" + url,
                "-Dplankton.database.user=root",
                "-Dplankton.identity.url=http://127.0.0.1:1/identity",
                "-Dplankton.store.url=http://127.0.0.1:1/store",
                "-Dplankton.pithos.database.url=" + pithos.url(),
                "-Dplankton.pithos.database.user=postgres",
                "-cp",
                System.getProperty("java.class.path"),
                "org.plankton.Commands"));
        line.addAll(List.of(command));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(line).inheritIO().start();
        String memory = "";
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            memory = memory(process).orElse(memory);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s, %s, ended with %d%n",
                String.join(" ", command),
                (System.nanoTime() - begin) / 1e9,
                memory,
                process.exitValue());
    }

    /** The most that it has had. */
    private static java.util.Optional<String> memory(Process process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM")).findFirst();
        } catch (IOException | java.io.UncheckedIOException e) { // it has just ended
            return java.util.Optional.empty();
        }
    }
}

package org.plankton.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.ServiceProcess;

/**
 * Measures how fast an image's bytes pass through the service, by how fast the object store takes and gives them
 * without it. {@link Bench} leaves it out: it takes GiB, and no catalogue. To be run on a machine that has nothing else
 * to do:
 *
 * <pre>
 * mvn -o -q -Pbench test-compile dependency:build-classpath \
 *     -Dmdep.outputFile=target/class-path -Dmdep.includeScope=test
 * java -Dlogback.configurationFile=src/test/logback.xml \
 *     -cp target/test-classes:target/classes:$(cat target/class-path) org.plankton.bench.TransferSpeed
 * </pre>
 *
 * <p>The stand-in for Swift and the service, with 128 MiB of heap, each have a JVM of their own. An image goes to the
 * store and comes back, then another through the service, and so on, {@value #ROUNDS} times each. A ratio of the
 * medians is told only if no run took twice as long as another one of its kind. The figures say nothing of a store that
 * is on another machine, where the service has what the two have here to share.
 *
 * <p>Beside the speeds it tells what of the processors service, store and client took for a GiB, which a busy machine
 * changes less; and the most memory that the service had had when one image had passed, and when all had.
 */
final class TransferSpeed {
    private static final int ROUNDS = 5;
    private static final int PIECE = 1 << 20;

    /** Of whoever sends and receives. */
    private static final int BUFFER = 1 << 18;

    private static final User OWNER = User.ALICE;

    private final ServiceProcess service;
    private final Process cloud;
    private final long size;
    private final String expected;
    private final byte[] piece = new byte[PIECE];

    private TransferSpeed(ServiceProcess service, Process cloud, long size) {
        this.service = service;
        this.cloud = cloud;
        this.size = size;
        new Random(1).nextBytes(piece);
        MessageDigest digest = sha256();
        for (long at = 0; at < size; at += PIECE) {
            digest.update(piece(at));
        }
        this.expected = HexFormat.of().formatHex(digest.digest());
    }

    /** Unlike any other of the image's. */
    private byte[] piece(long at) {
        ByteBuffer.wrap(piece).putLong(at);
        return piece;
    }

    /** A way for bytes to the store, and back. */
    private interface Way {
        /** Returns where they can be had. */
        String upload() throws IOException;
    }

    private static final class Figures {
        final List<Figure> up = new ArrayList<>();
        final List<Figure> down = new ArrayList<>();
    }

    /** @param speed in MB a second */
    private record Figure(double speed, Seconds cpu) {}

    /** Of the processors. */
    private record Seconds(double service, double store, double client) {
        double all() {
            return service + store + client;
        }
    }

    /** A transfer's beginning. */
    private record Start(long nanos, Seconds cpu) {}

    /** @param arguments GiB, if it is not to be 1 */
    public static void main(String[] arguments) throws Exception {
        long gibibytes = arguments.length == 0 ? 1 : Long.parseLong(arguments[0]);
        Path folder = Files.createTempDirectory("transfer-speed");
        boolean isUsable;
        Process cloud = start(folder);
        try (BufferedReader output = cloud.inputReader(StandardCharsets.UTF_8)) {
            String address = output.lines()
                    .filter(line -> line.startsWith("The development cloud is at "))
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst(".* ", "");
            String database = "transfer_speed_" + UUID.randomUUID().toString().replace('-', '_');
            try (ServiceProcess service = ServiceProcess.start(settings(database, address), "-Xmx128m")) {
                isUsable = new TransferSpeed(service, cloud, gibibytes << 30)
                        .measure(address + "/swift/v1/AUTH_" + OWNER.account());
            }
        } finally {
            cloud.destroyForcibly().waitFor();
            try (var files = Files.walk(folder)) {
                files.sorted(Collections.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        System.exit(isUsable ? 0 : 1); // the database's server ends with this process
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.plankton.cloud.CloudServer",
                        folder.toString(),
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<String, String> settings(String database, String cloud) {
        return Map.of(
                "plankton.database.url",
                EmbeddedMariaDb.shared().jdbcUrl(database),
                "plankton.database.user",
                "root",
                "plankton.identity.kind",
                "keystone",
                "plankton.identity.url",
                cloud + "/keystone/v3",
                "plankton.identity.user",
                KeystoneServlet.SERVICE_USER,
                "plankton.identity.password",
                KeystoneServlet.SERVICE_PASSWORD,
                "plankton.identity.project",
                KeystoneServlet.SERVICE_USER,
                "plankton.store.kind",
                "swift",
                "plankton.store.url",
                cloud + "/swift/v1");
    }

    /** Whether the runs agree well enough to tell a ratio. */
    private boolean measure(String store) throws IOException {
        String images = service.address() + "/v1/images";
        request("PUT", store + "/directly").getResponseCode();
        Way direct = () -> {
            String object = store + "/directly/object";
            send(request("PUT", object));
            return object;
        };
        Way through = () -> {
            String id = UUID.randomUUID().toString();
            HttpURLConnection post = request("POST", images);
            post.setRequestProperty("X-Image-Meta-Id", id);
            post.setRequestProperty("X-Image-Meta-Name", "speed");
            post.setRequestProperty("X-Image-Meta-Disk_format", "raw");
            post.setRequestProperty("X-Image-Meta-Container_format", "bare");
            send(post);
            return images + "/" + id;
        };
        run(direct, new Figures()); // until everything is compiled
        run(through, new Figures());
        long memory = peakMemory();
        Figures directly = new Figures();
        Figures throughService = new Figures();
        for (int round = 0; round < ROUNDS; round++) {
            run(direct, directly);
            run(through, throughService);
        }
        System.out.printf(
                Locale.ROOT,
                "the service's memory: at most %d MB after the first image, %d MB after %d more%n",
                memory / 1_000_000,
                peakMemory() / 1_000_000,
                ROUNDS);
        boolean areUsable = report("upload", directly.up, throughService.up);
        return report("download", directly.down, throughService.down) && areUsable;
    }

    private void run(Way way, Figures figures) throws IOException {
        Start start = start();
        String address = way.upload();
        figures.up.add(figure(start));

        start = start();
        receive(address, null);
        figures.down.add(figure(start));

        MessageDigest digest = sha256(); // not in the time that counts
        receive(address, digest);
        if (!HexFormat.of().formatHex(digest.digest()).equals(expected)) {
            throw new IOException("other bytes came back than were sent: " + address);
        }
        int status = request("DELETE", address).getResponseCode();
        if (status != 200 && status != 204) {
            throw new IOException(status + " to DELETE " + address);
        }
    }

    private Start start() {
        return new Start(System.nanoTime(), cpu());
    }

    private Figure figure(Start start) {
        double seconds = (System.nanoTime() - start.nanos) / 1e9;
        Seconds end = cpu();
        double gibibytes = (double) size / (1 << 30);
        return new Figure(
                size / 1e6 / seconds,
                new Seconds(
                        (end.service - start.cpu.service) / gibibytes,
                        (end.store - start.cpu.store) / gibibytes,
                        (end.client - start.cpu.client) / gibibytes));
    }

    private Seconds cpu() {
        return new Seconds(seconds(service.process()), seconds(cloud.toHandle()), seconds(ProcessHandle.current()));
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The most that the service has had of the machine's memory, in bytes; 0 where the system does not tell. */
    private long peakMemory() throws IOException {
        Path status = Path.of("/proc", String.valueOf(service.process().pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
                .findFirst()
                .orElse(0);
    }

    private static HttpURLConnection request(String method, String address) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        request.setRequestMethod(method);
        request.setRequestProperty("X-Auth-Token", OWNER.token());
        return request;
    }

    private void send(HttpURLConnection request) throws IOException {
        request.setRequestProperty("Content-Type", "application/octet-stream");
        request.setFixedLengthStreamingMode(size);
        request.setDoOutput(true);
        try (OutputStream out = request.getOutputStream()) {
            for (long at = 0; at < size; at += PIECE) {
                byte[] next = piece(at);
                for (int from = 0; from < PIECE; from += BUFFER) {
                    out.write(next, from, BUFFER);
                }
            }
        }
        if (request.getResponseCode() != 201) {
            throw new IOException(request.getResponseCode() + " to an upload");
        }
    }

    /** @param digest of what comes, or null */
    private void receive(String address, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long count = 0;
        try (InputStream in = request("GET", address).getInputStream()) {
            for (int read; (read = in.read(buffer)) >= 0; count += read) {
                if (digest != null) {
                    digest.update(buffer, 0, read);
                }
            }
        }
        if (count != size) {
            throw new IOException(count + " bytes came back");
        }
    }

    private static boolean report(String what, List<Figure> directly, List<Figure> through) {
        System.out.printf(Locale.ROOT, "%s, directly: %s%n", what, told(directly));
        System.out.printf(Locale.ROOT, "%s, through the service: %s%n", what, told(through));
        if (scatter(directly) > 2 || scatter(through) > 2) {
            System.out.println(what + ": no ratio, the runs differ too much; is the machine busy?");
            return false;
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f of the store's own speed%n",
                what,
                median(through, Figure::speed) / median(directly, Figure::speed));
        return true;
    }

    private static String told(List<Figure> figures) {
        return String.format(
                Locale.ROOT,
                "%s MB/s; CPU seconds a GiB: service %.2f, store %.2f, client %.2f, all %.2f",
                figures.stream()
                        .map(figure -> String.format(Locale.ROOT, "%.0f", figure.speed))
                        .collect(Collectors.joining(", ")),
                median(figures, figure -> figure.cpu.service),
                median(figures, figure -> figure.cpu.store),
                median(figures, figure -> figure.cpu.client),
                median(figures, figure -> figure.cpu.all()));
    }

    private static double scatter(List<Figure> figures) {
        return figures.stream().mapToDouble(Figure::speed).max().orElseThrow()
                / figures.stream().mapToDouble(Figure::speed).min().orElseThrow();
    }

    private static double median(List<Figure> figures, ToDoubleFunction<Figure> of) {
        return figures.stream().mapToDouble(of).sorted().toArray()[figures.size() / 2];
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

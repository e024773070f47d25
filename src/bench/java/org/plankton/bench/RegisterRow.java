package org.plankton.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.cloud.User;

/** Row f: registrations. */
final class RegisterRow {
    static final User OWNER = User.ALICE;
    private static final String FOLDER = OWNER.account() + "/images";
    private static final Duration LONG = Duration.ofMinutes(10);

    /** So many a second of the usual time, each of another file. */
    private static final int A_SECOND = 200;

    /** The guide's. */
    static final Map<String, String> PROPERTIES = new TreeMap<>(Map.of(
            "description", "Debian 6.0.7 (Squeeze) Desktop",
            "gui", "GNOME 2.30.2",
            "kernel", "2.6.32",
            "os", "debian",
            "osfamily", "linux",
            "partition_table", "msdos",
            "root_partition", "1",
            "sortorder", "2",
            "users", "root user"));

    /** What {@code sortorder} may be instead. */
    static final List<String> PATCHED = List.of("102", "103", "104", "105");

    private final Parameters parameters;
    private final Deployment deployment;
    private final int files;

    RegisterRow(Parameters parameters, Deployment deployment) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.files = (int) parameters.time().toSeconds() * A_SECOND;
    }

    Row measure() {
        Row row = new Row(
                "f",
                "`POST /images` of a private file, development cloud in the same JVM, "
                        + Row.count(deployment.catalogue().images()) + " images",
                "a bare servlet with the same call of the object store, one `SELECT` and one `INSERT`",
                "≥ 0.6 by CPU",
                0.6);
        upload(deployment, files, parameters.connections());
        forget(deployment);
        Supplier<Load> service = () -> register(number -> registration(Mount.GUIDE, number));
        Supplier<Load> limit = () -> register(number -> registration(BenchService.LIMIT, number));
        for (Supplier<Load> each : List.of(service, limit)) {
            deployment.warmUp(() -> {
                long end = System.nanoTime() + parameters.warmUp().toNanos();
                do {
                    each.get().withoutFailures();
                    forget(deployment);
                } while (System.nanoTime() < end);
            });
        }
        Duel duel = Duel.of(parameters.rounds(), deployment, service, limit, () -> forget(deployment));
        row.atLeast(duel.compare(Load::requestsPerSecond), parameters.scatter());
        row.throughput = duel.speeds(Load::requestsPerSecond, "/s");
        row.cpu = duel.cpuMillis();
        row.heap(duel.peakHeap());
        row.latency = Row.number(duel.meanOfService(load -> load.millis(50))) + " / "
                + Row.number(duel.meanOfService(load -> load.millis(99)));
        row.notes.add(
                "The token is in the cache, so the identity service is asked nothing; of a private file the object"
                        + " store is asked one thing. Latency at full throughput.");
        return row;
    }

    private Load register(LongFunction<Request> requests) {
        return Load.closed(deployment.address(), parameters.connections(), LONG, files, requests);
    }

    /** Glance takes nothing for granted. */
    static Request registration(Mount mount, long number) {
        return mount == Mount.GLANCE
                ? registration(
                        mount.path,
                        number,
                        "X-Image-Meta-Disk-Format",
                        "diskdump",
                        "X-Image-Meta-Container-Format",
                        "bare")
                : registration(mount.path, number);
    }

    /** @param prefix of the path */
    private static Request registration(String prefix, long number, String... formats) {
        List<String> headers = new ArrayList<>(List.of(formats));
        headers.addAll(List.of("X-Image-Meta-Name", "Debian Desktop " + number));
        headers.addAll(List.of("X-Image-Meta-Location", "pithos://" + FOLDER + "/" + number));
        headers.addAll(properties());
        return Request.of("POST", prefix + "/images", OWNER.token(), headers.toArray(String[]::new));
    }

    /** As headers. */
    static List<String> properties() {
        List<String> headers = new ArrayList<>();
        PROPERTIES.forEach(
                (key, value) -> headers.addAll(List.of("X-Image-Meta-Property-" + key.replace('_', '-'), value)));
        return headers;
    }

    /** Files 0 to {@code count}, unless they are there. */
    static void upload(Deployment deployment, int count, int connections) {
        String folder = "/cloud/object-store/v1/" + FOLDER;
        deployment.client().send("PUT", folder, OWNER.token());
        Load.closed(
                        deployment.address(),
                        connections,
                        LONG,
                        count,
                        number -> Request.of(
                                "PUT",
                                folder + "/" + number,
                                OWNER.token(),
                                "Content-Type",
                                "application/octet-stream"))
                .withoutFailures();
    }

    /** Leaves the catalogue without what was registered. */
    static void forget(Deployment deployment) {
        forget(deployment, OWNER.account());
    }

    /** Leaves the catalogue without what an account has that has no other properties. */
    static void forget(Deployment deployment, String account) {
        Catalogue catalogue = deployment.catalogue();
        String owner = "(SELECT number FROM account WHERE name = '" + account + "')";
        catalogue.execute("DELETE FROM image_property WHERE account = " + owner + " AND pair IN ("
                + Stream.concat(
                                PROPERTIES.entrySet().stream()
                                        .map(property -> property.getKey() + "=" + property.getValue()),
                                PATCHED.stream().map(value -> "sortorder=" + value))
                        .map(property -> "0x" + pair(property))
                        .collect(Collectors.joining(", "))
                + ")");
        catalogue.execute("DELETE FROM image_word WHERE account = " + owner);
        catalogue.execute("DELETE FROM image WHERE owner = " + owner);
    }

    private static String pair(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

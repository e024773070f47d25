package org.plankton.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Rows d and e, and a thousand over glance: all that an account has, in detail. */
final class DetailRow {

    /** So many images are read each time a long list is measured, in as many lists as they make. */
    private static final int READ = 200_000;

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long MEBIBYTE = 1 << 20;

    private final Parameters parameters;
    private final Deployment deployment;

    /** The service's, and that of what it is held against. */
    private final String path;

    private final String limitPath;

    /** @param deployment of {@link Catalogue#longList} */
    DetailRow(Parameters parameters, Deployment deployment, Mount mount) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.path = mount.path + "/images/detail" + (mount == Mount.GLANCE ? "?limit=" + Catalogue.SHORT : "");
        this.limitPath = BenchService.LIMIT + mount.path + "/images/detail?";
    }

    Row ofThousand(String name) {
        Row row = row(name, Catalogue.SHORT, 0.75, "≥ 0.75 by CPU", "");
        requireSameBody();
        Request service = service(Catalogue.FEW);
        Request limit = limit(Catalogue.FEW);
        deployment.warmUp(() -> lists(service, parameters.warmUp()));
        deployment.warmUp(() -> lists(limit, parameters.warmUp()));
        Duel duel = Duel.of(
                parameters.rounds(),
                deployment,
                () -> lists(service, parameters.time()),
                () -> lists(limit, parameters.time()),
                () -> {});
        tell(row, duel);
        double rate = duel.meanOfService(Load::requestsPerSecond) / 2;
        Load calm = Load.open(
                        deployment.address(), parameters.connections(), rate, parameters.time(), number -> service)
                .withoutFailures();
        row.latency = Row.both(calm.millis(50), calm.millis(99));
        return row;
    }

    private Load lists(Request request, Duration time) {
        return Load.closed(deployment.address(), parameters.connections(), time, number -> request);
    }

    Row ofAll() {
        int images = deployment.catalogue().images();
        Row row = row(
                "e",
                images,
                0.7,
                "≥ 0.7 by CPU, constant heap, first byte and freed connection within 1 s",
                ", `-Xmx256m`");
        int lists = Math.max(1, READ / images);
        Supplier<Load> service = () -> inTurn(service(Catalogue.CALLER), lists);
        Supplier<Load> limit = () -> inTurn(limit(Catalogue.CALLER), lists);
        deployment.warmUp(service::get);
        deployment.warmUp(limit::get);
        Duel duel = Duel.of(parameters.rounds(), deployment, service, limit, () -> {});
        tell(row, duel);
        boolean isFast = !row.verdict.equals("no");

        try {
            double firstByte = firstByte();
            double freed = freed();
            long few = fullest(Catalogue.FEW, Catalogue.SHORT);
            long many = fullest(Catalogue.CALLER, images);
            row.notes.add(String.format(
                    Locale.ROOT,
                    "First byte after %.0f ms (≤ 1 s). After a client had left, its connection to the database was free"
                            + " in %.0f ms (≤ 1 s).",
                    firstByte,
                    freed));
            row.notes.add(String.format(
                    Locale.ROOT,
                    "Heap just after a collection while the list is read: %.1f MiB, while one of %d is: %.1f MiB"
                            + " (≤ 16 MiB more).",
                    many / (double) MEBIBYTE,
                    Catalogue.SHORT,
                    few / (double) MEBIBYTE));
            boolean isKept = firstByte <= 1000 && freed <= 1000 && many - few <= 16 * MEBIBYTE;
            if (!isFast || !isKept) {
                row.verdict(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return row;
    }

    private Load inTurn(Request request, int lists) {
        return Load.closed(deployment.address(), 1, LONG, lists, number -> request);
    }

    private Row row(String name, int images, double mark, String reach, String heap) {
        return new Row(
                name,
                "`GET " + path + "` of " + Row.count(images) + " images" + heap,
                "a bare servlet that streams the same rows and writes the same JSON",
                reach,
                mark);
    }

    private void tell(Row row, Duel duel) {
        row.atLeast(duel.compare(Load::megabytesPerSecond), parameters.scatter());
        row.throughput = duel.speeds(Load::megabytesPerSecond, "MB/s");
        row.cpu = duel.cpuMillis();
        row.heap(duel.peakHeap());
    }

    private Request service(String account) {
        return Request.of("GET", path, deployment.token(account));
    }

    private Request limit(String account) {
        return Request.of("GET", limitPath + account, "-");
    }

    private void requireSameBody() {
        String service = deployment
                .client()
                .send("GET", path, deployment.token(Catalogue.FEW))
                .body();
        String limit =
                deployment.client().send("GET", limitPath + Catalogue.FEW, "-").body();
        if (service.length() < 100 * Catalogue.SHORT || !service.equals(limit)) {
            throw new IllegalStateException("the service does not answer what its limit answers");
        }
    }

    /** Milliseconds. */
    private double firstByte() throws IOException {
        try (Line line = new Line(deployment.address())) {
            long start = System.nanoTime();
            return (line.send(service(Catalogue.CALLER), 1).firstByte() - start) / 1e6;
        }
    }

    /** How long the database is busy with a list whose client has left: milliseconds. */
    private double freed() throws IOException {
        try (Line line = new Line(deployment.address())) {
            line.send(service(Catalogue.CALLER), MEBIBYTE);
        }
        long start = System.nanoTime();
        // A connection that was cut off, or is at rest, is free: not one that is sending rows.
        while (!deployment
                .catalogue()
                .query("SELECT id FROM information_schema.processlist"
                        + " WHERE db = DATABASE() AND command != 'Sleep' AND id != CONNECTION_ID()")
                .isEmpty()) {
            pause();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * The most bytes of the heap that are in use just after a collection while a list is being read, in a few samples.
     */
    private long fullest(String account, int images) throws IOException {
        long fullest = 0;
        for (int part = 0; part < 5; part++) {
            try (Line line = new Line(deployment.address())) {
                line.send(service(account), part * 100L * images);
                fullest = Math.max(fullest, deployment.usedHeap());
            }
        }
        return fullest;
    }
}

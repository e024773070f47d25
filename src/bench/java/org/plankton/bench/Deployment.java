package org.plankton.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.ServiceProcess;
import org.plankton.testing.Client;

/** The service on a catalogue, in a process of its own, and what it takes of the machine together with the database. */
final class Deployment implements AutoCloseable {
    /** The system property that says where the development cloud's files are. */
    static final String CLOUD = "bench.cloud";

    /** The same of its log, which is made anew. */
    static final String LOG = "bench.log";

    /** To the database, of the service; and as many of those that it is held against. */
    static final int CONNECTIONS = 10;

    private static final int SAMPLE = 20_000;

    /** Where Java compiles no longer than for this share of the time, all is compiled that matters. */
    private static final double COMPILED = 0.03;

    private static final int MOST_WARM_UPS = 12;

    private final Catalogue catalogue;
    private final Processors processors;
    private final ServiceProcess process;

    /** Empty until it is asked for. */
    private List<String[]> sample = List.of();

    private Deployment(Catalogue catalogue, EmbeddedMariaDb server, ServiceProcess process) {
        this.catalogue = catalogue;
        this.processors = new Processors(List.of(process.process(), server.process()));
        this.process = process;
    }

    /**
     * A load, and what it took.
     *
     * @param cpuMillis of the service and the database together, a request
     * @param peakHeap bytes
     */
    record Measured(Load load, double cpuMillis, long peakHeap) {}

    /**
     * Starts it, and fills the catalogue if it is empty.
     *
     * @param folder for its log and the cloud's files
     * @param heap {@code -Xmx…}
     */
    static Deployment start(EmbeddedMariaDb server, Catalogue catalogue, Path folder, String heap) {
        String url = catalogue.jdbcUrl();
        catalogue.discardUnlessAsMade();
        ServiceProcess process = ServiceProcess.start(
                BenchService.class,
                Map.of(
                        "plankton.database.url",
                        url,
                        "plankton.database.user",
                        "root",
                        "plankton.database.connections",
                        String.valueOf(CONNECTIONS),
                        CLOUD,
                        folder.resolve("cloud").toString(),
                        LOG,
                        folder.resolve(catalogue.name() + ".log").toString()),
                heap);
        Deployment deployment = new Deployment(catalogue, server, process);
        new Client(deployment.address()).send("GET", "/images?limit=1", deployment.token(Catalogue.CALLER));
        catalogue.fill();
        return deployment;
    }

    /** Images that there are, id and owner; the same ones each time. Ids are hashes, so any order of theirs is none. */
    List<String[]> sample() {
        if (sample.isEmpty()) {
            int every = Math.max(1, catalogue.images() / SAMPLE);
            sample = catalogue
                    .query("SELECT id, owner FROM readable_image"
                            + " WHERE stage = 0 AND status = 'available' AND CRC32(id) % "
                            + every + " = 0 ORDER BY MD5(id)")
                    .stream()
                    .map(line -> line.split(" "))
                    .toList();
        }
        return sample;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    String address() {
        return process.address();
    }

    Client client() {
        return new Client(address());
    }

    /** One that is the same each time. */
    String token(String account) {
        return CountingIdentity.token(account, "bench");
    }

    /** Repeats what is to be measured until it is compiled: before that, Java's compilers are what is measured. */
    void warmUp(Runnable work) {
        for (int turn = 0; turn < MOST_WARM_UPS; turn++) {
            long before = compiling();
            long start = System.nanoTime();
            work.run();
            double millis = (System.nanoTime() - start) / 1e6;
            if (compiling() - before < COMPILED * millis) {
                return;
            }
        }
    }

    private long compiling() {
        return Long.parseLong(client().send("GET", BenchService.COMPILING, null).body());
    }

    /** What a load takes, which this deployment alone is under. */
    Measured measure(Supplier<Load> work) {
        client().send("GET", BenchService.HEAP, null);
        Duration before = processors.used();
        Load load = work.get();
        double cpuMillis = processors.used().minus(before).toNanos() / 1e6 / load.requests();
        long peak = Long.parseLong(client().send("GET", BenchService.HEAP, null).body());
        return new Measured(load, cpuMillis, peak);
    }

    /** Bytes of the service's heap that are in use just after a collection. */
    long usedHeap() {
        return process.usedHeap();
    }

    @Override
    public void close() {
        process.close();
    }
}

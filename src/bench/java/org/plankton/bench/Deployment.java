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

    /** To the database, of the service; and as many of those that it is held against. */
    static final int CONNECTIONS = 10;

    private final Catalogue catalogue;
    private final EmbeddedMariaDb server;
    private final ServiceProcess process;

    private Deployment(Catalogue catalogue, EmbeddedMariaDb server, ServiceProcess process) {
        this.catalogue = catalogue;
        this.server = server;
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
     * @param heap {@code -Xmx…}
     */
    static Deployment start(EmbeddedMariaDb server, Catalogue catalogue, Path cloud, String heap) {
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
                        cloud.toString()),
                heap);
        Deployment deployment = new Deployment(catalogue, server, process);
        new Client(deployment.address()).send("GET", "/images?limit=1", deployment.token(Catalogue.CALLER));
        catalogue.fill();
        return deployment;
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

    /** What a load takes, which this deployment alone is under. */
    Measured measure(Supplier<Load> work) {
        client().send("GET", BenchService.HEAP, null);
        Duration before = cpu();
        Load load = work.get();
        double cpuMillis = cpu().minus(before).toNanos() / 1e6 / load.requests();
        long peak = Long.parseLong(client().send("GET", BenchService.HEAP, null).body());
        return new Measured(load, cpuMillis, peak);
    }

    private Duration cpu() {
        return List.of(process.process(), server.process()).stream()
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
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

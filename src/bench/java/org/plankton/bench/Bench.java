package org.plankton.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plankton.development.EmbeddedMariaDb;

/**
 * Measures the service as it is deployed against what the database and the container allow: {@code mvn -Pbench verify}.
 * What the rows are and how they are read stands in {@code docs/performance/README.md}.
 *
 * <p>This process is the client. The service has one of its own for each catalogue, and the database one for all; one
 * is measured at a time, the others are idle.
 */
final class Bench {
    private static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

    /** What letters tell of guide already. */
    private static final Set<Operation> OF_LETTERS =
            EnumSet.of(Operation.HEAD, Operation.DETAIL, Operation.LIST, Operation.REGISTER);

    /** Images of the catalogue of long lists, at most: one of ten million would be read for minutes each time. */
    private static final int LONGEST = 1_000_000;

    private final Parameters parameters;
    private final EmbeddedMariaDb server;
    private final List<Row> rows = new ArrayList<>();
    private boolean isWhole = true;

    private Bench(Parameters parameters, EmbeddedMariaDb server) {
        this.parameters = parameters;
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException {
        Parameters parameters = Parameters.ofSystem();
        System.out.println(parameters);
        boolean isWhole;
        try (EmbeddedMariaDb server = startDatabase(parameters.bufferPool())) {
            Bench bench = new Bench(parameters, server);
            ListRow lists = bench.measureClouds();
            bench.measureLongLists();
            new Report(parameters, bench.rows, lists.times, Report.machine(server)).write();
            isWhole = bench.isWhole;
        }
        System.exit(isWhole ? 0 : 1); // threads of clients are still there
    }

    /** With room for all that is measured: a database that waits for its disk says little of the service. */
    static EmbeddedMariaDb startDatabase(String bufferPool) {
        return EmbeddedMariaDb.start(
                FOLDER.resolve("mariadb"),
                "--innodb-buffer-pool-size=" + bufferPool,
                "--innodb-log-file-size=1G",
                "--max-connections=500");
    }

    private ListRow measureClouds() {
        SortedMap<Integer, Deployment> deployments = new TreeMap<>();
        try {
            boolean needsAll = Stream.of("b", "c", "j", "peer").anyMatch(this::isAsked)
                    || ofImagesV2().findAny().isPresent();
            boolean needsMost = Stream.of("a", "f", "g", "h").anyMatch(this::isAsked)
                    || operations(false).findAny().isPresent();
            for (int images : needsAll ? parameters.images() : List.of(parameters.most())) {
                if (needsAll || needsMost) {
                    deployments.put(images, start(Catalogue.cloud(server, images), "-Xmx512m"));
                }
            }
            Deployment largest = deployments.get(parameters.most());
            ListRow lists = new ListRow(parameters, deployments);
            measure("a", () -> new HeadRow(parameters, largest).measure());
            measure("b", lists::sorted);
            measure("c", lists::filtered);
            measure("j", lists::searched);
            measure("f", () -> new RegisterRow(parameters, largest).measure());
            measure("g", () -> new TokenRow(parameters, largest).measure());
            measure("h", () -> new MixedRow(parameters, largest).measure());
            Deployment smallest = deployments.get(deployments.firstKey());
            operations(false).forEach(row -> measure(row.name(), () -> row.on(largest, smallest)));
            measure("peer", () -> peer(deployments.values()));
            return lists;
        } finally {
            deployments.values().forEach(Deployment::close);
        }
    }

    private Row peer(Collection<Deployment> deployments) {
        Parameters.Glance glance = parameters
                .glance()
                .orElseThrow(() -> new IllegalStateException("bench.glance does not say where Glance is"));
        return new PeerRow(parameters, glance).measure(deployments);
    }

    private void measureLongLists() {
        if (isAsked("d")
                || isAsked("e")
                || isAsked("i")
                || operations(true).findAny().isPresent()) {
            try (Deployment deployment =
                    start(Catalogue.longList(server, Math.min(parameters.most(), LONGEST)), "-Xmx256m")) {
                measure("d", () -> new DetailRow(parameters, deployment, Mount.GUIDE).ofThousand("d"));
                measure("e", () -> new DetailRow(parameters, deployment, Mount.GUIDE).ofAll());
                measure("i", () -> new OverloadRow(parameters, deployment).measure());
                operations(true).forEach(row -> measure(row.name(), () -> row.on(deployment, deployment)));
            }
        }
    }

    /** A row of one operation. */
    private record OperationOf(Parameters parameters, Mount mount, Operation operation) {
        String name() {
            return mount.word() + "." + operation.word();
        }

        /** @param smaller for what is told of two sizes */
        Row on(Deployment deployment, Deployment smaller) {
            if (mount == Mount.GLANCE && operation == Operation.DETAIL) {
                return new DetailRow(parameters, deployment, mount).ofThousand(name());
            }
            Row row = new OperationRow(parameters, deployment, mount, operation).measure(name());
            if (mount == Mount.GLANCE_V2 && smaller != deployment) {
                Row less = new OperationRow(parameters, smaller, mount, operation).measure(name());
                row.notes.add("At " + Row.count(smaller.catalogue().images()) + " images: " + less.measured + ", "
                        + less.latency + " ms.");
            }
            return row;
        }
    }

    /** Those that are asked for. */
    private Stream<OperationOf> operations(boolean areOfLongLists) {
        return Stream.of(Mount.values())
                .flatMap(mount -> Stream.of(Operation.values())
                        .filter(operation -> operation.isOver(mount))
                        .filter(operation -> mount != Mount.GUIDE || !OF_LETTERS.contains(operation))
                        .filter(operation -> operation.isOfLongList() == areOfLongLists)
                        .map(operation -> new OperationOf(parameters, mount, operation)))
                .filter(row -> isAsked(row.name()));
    }

    /** Which are told of the smallest catalogue, too. */
    private Stream<OperationOf> ofImagesV2() {
        return operations(false).filter(row -> row.mount == Mount.GLANCE_V2);
    }

    private boolean isAsked(String row) {
        return parameters.isAsked(row);
    }

    private Deployment start(Catalogue catalogue, String heap) {
        long start = System.nanoTime();
        Deployment deployment = Deployment.start(server, catalogue, FOLDER, heap);
        System.out.println("catalogue of " + Row.count(catalogue.images()) + " images: " + seconds(start) + " s");
        return deployment;
    }

    private void measure(String name, Supplier<Row> work) {
        if (isAsked(name)) {
            long start = System.nanoTime();
            Row row;
            try {
                row = work.get();
            } catch (RuntimeException e) { // the others may still be had
                e.printStackTrace();
                row = new Row(name, "", "", "", 0);
                row.measured = "could not be measured: " + e.getMessage();
                row.verdict(false);
                isWhole = false;
            }
            rows.add(row);
            System.out.println("row " + name + " in " + seconds(start) + " s: " + row.measured);
        }
    }

    private static long seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e9);
    }
}

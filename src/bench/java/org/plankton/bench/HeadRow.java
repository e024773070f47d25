package org.plankton.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.plankton.testing.Client;

/** Row a: one image. */
final class HeadRow {
    private final Parameters parameters;
    private final Deployment deployment;

    HeadRow(Parameters parameters, Deployment deployment) {
        this.parameters = parameters;
        this.deployment = deployment;
    }

    Row measure() {
        Row row = new Row(
                "a",
                "`HEAD /images/<id>`, ids at random, "
                        + Row.count(deployment.catalogue().images()) + " images",
                "a bare servlet with one `SELECT` by primary key that sets the same headers",
                "≥ 0.65 by CPU",
                0.65);
        List<String[]> sample = deployment.sample();
        requireSameHeaders(sample.get(0));
        LongFunction<Request> service = heads(deployment, sample, "");
        LongFunction<Request> limit = heads(deployment, sample, BenchService.LIMIT);
        deployment.warmUp(() -> load(service, parameters.warmUp()));
        deployment.warmUp(() -> load(limit, parameters.warmUp()));
        Duel duel = Duel.of(
                parameters.rounds(),
                deployment,
                () -> load(service, parameters.time()),
                () -> load(limit, parameters.time()),
                () -> {});
        row.atLeast(duel.compare(Load::requestsPerSecond), parameters.scatter());
        row.throughput = duel.speeds(Load::requestsPerSecond, "/s");
        row.cpu = duel.cpuMillis();
        row.heap(duel.peakHeap());
        double rate = duel.meanOfService(Load::requestsPerSecond) / 2;
        Load calm = Load.open(deployment.address(), parameters.connections(), rate, parameters.time(), service)
                .withoutFailures();
        row.latency = Row.both(calm.millis(50), calm.millis(99));
        row.notes.add("Latency at half the throughput, " + Math.round(rate) + " requests a second.");
        return row;
    }

    /** @param prefix of the path */
    static LongFunction<Request> heads(Deployment deployment, List<String[]> sample, String prefix) {
        List<Request> requests = sample.stream()
                .map(image -> Request.of("HEAD", prefix + "/images/" + image[0], deployment.token(image[1])))
                .toList();
        return number -> requests.get((int) (number % requests.size()));
    }

    private Load load(LongFunction<Request> requests, Duration time) {
        return Load.closed(deployment.address(), parameters.connections(), time, requests)
                .withoutFailures();
    }

    /** What is held against the service must do what the service does. */
    private void requireSameHeaders(String[] image) {
        Map<String, List<String>> service = headers("/images/" + image[0], image[1]);
        Map<String, List<String>> limit = headers(BenchService.LIMIT + "/images/" + image[0], image[1]);
        if (service.size() < 20 || !service.equals(limit)) {
            throw new IllegalStateException("the service answers " + service + ", its limit " + limit);
        }
    }

    private Map<String, List<String>> headers(String path, String account) {
        return new Client(deployment.address())
                .send("HEAD", path, deployment.token(account)).headers().map().entrySet().stream()
                        .filter(header -> header.getKey().startsWith("x-image-meta-"))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }
}

package org.plankton.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.plankton.bench.Deployment.Measured;

/** Row h: many clients who do what clients do. */
final class MixedRow {
    private static final int CLIENTS = 64;
    private static final int FILES = 50;
    private static final int TIMES = 12;
    private static final double MOST_SPREAD = 10;

    private final Parameters parameters;
    private final Deployment deployment;
    private final List<String[]> sample;

    MixedRow(Parameters parameters, Deployment deployment) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.sample = HeadRow.sample(deployment);
    }

    Row measure() {
        Row row = new Row(
                "h",
                "64 clients: 90 % `HEAD`, 8 % lists, 2 % writes, "
                        + Row.count(deployment.catalogue().images()) + " images",
                "",
                "no error, p99 ≤ 10 times p50",
                0);
        RegisterRow.upload(deployment, FILES, parameters.connections());
        LongFunction<Request> mix = this::request;
        Load.closed(deployment.address(), CLIENTS, parameters.warmUp(), mix);
        double most = Load.closed(deployment.address(), CLIENTS, parameters.time(), mix)
                .requestsPerSecond();
        double rate = most / 2;
        Duration time = parameters.time().multipliedBy(TIMES);
        Measured measured = deployment.measure(() -> Load.open(deployment.address(), CLIENTS, rate, time, mix));
        RegisterRow.forget(deployment);
        Load load = measured.load();
        double spread = load.millis(99) / load.millis(50);
        row.measured = (load.failures() == 0 ? "no error" : "answers by status " + load.statuses()) + ", p99 is "
                + Row.number(spread) + " times p50";
        row.verdict(load.failures() == 0 && spread <= MOST_SPREAD);
        row.throughput = Row.number(load.requestsPerSecond()) + " /s";
        row.cpu = Row.number(measured.cpuMillis());
        row.latency = Row.both(load.millis(50), load.millis(99));
        row.heap(measured.peakHeap());
        row.notes.add("For " + time.toSeconds()
                + " s, requests come at half the rate that the same clients reach when each waits for" + " its answer, "
                + Math.round(rate) + " a second.");
        return row;
    }

    private Request request(long number) {
        String[] image = sample.get((int) (number * 31 % sample.size()));
        String token = deployment.token(image[1]);
        int kind = (int) (number % 100);
        return switch (kind) {
            case 0 ->
                Request.of(
                        "PUT",
                        "/images/" + image[0],
                        token,
                        "X-Image-Meta-Property-Sortorder",
                        String.valueOf(number / 100 % 100));
            case 50 -> RegisterRow.registration("", number / 100 % FILES);
            case 10, 20, 30, 40, 60, 70, 80, 90 -> Request.of("GET", "/images?limit=50", token);
            default -> Request.of("HEAD", "/images/" + image[0], token);
        };
    }
}

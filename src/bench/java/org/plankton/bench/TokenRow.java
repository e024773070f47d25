package org.plankton.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.plankton.bench.Deployment.Measured;

/** Row g: how often the identity service is asked about a token. */
final class TokenRow {
    private static final int LIVE = 10_000;

    /** New tokens a second, each in the place of the oldest: one in a hundred. */
    private static final int NEW = 100;

    /** Requests a second; two at a time with the same token, of which only one may lead to a question. */
    private static final int RATE = 800;

    /** No multiple of two or five: it leads to every one of the live ones. */
    private static final int STRIDE = 7919;

    private static final int TIMES = 15;

    private final Parameters parameters;
    private final Deployment deployment;

    TokenRow(Parameters parameters, Deployment deployment) {
        this.parameters = parameters;
        this.deployment = deployment;
    }

    Row measure() {
        Row row = new Row(
                "g",
                "token cache: 10 000 live tokens, 1 % new a second",
                "a stand-in for Astakos that counts",
                "one question a token a minute, none doubled",
                0);
        String id = deployment
                .catalogue()
                .query("SELECT CAST(id AS UUID) FROM image WHERE is_public AND stage = 0 LIMIT 1")
                .get(0);
        deployment.client().send("DELETE", BenchService.QUESTIONS, null);
        Duration time = parameters.time().multipliedBy(TIMES);
        Measured measured = deployment.measure(() -> Load.open(
                deployment.address(),
                4 * parameters.connections(),
                RATE,
                time,
                number -> Request.of("HEAD", "/images/" + id, token(number))));
        Load load = measured.load();
        List<Integer> questions =
                List.of(deployment
                                .client()
                                .send("GET", BenchService.QUESTIONS, null)
                                .body()
                                .split(" "))
                        .stream()
                        .map(Integer::valueOf)
                        .toList();
        row.measured = String.format(
                Locale.ROOT,
                "%d tokens, %d questions, %d of them too many",
                questions.get(0),
                questions.get(1),
                questions.get(2));
        row.verdict(questions.get(2) == 0 && load.failures() == 0);
        row.throughput = Row.number(load.requestsPerSecond()) + " /s";
        row.cpu = Row.number(measured.cpuMillis());
        row.latency = Row.both(load.millis(50), load.millis(99));
        row.heap(measured.peakHeap());
        row.notes.add(String.format(
                Locale.ROOT,
                "%d requests a second for %d s, two at a time with one token, so each live token is used every %d s."
                        + " Too many is what comes within a minute of a question about the same token.",
                RATE,
                time.toSeconds(),
                2 * LIVE / RATE));
        return row;
    }

    private static String token(long number) {
        long oldest = number * NEW / RATE;
        long turn = number / 2;
        return CountingIdentity.token(Catalogue.CALLER, "live-" + (oldest + turn * STRIDE % LIVE));
    }
}

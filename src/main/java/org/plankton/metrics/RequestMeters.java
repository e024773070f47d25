package org.plankton.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Requests as they end: how many, how long they took, and why they were refused. */
public final class RequestMeters {
    private static final Duration[] BOUNDS = Stream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** What else a client calls a method is its own. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final String OTHER = "other";

    /** Of which there is a count before there is one of them: Prometheus takes no notice of a first that is alone. */
    private static final List<String> EXPECTED = List.of("ERROR", "OVER_LIMIT", "TOO_MANY_REQUESTS", "UNAVAILABLE");

    private final MeterRegistry meters;
    private final Map<Kind, Meters> known = new ConcurrentHashMap<>();
    private final Map<Refused, Counter> refusals = new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Kind(String dialect, String route, String method, int status) {}

    private record Meters(Counter requests, Timer time) {}

    private record Refused(String dialect, String kind) {}

    /** Counts from now on what there may be of a dialect, so that there is a count of none. */
    public void expect(String dialect) {
        EXPECTED.forEach(kind -> refusals.computeIfAbsent(new Refused(dialect, kind), this::refusals));
    }

    /**
     * Notes that a request has ended.
     *
     * @param dialect one of those that there are
     * @param route the template of its path; never anything of a client's
     * @param method as the client has sent it
     * @param status what the client was told
     * @param kind why it was refused, in one word of the service's own; null if it was not
     * @param nanos how long it took
     */
    public void ended(String dialect, String route, String method, int status, String kind, long nanos) {
        Meters its = of(new Kind(dialect, route, METHODS.contains(method) ? method : OTHER, status));
        its.requests.increment();
        its.time.record(nanos, TimeUnit.NANOSECONDS);
        if (kind != null) {
            refusals.computeIfAbsent(new Refused(dialect, kind), this::refusals).increment();
        }
    }

    /** Not by {@code computeIfAbsent}, which may lock what is there already. */
    private Meters of(Kind kind) {
        Meters its = known.get(kind);
        return its != null ? its : known.computeIfAbsent(kind, this::meters);
    }

    private Meters meters(Kind kind) {
        Counter requests = Counter.builder("plankton.requests")
                .description("requests that have ended, refused ones too")
                .tags("dialect", kind.dialect, "route", kind.route, "method", kind.method)
                .tag("status", Integer.toString(kind.status))
                .register(meters);
        Timer time = Timer.builder("plankton.request")
                .description("from when the container has read a request's head to the end of its answer")
                .tags("dialect", kind.dialect, "route", kind.route, "method", kind.method)
                .tag("outcome", outcome(kind.status))
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
        return new Meters(requests, time);
    }

    /** So that there are no more histograms than that of each way to ask. */
    private static String outcome(int status) {
        if (status < 400) {
            return "answered";
        }
        return status < 500 ? "refused" : "failed";
    }

    private Counter refusals(Refused refused) {
        return Counter.builder("plankton.refusals")
                .description("requests that were refused, by the kind of reason")
                .tags("dialect", refused.dialect, "kind", refused.kind)
                .register(meters);
    }
}

package org.plankton.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.plankton.registry.image.Fault;

/** What the parties outside are asked: how often, how it ended, and how long it took. */
final class CallMeters {
    private static final Duration[] BOUNDS = Stream.of(1, 5, 25, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** How a call ends. */
    enum Outcome {
        /** As it should. */
        ANSWERED,
        /** The party says no. */
        REFUSED,
        /** It has answered, but not as it should. */
        FAILED,
        /** It has not, at all or in time; or too many others ask it already. */
        UNANSWERED;

        private final String word = name().toLowerCase(Locale.ROOT);

        String word() {
            return word;
        }

        static Outcome of(RuntimeException thrown) {
            if (!(thrown instanceof Fault fault)) {
                return FAILED;
            }
            if (fault.kind() != Fault.Kind.UNAVAILABLE) {
                return REFUSED;
            }
            return fault.isOpen() ? UNANSWERED : FAILED;
        }
    }

    private record Kind(String party, String call, Outcome outcome) {}

    /**
     * @param party in one word
     * @param call what it is asked, in one word
     * @param start as {@link System#nanoTime} says
     */
    void ended(String party, String call, Outcome outcome, long start) {
        long nanos = System.nanoTime() - start;
        Kind kind = new Kind(party, call, outcome);
        Timer timer = timers.get(kind);
        if (timer == null) {
            timer = timers.computeIfAbsent(kind, this::timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("plankton.call")
                .description("what a party outside was asked, until it had answered or was given up")
                .tags("party", kind.party, "call", kind.call, "outcome", kind.outcome.word())
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }
}

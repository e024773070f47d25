package org.plankton.bench;

import java.util.Optional;

/**
 * How two things compare by both measures there are. Other work on the machine spoils what is done in a time more than
 * the processor time that it takes, which a busy cache or another clock rate spoils in turn; so a pair is refused only
 * where both measures are.
 *
 * @param cpu by CPU-milliseconds a request
 * @param time by what is done in a time, or the time that it takes; its better is the better of {@code cpu}, too
 */
record Comparison(Ratio cpu, Ratio time) {
    /** What is judged: the ratio by CPU, or by time where that one scatters; empty if both do. */
    Optional<Ratio> judged(double mostScatter) {
        return cpu.isTrusted(mostScatter)
                ? Optional.of(cpu)
                : Optional.of(time).filter(ratio -> ratio.isTrusted(mostScatter));
    }

    /** @param measure what {@code time} is called */
    String text(double mostScatter, String measure) {
        return "by CPU " + cpu.text(mostScatter) + ", by " + measure + " " + time.text(mostScatter);
    }
}

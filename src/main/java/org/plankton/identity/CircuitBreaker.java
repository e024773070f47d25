package org.plankton.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the identity service answers. Once it has not, several times in a row, questions are refused at once,
 * but for one a second, until one of those that are under way is answered. An answer that cannot be relied on is one,
 * too: else whoever knows a token that the service stumbles over could have everybody refused.
 *
 * <p>That next question does not wait for the one before it to fail. A library's breaker would, and so would notice a
 * service that is back only when the deadline of a question has passed which that service never received.
 */
final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final int FAILURES = 5;
    private static final long BETWEEN = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;

    /** Since the last answer. */
    private final AtomicInteger failures = new AtomicInteger();

    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicLong next = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private volatile long heard;

    CircuitBreaker(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether there is a point in asking.
     *
     * @throws Fault UNAVAILABLE if not
     */
    void admit() {
        if (failures.get() >= FAILURES && !isNext()) {
            refused.increment();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the identity service does not answer; try again");
        }
    }

    /** How often there was no point in asking, so far. */
    long refused() {
        return refused.sum();
    }

    private boolean isNext() {
        long now = ticker.read();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + BETWEEN);
    }

    /** Asks, and notes whether there is an answer. */
    <T> T watch(Supplier<T> question) {
        if (asking.getAndIncrement() == 0) {
            heard = ticker.read();
        }
        try {
            T answer = question.get();
            noteAnswer();
            return answer;
        } catch (Fault fault) {
            if (fault.isOpen()) {
                noteFailure();
            } else {
                noteAnswer();
            }
            throw fault;
        } finally {
            asking.decrementAndGet();
        }
    }

    private void noteAnswer() {
        heard = ticker.read();
        if (failures.get() > 0 && failures.getAndSet(0) >= FAILURES) {
            LOG.info("the identity service answers again");
        }
    }

    private void noteFailure() {
        if (failures.incrementAndGet() == FAILURES) {
            next.set(ticker.read() + BETWEEN);
            LOG.warn(
                    "the identity service has not answered {} times in a row: until it does, it is asked once a second,"
                            + " and all other tokens that are not remembered are told 503 at once",
                    FAILURES);
        }
    }

    /** Since when the service that is being asked has not answered anything. */
    Duration silence() {
        return Duration.ofNanos(ticker.read() - heard);
    }
}

package org.plankton.identity;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.TurnCounts;

/**
 * Bounds how many requests wait for the identity service, so that those whose tokens are remembered find a thread of
 * the container's, whatever it does. Only so many ask, or wait for another's same question. As many more wait for a
 * place among them, which they soon have while the service answers, and not at all once it has been silent for a
 * second. All others are refused at once.
 */
final class Bulkhead {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int size;
    private final CircuitBreaker breaker;
    private final Semaphore places;
    private final Semaphore queue;
    private final LongAdder refused = new LongAdder();

    /** @param size how many wait for the service, and how many for a place */
    Bulkhead(int size, CircuitBreaker breaker) {
        this.size = size;
        this.breaker = breaker;
        this.places = new Semaphore(size);
        this.queue = new Semaphore(size);
    }

    /**
     * What is waited for.
     *
     * @throws Fault UNAVAILABLE if the service is known not to answer, or too many wait already; or of the waiting
     */
    <T> T call(Supplier<T> waiting) {
        if (!places.tryAcquire() && !isGivenPlace()) {
            refused.increment();
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "the identity service is waited for by too many requests; try again");
        }
        try {
            breaker.admit(); // with a place, or the one question a second would be lost for want of it
            return waiting.get();
        } finally {
            places.release();
        }
    }

    /** Of the places. */
    TurnCounts counts() {
        return new TurnCounts(size, size - places.availablePermits(), size - queue.availablePermits(), refused.sum());
    }

    private boolean isGivenPlace() {
        if (!queue.tryAcquire()) {
            return false;
        }
        try {
            return places.tryAcquire(PATIENCE.minus(breaker.silence()).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        } finally {
            queue.release();
        }
    }
}

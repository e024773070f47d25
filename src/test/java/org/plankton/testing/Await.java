package org.plankton.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a fact, whoever brings it about. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Await() {}

    /** @throws AssertionError if it is not so in that time */
    public static void await(Duration patience, BooleanSupplier fact) {
        Instant end = Instant.now().plus(patience);
        while (!fact.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not in " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE.toNanos()); // so as not to take the processor from those who are waited for
        }
    }

    /** Until the thread, which must not end meanwhile, waits for something for a time. */
    public static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            if (!thread.isAlive()) {
                throw new AssertionError("the thread has ended");
            }
            Thread.onSpinWait();
        }
    }
}

package org.plankton.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets long work come to an end where it can be gone on with, when somebody wants Java to end: what is being written is
 * written, and nothing further begun. Java waits for that a while.
 */
public final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private volatile boolean isWanted;
    private volatile boolean hasBegun;

    /** From now on. */
    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        isWanted = true;
        if (!hasBegun) {
            return;
        }
        try {
            ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on somebody looks whether it is wanted, and is waited for. */
    void begin() {
        hasBegun = true;
    }

    /** Whether nothing further is to be begun. */
    boolean isWanted() {
        return isWanted;
    }

    /** All is at its end, and has been told. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Java is ending, and the hook runs.
        }
    }
}

package org.plankton.registry;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.image.Fault;

/** Work on a thread of its own that stops at each call of a port, until it is told to go on, or to die there. */
final class StepByStep {
    private final Semaphore goes = new Semaphore(0);
    private final Semaphore stops = new Semaphore(0);
    private volatile boolean isDead;
    private volatile boolean hasEnded;
    private volatile Throwable failure;

    interface Work {
        void run() throws Exception;
    }

    /** What a service that dies does: nothing any longer. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    StepByStep(ExecutorService threads, Work work) {
        threads.execute(() -> {
            goes.acquireUninterruptibly();
            try {
                work.run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                hasEnded = true;
                stops.release();
            }
        });
    }

    /** By the work: waits here. */
    void stop() {
        stops.release();
        goes.acquireUninterruptibly();
        if (isDead) {
            throw new Death();
        }
    }

    /** Lets it go to the next stop. False if it has ended. */
    boolean step() {
        if (hasEnded) {
            return false;
        }
        goes.release();
        try {
            if (!stops.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it neither stops nor ends");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return !hasEnded;
    }

    /** False if it has ended before. */
    boolean steps(int count) {
        for (int i = 0; i < count; i++) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    void toTheEnd() {
        while (step()) {
            // until it has ended
        }
    }

    /** The service dies where it has stopped. */
    void die() {
        isDead = true;
        toTheEnd();
    }

    /** What it has thrown; null if nothing. */
    Throwable failure() {
        return failure;
    }

    /** Whether it has done what it was to do, or been told for good that it cannot be done. */
    boolean isAnswered() {
        return failure == null || failure instanceof Fault fault && fault.kind() != Fault.Kind.UNAVAILABLE;
    }
}

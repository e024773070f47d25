package org.plankton.registry.sharing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import org.plankton.registry.image.Fault;

/** How what others have got in the way of is tried again. */
public final class Attempts {
    private static final int COUNT = 10;

    private final IntConsumer pause;

    public Attempts() {
        this(Attempts::pauseBefore);
    }

    /** @param pause before each attempt, the first of which is 1 */
    public Attempts(IntConsumer pause) {
        this.pause = pause;
    }

    /**
     * Waits until it is time for it.
     *
     * @param attempt the first is 1
     * @throws Fault CONFLICT if there have been enough
     */
    void begin(int attempt) {
        if (attempt > COUNT) {
            throw new Fault(Fault.Kind.CONFLICT, "this image is being changed by others at the same time; try again");
        }
        pause.accept(attempt);
    }

    /** Each time a while longer, and each server another, so that the same ones do not meet again. */
    private static void pauseBefore(int attempt) {
        if (attempt > 1) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(20L << Math.min(attempt, 5)));
            } catch (InterruptedException e) {
                throw stopping(e);
            }
        }
    }

    static Fault stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
    }
}

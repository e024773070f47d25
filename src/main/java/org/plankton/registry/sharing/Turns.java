package org.plankton.registry.sharing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import org.plankton.registry.image.Fault;

/** How what others have got in the way of is tried again. */
public final class Turns {
    private static final int COUNT = 10;

    private final IntConsumer pause;

    public Turns() {
        this(Turns::pauseBefore);
    }

    /** @param pause before each turn, the first of which is 1 */
    public Turns(IntConsumer pause) {
        this.pause = pause;
    }

    /**
     * Waits until it is time for it.
     *
     * @param turn the first is 1
     * @throws Fault CONFLICT if there have been enough
     */
    void begin(int turn) {
        if (turn > COUNT) {
            throw new Fault(Fault.Kind.CONFLICT, "this image is being changed by others at the same time; try again");
        }
        pause.accept(turn);
    }

    /** Each time a while longer, and each server another, so that the same ones do not meet again. */
    private static void pauseBefore(int turn) {
        if (turn > 1) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(20L << Math.min(turn, 5)));
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

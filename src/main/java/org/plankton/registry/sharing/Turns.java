package org.plankton.registry.sharing;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plankton.registry.image.Fault;

/** Tries again what others have got in the way of; and lets only one at a time try for one image, within a service. */
public final class Turns {
    private static final int COUNT = 10;
    private static final long PATIENCE_SECONDS = 10;

    private final IntConsumer pause;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(1024).toArray(ReentrantLock[]::new);

    public Turns() {
        this(Turns::pauseBefore);
    }

    /** @param pause before each turn, the first of which is 1 */
    public Turns(IntConsumer pause) {
        this.pause = pause;
    }

    /**
     * What the first turn answers that answers anything.
     *
     * @param turn empty if others have got in the way
     * @throws Fault CONFLICT if they have each time
     */
    <T> T take(Supplier<Optional<T>> turn) {
        for (int count = 1; count <= COUNT; count++) {
            pause.accept(count);
            Optional<T> result = turn.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new Fault(Fault.Kind.CONFLICT, "this image is being changed by others at the same time; try again");
    }

    /**
     * Does the work while nobody else in this service does any for the image.
     *
     * @throws Fault UNAVAILABLE if that takes long to come about
     */
    <T> T alone(String id, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE, "changes of readers wait too long for the object store; try again");
            }
        } catch (InterruptedException e) {
            throw stopping(e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
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

    private static Fault stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
    }
}

package org.plankton.registry.sharing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

/**
 * Lets only one at a time change the readers of one image, within a service. The others wait as long as the store takes
 * for that one, each with a thread of the container's: so there are only so many of them.
 */
final class ImageLocks {
    private static final long PATIENCE_SECONDS = 10;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(1024).toArray(ReentrantLock[]::new);

    private final Turns waiting;

    ImageLocks(Turns waiting) {
        this.waiting = waiting;
    }

    /**
     * That of the image, held, for the caller to unlock.
     *
     * @param account for which it is taken
     * @throws Fault UNAVAILABLE if others hold it for long, or too many wait already
     */
    Lock take(String account, String id) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
        if (!lock.tryLock()) {
            Turn place = waiting.take(account, Duration.ZERO).orElseThrow(ImageLocks::tooLong);
            try (place) {
                await(lock);
            }
        }
        return lock;
    }

    private static void await(Lock lock) {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw tooLong();
            }
        } catch (InterruptedException e) {
            throw Attempts.stopping(e);
        }
    }

    private static Fault tooLong() {
        return new Fault(Fault.Kind.UNAVAILABLE, "changes of readers wait too long for the object store; try again");
    }
}

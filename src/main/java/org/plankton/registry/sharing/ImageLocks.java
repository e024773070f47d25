package org.plankton.registry.sharing;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.plankton.registry.image.Fault;

/**
 * Lets only one at a time change the readers of one image, within a service, in the order in which they come. Clients
 * choose ids, so no image shares its lock with another's.
 */
final class ImageLocks {
    /** Half of the six seconds in which a change is to be answered: who has waited has yet to be served. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Those that somebody holds, or waits for, by the image's id. */
    private final ConcurrentMap<String, ImageLock> locks = new ConcurrentHashMap<>();

    private final Duration patience;

    ImageLocks() {
        this(PATIENCE);
    }

    /** @param patience how long a lock is waited for at most */
    ImageLocks(Duration patience) {
        this.patience = patience;
    }

    /** What one has until it is closed, by the same thread. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** One image's. */
    private static final class ImageLock {
        private final ReentrantLock lock = new ReentrantLock(true);

        /** How many hold it or wait for it. Only the map's steps look at it, one at a time. */
        private int users;
    }

    /**
     * That of the image, held.
     *
     * @throws Fault UNAVAILABLE if others hold it for long
     */
    Held take(String id) {
        ReentrantLock lock = enter(id);
        boolean isHeld = false;
        try {
            isHeld = lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!isHeld) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE, "changes of readers wait too long for the object store; try again");
            }
        } catch (InterruptedException e) {
            throw Attempts.stopping(e);
        } finally {
            if (!isHeld) {
                leave(id);
            }
        }
        return () -> {
            lock.unlock();
            leave(id);
        };
    }

    private ReentrantLock enter(String id) {
        return locks.compute(id, (same, known) -> {
                    ImageLock used = known == null ? new ImageLock() : known;
                    used.users++;
                    return used;
                })
                .lock;
    }

    private void leave(String id) {
        locks.computeIfPresent(id, (same, used) -> --used.users == 0 ? null : used);
    }

    /** Whether nobody holds any, or waits. */
    boolean isEmpty() {
        return locks.isEmpty();
    }
}

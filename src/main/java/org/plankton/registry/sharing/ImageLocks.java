package org.plankton.registry.sharing;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

/**
 * Lets only one at a time change the readers of one image, within a service, in the order in which they come. The
 * others wait as long as the store takes for that one, each with a thread of the container's: so there are only so many
 * of them. Clients choose ids, so no image shares its lock with another's.
 */
final class ImageLocks {
    /** Half of the six seconds in which a change is to be answered: who has waited has yet to be served. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Those that somebody holds, or waits for, by the image's id. */
    private final ConcurrentMap<String, ImageLock> locks = new ConcurrentHashMap<>();

    private final Turns waiting;
    private final Duration patience;

    /** @param waiting who waits for a lock has one of these meanwhile */
    ImageLocks(Turns waiting) {
        this(waiting, PATIENCE);
    }

    /** @param patience how long a lock is waited for at most */
    ImageLocks(Turns waiting, Duration patience) {
        this.waiting = waiting;
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
     * @param account for which it is taken
     * @throws Fault UNAVAILABLE if others hold it for long, or too many wait already
     */
    Held take(String account, String id) {
        ReentrantLock lock = enter(id);
        boolean isHeld = false;
        try {
            isHeld = lock.tryLock(0, TimeUnit.NANOSECONDS) || await(account, lock);
        } catch (InterruptedException e) {
            throw Attempts.stopping(e);
        } finally {
            if (!isHeld) {
                leave(id);
            }
        }
        if (!isHeld) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "changes of readers wait too long for the object store; try again");
        }
        return () -> {
            lock.unlock();
            leave(id);
        };
    }

    /** Whether it is held. */
    private boolean await(String account, ReentrantLock lock) throws InterruptedException {
        Turn place = waiting.take(account, Duration.ZERO).orElse(null);
        try (place) {
            return place != null && lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
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

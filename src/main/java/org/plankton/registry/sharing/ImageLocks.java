package org.plankton.registry.sharing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.plankton.registry.image.Fault;

/** Lets only one at a time change the readers of one image, within a service. */
final class ImageLocks {
    private static final long PATIENCE_SECONDS = 10;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(1024).toArray(ReentrantLock[]::new);

    /**
     * That of the image, held, for the caller to unlock.
     *
     * @throws Fault UNAVAILABLE if others hold it for long
     */
    Lock take(String id) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE, "changes of readers wait too long for the object store; try again");
            }
        } catch (InterruptedException e) {
            throw Attempts.stopping(e);
        }
        return lock;
    }
}

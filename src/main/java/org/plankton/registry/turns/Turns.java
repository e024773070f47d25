package org.plankton.registry.turns;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plankton.registry.image.Fault;

/**
 * Of something of which there is only so much at once: whoever has a turn has some of it until the turn is closed. No
 * account has more than half of the turns, nor does it wait for more than as many, so that one account alone never
 * keeps all others out.
 */
public final class Turns {
    private final int atOnce;
    private final int ofOneAccount;
    private final Count taken = new Count();

    /** Each keeps a thread of the container's, so no more wait than may have a turn. */
    private final Count waiting = new Count();

    /** @param atOnce how many there are, at least 1; where there is only one, one account may have it */
    public Turns(int atOnce) {
        this.atOnce = atOnce;
        this.ofOneAccount = Math.max(1, atOnce / 2);
    }

    /** What one has until it is closed, by whichever thread; closing it again does nothing. */
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A turn, as soon as there is one.
     *
     * @param patience how long it is waited for at most
     * @return empty if there is none in time, or as many wait already as may
     * @throws Fault UNAVAILABLE if the service stops meanwhile
     */
    public synchronized Optional<Turn> take(String account, Duration patience) {
        if (!hasRoom(taken, account) && !isGranted(account, patience)) {
            return Optional.empty();
        }
        taken.add(account, 1);
        AtomicBoolean isOver = new AtomicBoolean();
        return Optional.of(() -> {
            if (isOver.compareAndSet(false, true)) {
                giveBack(account);
            }
        });
    }

    private boolean isGranted(String account, Duration patience) {
        if (patience.isZero() || !hasRoom(waiting, account)) {
            return false;
        }
        waiting.add(account, 1);
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (!hasRoom(taken, account)) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                wait(millis);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        } finally {
            waiting.add(account, -1);
        }
    }

    private boolean hasRoom(Count count, String account) {
        return count.all < atOnce && count.of(account) < ofOneAccount;
    }

    private synchronized void giveBack(String account) {
        taken.add(account, -1);
        notifyAll();
    }

    private static final class Count {
        /** Those that are 0 are left out. */
        private final Map<String, Integer> byAccount = new HashMap<>();

        private int all;

        int of(String account) {
            return byAccount.getOrDefault(account, 0);
        }

        void add(String account, int more) {
            all += more;
            byAccount.merge(account, more, (some, others) -> some + others == 0 ? null : some + others);
        }
    }
}

package org.plankton.registry.turns;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plankton.registry.image.Fault;

/**
 * Of something of which there is only so much at once: whoever has a turn has some of it until the turn is closed. No
 * account has more than half of the turns, unless it is said otherwise, nor does it wait for more than as many, so that
 * one account alone never keeps all others out. Whoever waits longer has the next turn that it may have.
 */
public final class Turns {
    private final int atOnce;
    private final int ofOneAccount;
    private final Count taken = new Count();

    /** Each keeps a thread of the container's, so no more wait than may have a turn, but for those who have said so. */
    private final Count waiting = new Count();

    /** All who wait, the first first. */
    private final Set<Waiter> queue = new LinkedHashSet<>();

    private long refused;

    /** @param atOnce how many there are, at least 1; where there is only one, one account may have it */
    public Turns(int atOnce) {
        this(atOnce, Math.max(1, atOnce / 2));
    }

    /** @param ofOneAccount how many of them it has at most */
    public Turns(int atOnce, int ofOneAccount) {
        this.atOnce = atOnce;
        this.ofOneAccount = ofOneAccount;
    }

    /**
     * How many there are and are taken, how many wait, and how many were refused; who would only have
     * {@linkplain #tryTake liked} one neither waits nor is refused.
     */
    public synchronized TurnCounts counts() {
        return new TurnCounts(atOnce, taken.all, queue.size(), refused);
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
        if (isNext(account, null)) {
            return Optional.of(taken(account));
        }
        if (patience.isZero() || !hasRoom(waiting, account)) {
            refused++;
            return Optional.empty();
        }
        waiting.add(account, 1);
        try {
            return queued(account, patience);
        } finally {
            waiting.add(account, -1);
        }
    }

    /**
     * The same however many wait: for who needs several turns one after the other, and keeps its thread between them.
     *
     * @throws Fault UNAVAILABLE if the service stops meanwhile
     */
    public synchronized Optional<Turn> await(String account, Duration patience) {
        return isNext(account, null) ? Optional.of(taken(account)) : queued(account, patience);
    }

    /** A turn at once, for who goes another way where there is none. */
    public synchronized Optional<Turn> tryTake(String account) {
        return isNext(account, null) ? Optional.of(taken(account)) : Optional.empty();
    }

    private Optional<Turn> queued(String account, Duration patience) {
        Waiter waiter = new Waiter(account);
        queue.add(waiter);
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (!isNext(account, waiter)) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    refused++;
                    return Optional.empty();
                }
                wait(millis);
            }
            return Optional.of(taken(account));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        } finally {
            queue.remove(waiter);
            if (taken.all < atOnce) {
                notifyAll(); // who came later may be next now
            }
        }
    }

    private Turn taken(String account) {
        taken.add(account, 1);
        AtomicBoolean isOver = new AtomicBoolean();
        return () -> {
            if (isOver.compareAndSet(false, true)) {
                giveBack(account);
            }
        };
    }

    /**
     * Whether there is a turn that nobody else may have who came before.
     *
     * @param itself where it stands among those who wait; null: behind all of them
     */
    private boolean isNext(String account, Waiter itself) {
        return hasRoom(taken, account)
                && queue.stream()
                        .takeWhile(before -> before != itself)
                        .noneMatch(before -> hasRoom(taken, before.account));
    }

    private boolean hasRoom(Count count, String account) {
        return count.all < atOnce && count.of(account) < ofOneAccount;
    }

    private synchronized void giveBack(String account) {
        taken.add(account, -1);
        notifyAll();
    }

    /** One of those who wait, of whom several may be of one account. */
    private static final class Waiter {
        private final String account;

        Waiter(String account) {
            this.account = account;
        }
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

package org.plankton.registry.listing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;

/**
 * Who is being handed a long list: not too many at once, and no account has more than half of them. Each has a thread
 * that reads the next piece of the list ahead while the client takes what has been read. Of pieces, too, no more are
 * read at once.
 */
public final class LongLists implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int atOnce;
    private final int ofOneAccount;

    /** How many, by account; none is 0. */
    private final Map<String, Integer> turns = new HashMap<>();

    private final ExecutorService ahead;

    /** Of reading a piece, the first of every list among them, so that half of the connections are left to others. */
    private final Semaphore reading;

    /** How many wait for a turn. */
    private int waiting;

    /** @param atOnce how many lists, at least 1 */
    public LongLists(int atOnce) {
        this.atOnce = atOnce;
        this.ofOneAccount = Math.max(1, atOnce / 2);
        this.reading = new Semaphore(atOnce);
        this.ahead = Executors.newFixedThreadPool(atOnce, work -> {
            Thread thread = new Thread(work, "plankton long list");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Waits for a turn, but not long; and not if as many wait as may have one, since each keeps a thread of the
     * container's.
     *
     * @throws Fault UNAVAILABLE if there is none
     */
    public synchronized void take(String account) {
        if (!isFree(account)) {
            if (waiting == atOnce) {
                throw tooMany();
            }
            waiting++;
            try {
                awaitTurn(account);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
            } finally {
                waiting--;
            }
        }
        turns.merge(account, 1, Integer::sum);
    }

    /** Gives back what {@link #take} took. */
    public synchronized void giveBack(String account) {
        turns.computeIfPresent(account, (same, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    private void awaitTurn(String account) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isFree(account)) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw tooMany();
            }
            wait(millis);
        }
    }

    private boolean isFree(String account) {
        int all = turns.values().stream().mapToInt(Integer::intValue).sum();
        return all < atOnce && turns.getOrDefault(account, 0) < ofOneAccount;
    }

    private static Fault tooMany() {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "too many long lists are being read; try again, or ask for pages with limit and marker");
    }

    /**
     * The piece that {@code work} reads, as soon as not too many others do.
     *
     * @throws Fault UNAVAILABLE if that takes long
     */
    public <T> T read(Supplier<T> work) {
        try {
            if (!reading.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
        try {
            return work.get();
        } finally {
            reading.release();
        }
    }

    /** Begins with {@code work} at once; only for who has a turn. */
    public <T> Future<T> ahead(Callable<T> work) {
        return ahead.submit(work);
    }

    @Override
    public void close() {
        ahead.shutdownNow();
    }
}

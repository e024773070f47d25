package org.plankton.registry.listing;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;

/**
 * Whose lists and pages are being read from the database: not too many at once, and no account has more than half of
 * them, nor does what it begins wait behind all that it goes on with. A turn is to read one piece, and is over before a
 * client is sent that: a client that is slow to take it keeps nobody waiting.
 */
public final class LongLists implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Of a list that would be broken off otherwise. */
    private static final Duration LAST_PATIENCE = Duration.ofMinutes(1);

    /** How long a piece is asked for again where the database is away for a while, as while it is restarted. */
    private static final Duration ABSENCE = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final System.Logger LOG = System.getLogger(LongLists.class.getName());

    /** For first pieces, which do not wait for what their account goes on with. */
    private final Turns firstTurns;

    private final Turns turns;

    /** Of all pieces, whichever they are, so that half of the connections are left to others. */
    private final Turns reading;

    /** Lists and pages that are being handed out. */
    private final AtomicInteger underWay = new AtomicInteger();

    /** By which pieces are read whose turn it is: so none waits for a thread. */
    private final ExecutorService ahead;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param atOnce how many pieces, at least 1 */
    public LongLists(int atOnce) {
        this(atOnce, Executors.newFixedThreadPool(atOnce, work -> {
            Thread thread = new Thread(work, "plankton long list");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** @param ahead of as many threads, which end with this */
    LongLists(int atOnce, ExecutorService ahead) {
        this.firstTurns = new Turns(atOnce);
        this.turns = new Turns(atOnce);
        this.reading = new Turns(atOnce);
        this.ahead = ahead;
    }

    /** Of first pieces, from the wait for {@link #reading} on. */
    public Turns first() {
        return firstTurns;
    }

    /** Of all other pieces, from the wait for {@link #reading} on. */
    public Turns further() {
        return turns;
    }

    /** Of all pieces that are read. */
    public Turns reading() {
        return reading;
    }

    /** How many lists and pages are being handed out, however slowly they are taken. */
    public int underWay() {
        return underWay.get();
    }

    /**
     * The first piece of a list or a page, or what else is asked of either before anything is sent; however many wait.
     *
     * @throws Fault UNAVAILABLE if it is not its turn before long, or too many others are read
     */
    <T> T first(String account, Supplier<T> work) {
        Turns.Turn turn = firstTurns.await(account, PATIENCE).orElseThrow(LongLists::tooMany);
        try (turn) {
            return read(account, PATIENCE, work);
        }
    }

    /**
     * Hands out all that begins with a piece, and has the next one read while the reader takes this. No more than these
     * two are held.
     */
    <T> void hand(String account, Supplier<Piece<T>> first, Consumer<T> reader) {
        underWay.incrementAndGet();
        try {
            handAll(account, first, reader);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private <T> void handAll(String account, Supplier<Piece<T>> first, Consumer<T> reader) {
        Piece<T> piece = Objects.requireNonNull(first.get(), "a page is handed out once");
        boolean isFirst = true;
        while (piece.rest() != null) {
            Supplier<Piece<T>> next = isFirst ? second(account, piece.rest()) : later(account, piece.rest());
            isFirst = false;
            piece.elements().forEach(reader);
            piece = next.get();
        }
        piece.elements().forEach(reader);
    }

    /**
     * The second piece, which is being read from now on. Whoever waits for its turn keeps a thread, as it does for all
     * of the list; so it does not matter how many wait.
     *
     * @throws Fault UNAVAILABLE if it is not its turn before long
     */
    <T> Supplier<T> second(String account, Supplier<T> work) {
        Turns.Turn turn = turns.await(account, PATIENCE).orElseThrow(LongLists::tooMany);
        return lasting(account, begun(account, turn, work), work);
    }

    /** A later piece: it is read from now on if there is a turn, else when it is asked for, as soon as there is one. */
    <T> Supplier<T> later(String account, Supplier<T> work) {
        Optional<Turns.Turn> turn = turns.tryTake(account);
        return lasting(
                account, turn.isPresent() ? begun(account, turn.get(), work) : () -> readLate(account, work), work);
    }

    /**
     * A piece of a list that has begun, and would be broken off without it: where the database is away it is read again
     * by who waits for it. Each time takes turns of its own, so that who pauses has none; and what has taken all its
     * time would only take that once more.
     */
    private <T> Supplier<T> lasting(String account, Supplier<T> piece, Supplier<T> work) {
        return () -> {
            try {
                return piece.get();
            } catch (Fault fault) {
                return again(account, work, fault);
            }
        };
    }

    private <T> T again(String account, Supplier<T> work, Fault first) {
        long end = System.nanoTime() + ABSENCE.toNanos();
        Fault last = first;
        while (last.kind() == Fault.Kind.UNAVAILABLE && !last.isSpent() && System.nanoTime() <= end && pause()) {
            LOG.log(Level.DEBUG, "a piece of a long list is asked for again", last);
            try {
                return readLate(account, work);
            } catch (Fault fault) {
                last = fault;
            }
        }
        throw last;
    }

    private <T> T readLate(String account, Supplier<T> work) {
        Turns.Turn turn = turns.await(account, LAST_PATIENCE).orElseThrow(LongLists::tooMany);
        try (turn) {
            return read(account, LAST_PATIENCE, work);
        }
    }

    private <T> Supplier<T> begun(String account, Turns.Turn turn, Supplier<T> work) {
        Callable<T> reading = () -> {
            try (turn) {
                return read(account, LAST_PATIENCE, work);
            }
        };
        FutureTask<T> piece = new FutureTask<>(reading) {
            @Override
            protected void done() {
                turn.close(); // also of one that is cancelled before it has begun
            }
        };
        try {
            ahead.execute(piece);
        } catch (RejectedExecutionException e) {
            turn.close();
            throw stopping(e);
        }
        return () -> await(piece);
    }

    private static <T> T await(Future<T> piece) {
        try {
            return piece.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping(e);
        } catch (CancellationException e) {
            throw stopping(e);
        }
    }

    private <T> T read(String account, Duration patience, Supplier<T> work) {
        Turns.Turn turn = reading.await(account, patience).orElseThrow(LongLists::tooMany);
        try (turn) {
            return work.get();
        }
    }

    /** False if the service stops meanwhile. */
    private boolean pause() {
        try {
            return !stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Fault tooMany() {
        return Fault.spent(
                "too many long lists are being read; try again, or ask for pages with limit and marker", null);
    }

    private static Fault stopping(Exception e) {
        return new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
    }

    /** Whoever waits for a piece that nobody has begun to read is told so. */
    @Override
    public void close() {
        stopped.countDown();
        for (Runnable piece : ahead.shutdownNow()) {
            ((Future<?>) piece).cancel(false);
        }
    }
}

package org.plankton.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.plankton.registry.image.Fault;

/**
 * Whether the database answers, as the {@link Heartbeat} has last found out, and where others wait for that to change.
 * Until it has found out anything, it does. Any thread may ask.
 */
final class Availability implements AutoCloseable {
    /** A request waits so long, counted from the question that was not answered: another node may take over. */
    private static final Duration BRIDGED = Duration.ofSeconds(1);

    /** And at least so long from when that was known, which may be later: the next node is just being asked. */
    private static final Duration NEXT_NODE = Duration.ofMillis(500);

    /** As a rule longer than a question takes. Whoever has lost a connection then goes on by what is known. */
    private static final Duration QUESTION = Duration.ofSeconds(3);

    /**
     * @param bridged until then requests wait for its end, as {@link System#nanoTime} counts
     * @param reason what was found instead of an answer
     */
    private record Absence(long bridged, Throwable reason) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Null as long as the database answers. */
    private volatile Absence absence;

    private long begun;
    private long ended;
    private boolean isWanted;
    private volatile int node;
    private boolean isClosed;

    /** A question is asked. */
    void begin() {
        change(() -> {
            begun++;
            isWanted = false;
        });
    }

    /**
     * The last question was answered, whatever the answer was.
     *
     * @param by which of several nodes, counted from 0 in the order of the address, and perhaps on, round and round
     */
    void answered(int by) {
        change(() -> {
            ended++;
            node = by;
            absence = null;
        });
    }

    /**
     * The last question was not answered. If it was the first one, the next is wanted at once.
     *
     * @param asked when it was, as {@link System#nanoTime} counts
     */
    void unanswered(long asked, Throwable reason) {
        change(() -> {
            ended++;
            if (absence == null) {
                long known = System.nanoTime();
                long bridged = Math.max(BRIDGED.toNanos() - (known - asked), NEXT_NODE.toNanos());
                absence = new Absence(known + bridged, reason);
                isWanted = true;
            }
        });
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is time for the next question, or somebody wants it; false if there is to be none any more. */
    boolean pause(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = most.toNanos(); !isClosed && !isWanted && left > 0; ) {
                left = changed.awaitNanos(left);
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits a moment for a database that went away just now, and not for one that has been away.
     *
     * @throws Fault UNAVAILABLE if it does not answer
     */
    void require() {
        if (absence == null) {
            return;
        }
        waiting(() -> {
            while (absence != null) {
                long left = absence.bridged - System.nanoTime();
                if (left <= 0 || isClosed) {
                    throw new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again", absence.reason);
                }
                changed.awaitNanos(left);
            }
        });
    }

    /**
     * The same for whoever has just lost a connection, and knows better: the database is asked first.
     *
     * @throws Fault UNAVAILABLE if it does not answer
     */
    void requireAnew() {
        ask();
        require();
    }

    /** Waits until a question that is asked from now on is answered, or it is known that none is. */
    void ask() {
        waiting(() -> {
            long wanted = begun + 1;
            isWanted = true;
            changed.signalAll();
            long left = QUESTION.toNanos();
            while (ended < wanted && absence == null && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
        });
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private void waiting(Waiting what) {
        try {
            lock.lockInterruptibly();
            try {
                what.run();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
    }

    /**
     * Waits for the database, however long that takes.
     *
     * @throws SQLException if it is not waited for any more
     */
    void await() throws SQLException {
        try {
            lock.lockInterruptibly();
            try {
                while (absence != null && !isClosed) {
                    changed.await();
                }
                if (isClosed) {
                    throw new SQLNonTransientConnectionException("no connection is made any more");
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLNonTransientConnectionException("interrupted", e);
        }
    }

    /** Which of several nodes has answered last, counted as it was told. */
    int node() {
        return node;
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        change(() -> isClosed = true);
    }
}

package org.plankton.faults;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/** Well-behaved clients, each of which asks the same again and again until they are closed. */
final class Callers implements AutoCloseable {
    /** One request, or a few that belong together. */
    interface Call {
        /**
         * @param number which one of its client's, from 0
         * @return the answer's status, as {@link Calls#status} tells it; of a few, the first that is no success, else
         *     that of the last
         * @throws UncheckedIOException if there is no whole answer
         */
        int status(int client, int number) throws Exception;
    }

    private static final int PAUSE_MILLIS = 5;

    private final Latency latency = new Latency();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicIntegerArray done;
    private volatile boolean isOver;
    private volatile Throwable failure;

    /** @param pace from the beginning of a call to that of the next one, at least */
    Callers(int clients, Duration pace, Call call) {
        done = new AtomicIntegerArray(clients);
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> work(client, pace, call), "caller");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void work(int client, Duration pace, Call call) {
        try {
            for (int number = 0; !isOver; number++) {
                long start = System.nanoTime();
                latency.add(start, status(client, number, call));
                done.incrementAndGet(client);
                LockSupport.parkNanos(start + pace.toNanos() - System.nanoTime());
            }
        } catch (Exception | Error e) { // nobody else would hear of it
            failure = e;
        }
    }

    private static int status(int client, int number, Call call) throws Exception {
        try {
            return call.status(client, number);
        } catch (UncheckedIOException e) {
            return Latency.NO_ANSWER;
        }
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new IllegalStateException("a client has failed", failure);
        }
    }

    /** Of what has been answered by now. */
    Latency latency() {
        return latency;
    }

    /**
     * Of all that has been asked by now: who is not answered is waited for, be it that there is trouble.
     *
     * @throws IllegalStateException if a client has ended, since its call has failed otherwise than by no answer
     */
    Latency settled() throws InterruptedException {
        for (int client = 0; client < threads.size(); client++) {
            int before = done.get(client);
            while (done.get(client) == before) {
                requireNoFailure();
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return latency;
    }

    /**
     * Waits until each has been answered.
     *
     * @throws IllegalStateException as {@link #settled} does
     */
    @Override
    public void close() {
        isOver = true;
        threads.forEach(Threads::join);
        requireNoFailure();
    }
}

package org.plankton.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.plankton.testing.TimedCaller.Timed;

/** Clients each of whom asks again soon after each answer, until they are closed. */
public final class InsistentClients implements AutoCloseable {
    /** More of them would keep any server busy, whatever it waits for. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ExecutorService clients;
    private final List<Future<?>> ends = new ArrayList<>();
    private final Queue<Timed> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** What one of them asks each time. */
    public interface Call {
        /** @param number of the client, from 0 */
        Timed of(TimedCaller caller, int number) throws IOException;
    }

    public InsistentClients(int count, String address, Call call) {
        clients = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            ends.add(clients.submit(() -> ask(address, number, call)));
        }
    }

    private Void ask(String address, int number, Call call) throws IOException {
        try (TimedCaller caller = new TimedCaller(address)) {
            while (!over) {
                answers.add(call.of(caller, number));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return null;
    }

    /** Those that there are by now. */
    public List<Timed> answers() {
        return List.copyOf(answers);
    }

    /** Ends it; throws what one of them has met with. */
    public List<Timed> end() throws Exception {
        over = true;
        for (Future<?> end : ends) {
            end.get();
        }
        return answers();
    }

    @Override
    public void close() {
        over = true;
        clients.shutdownNow();
    }
}

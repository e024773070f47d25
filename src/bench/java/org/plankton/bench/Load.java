package org.plankton.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * What a number of connections have got out of a server.
 *
 * @param nanos from the first request's beginning to the last answer's end
 * @param statuses how many answers of each; 0: the connection broke
 * @param latency microseconds
 */
record Load(long nanos, long bytes, Map<Integer, Long> statuses, Histogram latency) {
    private static final long LONGEST_MICROS = 600_000_000;

    /** Each connection asks again as soon as it has its answer: how much the server can do. */
    static Load closed(String address, int connections, Duration time, LongFunction<Request> requests) {
        return closed(address, connections, time, Long.MAX_VALUE, requests);
    }

    /**
     * The same, of no more than so many requests.
     *
     * @param requests by number, from 0
     */
    static Load closed(String address, int connections, Duration time, long most, LongFunction<Request> requests) {
        AtomicLong next = new AtomicLong();
        long end = System.nanoTime() + time.toNanos();
        return run(address, connections, () -> {
            long number = next.getAndIncrement();
            long now = System.nanoTime();
            return number < most && now < end ? new Turn(requests.apply(number), now) : null;
        });
    }

    /**
     * Requests come when they come, whether those before them have been answered or not: how long a client waits. The
     * time of each counts from when it was due, also if no connection was free then.
     *
     * @param rate requests a second
     */
    static Load open(String address, int connections, double rate, Duration time, LongFunction<Request> requests) {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        long most = (long) (rate * time.toNanos() / 1e9);
        return run(address, connections, () -> {
            long number = next.getAndIncrement();
            if (number >= most) {
                return null;
            }
            long due = start + (long) (number * 1e9 / rate);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            return new Turn(requests.apply(number), due);
        });
    }

    /** @param due of {@link System#nanoTime} */
    private record Turn(Request request, long due) {}

    /** @param turns null: no more */
    private static Load run(String address, int connections, Supplier<Turn> turns) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime();
        try {
            List<Future<Load>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(() -> one(address, start, turns)));
            }
            Load all = nothing(0);
            for (Future<Load> part : parts) {
                all = all.with(part.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Load one(String address, long start, Supplier<Turn> turns) throws IOException {
        Map<Integer, Long> statuses = new TreeMap<>();
        Histogram latency = new Histogram(LONGEST_MICROS, 3);
        long bytes = 0;
        try (Line line = new Line(address)) {
            for (Turn turn = turns.get(); turn != null; turn = turns.get()) {
                int status = 0;
                try {
                    Line.Answer answer = line.send(turn.request);
                    bytes += answer.bytes();
                    status = answer.status();
                } catch (IOException e) {
                    // It is counted.
                }
                latency.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - turn.due) / 1000));
                statuses.merge(status, 1L, Long::sum);
            }
        }
        return new Load(System.nanoTime() - start, bytes, statuses, latency);
    }

    private static Load nothing(long nanos) {
        return new Load(nanos, 0, Map.of(), new Histogram(LONGEST_MICROS, 3));
    }

    /** Both, at the same time. */
    private Load with(Load other) {
        Map<Integer, Long> all = new TreeMap<>(statuses);
        other.statuses.forEach((status, count) -> all.merge(status, count, Long::sum));
        Histogram both = latency.copy();
        both.add(other.latency);
        return new Load(Math.max(nanos, other.nanos), bytes + other.bytes, all, both);
    }

    long requests() {
        return latency.getTotalCount();
    }

    /** Answers that are not 2xx. */
    long failures() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getKey() / 100 != 2)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    double requestsPerSecond() {
        return requests() * 1e9 / nanos;
    }

    double megabytesPerSecond() {
        return bytes * 1e3 / nanos;
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** The same, or an exception that tells which statuses came. */
    Load withoutFailures() {
        if (failures() > 0) {
            throw new IllegalStateException("answers by status: " + statuses);
        }
        return this;
    }
}

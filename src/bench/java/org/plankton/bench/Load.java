package org.plankton.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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

    /** Of a latency, that are kept. */
    private static final int DIGITS = 3;

    /** Each connection asks again as soon as it has its answer: how much the server can do. */
    static Load closed(String address, int connections, Duration time, LongFunction<Request> requests) {
        return closed(address, connections, time, Long.MAX_VALUE, requests);
    }

    /**
     * The same, of no more than so many requests, and one at least, however little time there is.
     *
     * @param requests by number, from 0
     */
    static Load closed(String address, int connections, Duration time, long most, LongFunction<Request> requests) {
        AtomicLong next = new AtomicLong();
        long end = System.nanoTime() + time.toNanos();
        return only(run(address, connections, () -> {
            long number = next.getAndIncrement();
            long now = System.nanoTime();
            return number < most && (now < end || number == 0) ? new Turn(requests.apply(number), now, "") : null;
        }));
    }

    /**
     * Requests come when they come, whether those before them have been answered or not: how long a client waits. The
     * time of each counts from when it was due, also if no connection was free then.
     *
     * @param rate requests a second
     */
    static Load open(String address, int connections, double rate, Duration time, LongFunction<Request> requests) {
        return only(open(address, connections, rate, time, requests, number -> ""));
    }

    /**
     * The same, told by kind.
     *
     * @param kinds of each request, by its number
     */
    static Map<String, Load> open(
            String address,
            int connections,
            double rate,
            Duration time,
            LongFunction<Request> requests,
            LongFunction<String> kinds) {
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
            return new Turn(requests.apply(number), due, kinds.apply(number));
        });
    }

    private static Load only(Map<String, Load> loads) {
        return loads.getOrDefault("", nothing());
    }

    /** @param due of {@link System#nanoTime} */
    private record Turn(Request request, long due, String kind) {}

    /** @param turns null: no more */
    private static Map<String, Load> run(String address, int connections, Supplier<Turn> turns) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime();
        try {
            List<Future<Map<String, Load>>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(() -> one(address, start, turns)));
            }
            Map<String, Load> all = new TreeMap<>();
            for (Future<Map<String, Load>> part : parts) {
                part.get().forEach((kind, load) -> all.merge(kind, load, Load::beside));
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

    /** What one connection has got, of one kind. */
    private static final class Tally {
        final Map<Integer, Long> statuses = new TreeMap<>();
        final Histogram latency = new Histogram(DIGITS);
        long bytes;
    }

    private static Map<String, Load> one(String address, long start, Supplier<Turn> turns) throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        try (Line line = new Line(address)) {
            for (Turn turn = turns.get(); turn != null; turn = turns.get()) {
                Tally tally = tallies.computeIfAbsent(turn.kind, kind -> new Tally());
                int status = 0;
                try {
                    Line.Answer answer = line.send(turn.request);
                    tally.bytes += answer.bytes();
                    status = answer.status();
                } catch (IOException e) {
                    // It is counted.
                }
                tally.latency.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - turn.due) / 1000));
                tally.statuses.merge(status, 1L, Long::sum);
            }
        }
        long nanos = System.nanoTime() - start;
        Map<String, Load> loads = new TreeMap<>();
        tallies.forEach((kind, tally) -> loads.put(kind, new Load(nanos, tally.bytes, tally.statuses, tally.latency)));
        return loads;
    }

    private static Load nothing() {
        return new Load(0, 0, Map.of(), new Histogram(DIGITS));
    }

    /** One after the other. */
    static Load together(Collection<Load> loads) {
        return loads.stream().reduce(nothing(), Load::then);
    }

    /** At the same time. */
    static Load beside(Collection<Load> loads) {
        return loads.stream().reduce(nothing(), Load::beside);
    }

    Load then(Load other) {
        return with(other, nanos + other.nanos);
    }

    private Load beside(Load other) {
        return with(other, Math.max(nanos, other.nanos));
    }

    private Load with(Load other, long time) {
        Map<Integer, Long> all = new TreeMap<>(statuses);
        other.statuses.forEach((status, count) -> all.merge(status, count, Long::sum));
        Histogram both = latency.copy();
        both.add(other.latency);
        return new Load(time, bytes + other.bytes, all, both);
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

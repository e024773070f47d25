package org.plankton.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.plankton.bench.Deployment.Measured;

/** Row i: more than there is room for. */
final class OverloadRow {
    /** More than may be read at once. */
    private static final int READERS = 2 * Deployment.CONNECTIONS;

    private static final int CROWD = 200;

    /** HEADs a second. */
    private static final int RATE = 200;

    private static final double MOST_SLOWER = 5;
    private static final double MOST_MILLIS = 2500;

    private final Parameters parameters;
    private final Deployment deployment;
    private final Request longList;
    private final LongFunction<Request> heads;

    /** @param deployment of {@link Catalogue#longList} */
    OverloadRow(Parameters parameters, Deployment deployment) {
        this.parameters = parameters;
        this.deployment = deployment;
        this.longList = Request.of("GET", "/images/detail", deployment.token(Catalogue.CALLER));
        List<String[]> others = deployment
                .catalogue()
                .query("SELECT id, owner FROM readable_image WHERE owner = '" + Catalogue.FEW + "'")
                .stream()
                .map(line -> line.split(" "))
                .toList();
        this.heads = HeadRow.heads(deployment, others, "");
    }

    Row measure() {
        Row row = new Row(
                "i",
                "overload: " + READERS + " readers of a list of "
                        + Row.count(deployment.catalogue().images()) + " images; " + CROWD + " of them at once",
                "others' `HEAD` without it",
                "others are answered, their p99 ≤ 5 times; 200, or 503 with `Retry-After`, within 2.5 s",
                0);
        heads(parameters.warmUp());
        AtomicInteger read = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Load calm = Load.together(List.of());
        List<Measured> rounds = new ArrayList<>();
        for (int round = 0; round < parameters.rounds(); round++) {
            calm = calm.then(heads(parameters.time()).withoutFailures());
            rounds.add(whileRead(read, refused));
        }
        Kind heads = new Kind(
                "HEAD",
                RATE,
                calm,
                Load.together(rounds.stream().map(Measured::load).toList()));
        Load busy = heads.among();
        row.latency = Row.both(busy.millis(50), busy.millis(99));
        row.throughput = Row.number(busy.requestsPerSecond()) + " /s";
        row.cpu = Row.number(Row.mean(rounds.stream().map(Measured::cpuMillis).toList()));
        row.heap(rounds.stream().mapToLong(Measured::peakHeap).max().orElse(0));
        row.notes.add(String.format(
                Locale.ROOT,
                "Others' `HEAD`, %d a second: p50 %s ms and p99 %s ms alone, %s and %s while one account reads"
                        + " (%d lists read to the end, %d refused, the others broken off in the end); failures: %d.",
                RATE,
                Row.number(calm.millis(50)),
                Row.number(calm.millis(99)),
                Row.number(busy.millis(50)),
                Row.number(busy.millis(99)),
                read.get(),
                refused.get(),
                busy.failures()));
        Crowd crowd = crowd();
        row.notes.add(crowd.text());
        row.measured = "p99 of others' `HEAD` is " + Row.number(heads.slower()) + " times what it is alone, "
                + Row.both(busy.millis(99), calm.millis(99))
                + " ms; crowd answered in " + Math.round(crowd.slowest) + " ms";
        row.verdict(busy.failures() == 0 && heads.slower() <= MOST_SLOWER && crowd.isWell());
        row.byTime = Row.number(heads.slower());
        return row;
    }

    private Load heads(Duration time) {
        return Load.open(deployment.address(), parameters.connections(), RATE, time, heads);
    }

    private Measured whileRead(AtomicInteger read, AtomicInteger refused) {
        AtomicBoolean ends = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        List<Line> lines = Stream.generate(() -> new Line(deployment.address()))
                .limit(READERS)
                .toList();
        try {
            for (Line line : lines) {
                readers.submit(() -> {
                    while (!ends.get()) {
                        (line.send(longList).status() == 200 ? read : refused).incrementAndGet();
                    }
                    return line;
                });
            }
            return deployment.measure(() -> heads(parameters.time()));
        } finally {
            ends.set(true);
            lines.forEach(Line::close);
            readers.shutdownNow();
        }
    }

    /**
     * How those were answered who came at once, and of whom each who was given a list held on to it until all were
     * answered.
     *
     * @param slowest milliseconds to an answer's first byte
     */
    private record Crowd(int served, int refused, int other, double slowest) {
        boolean isWell() {
            return other == 0 && slowest <= MOST_MILLIS;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%d connections ask for the long list at once and do not read on: %d times 200, %d times 503 with"
                            + " `Retry-After`, %d others; the slowest first byte after %.0f ms.",
                    CROWD,
                    served,
                    refused,
                    other,
                    slowest);
        }
    }

    private Crowd crowd() {
        CountDownLatch answered = new CountDownLatch(CROWD);
        ExecutorService clients = Executors.newFixedThreadPool(CROWD);
        try {
            List<Future<Line.Answer>> answers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < CROWD; i++) {
                answers.add(clients.submit(() -> {
                    try (Line line = new Line(deployment.address())) {
                        Line.Answer answer = line.send(longList, 1);
                        answered.countDown();
                        answered.await();
                        return answer;
                    } catch (IOException e) {
                        answered.countDown();
                        return new Line.Answer(0, 0, System.nanoTime(), false);
                    }
                }));
            }
            int served = 0;
            int refused = 0;
            double slowest = 0;
            for (Future<Line.Answer> each : answers) {
                Line.Answer answer = each.get();
                served += answer.status() == 200 ? 1 : 0;
                refused += answer.status() == 503 && answer.saysRetry() ? 1 : 0;
                slowest = Math.max(slowest, (answer.firstByte() - start) / 1e6);
            }
            return new Crowd(served, refused, CROWD - served - refused, slowest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException(e.getCause()));
        } finally {
            clients.shutdownNow();
        }
    }
}

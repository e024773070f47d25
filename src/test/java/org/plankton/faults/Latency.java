package org.plankton.faults;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** How long calls took, and how they were answered. Any number of threads may add to it. */
final class Latency {
    /** No answer, or not a whole one in time. */
    static final int NO_ANSWER = 0;

    /** 503 that does not say when to come again, which is no way to refuse. */
    static final int NO_RETRY_AFTER = -503;

    /** @param began by {@link System#nanoTime}; {@code took} is in nanoseconds */
    record Sample(long began, long took, int status) {}

    private final Collection<Sample> samples = new ConcurrentLinkedQueue<>();

    Latency() {}

    private Latency(Collection<Sample> samples) {
        this.samples.addAll(samples);
    }

    void add(long began, int status) {
        samples.add(new Sample(began, System.nanoTime() - began, status));
    }

    /** Of those calls alone that were under way at some time between. */
    Latency between(long from, long to) {
        return new Latency(samples.stream()
                .filter(sample -> sample.began < to && sample.began + sample.took > from)
                .toList());
    }

    /** Of those alone that were answered so. */
    Latency answered(int status) {
        return new Latency(
                samples.stream().filter(sample -> sample.status == status).toList());
    }

    /**
     * With those that would have been asked by then, had nobody who was kept waiting stopped to ask: a client that
     * hangs would else be one call among the thousands of before.
     */
    Latency atPace(Duration pace) {
        Latency all = new Latency(samples);
        for (Sample sample : samples) {
            for (long missed = pace.toNanos(); missed < sample.took; missed += pace.toNanos()) {
                all.samples.add(new Sample(sample.began + missed, sample.took - missed, sample.status));
            }
        }
        return all;
    }

    Latency with(Latency other) {
        Latency both = new Latency(samples);
        both.samples.addAll(other.samples);
        return both;
    }

    /** Milliseconds that so many of them did not exceed: 0.99 for the p99; 0 if there are none. */
    double p(double share) {
        List<Long> sorted = samples.stream().map(Sample::took).sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e6;
    }

    double longestSeconds() {
        return p(1) / 1e3;
    }

    /** The longest of what was left of each by then. */
    double longestSecondsAfter(long moment) {
        return samples.stream()
                        .mapToLong(sample -> sample.began + sample.took - Math.max(moment, sample.began))
                        .max()
                        .orElse(0)
                / 1e9;
    }

    /** Seconds from then to the first that had been answered so; 1e9 if none was. */
    double secondsToFirst(int status, long moment) {
        return samples.stream()
                        .filter(sample -> sample.status == status)
                        .mapToLong(sample -> sample.began + sample.took - moment)
                        .filter(after -> after >= 0)
                        .min()
                        .orElse(1_000_000_000_000_000_000L)
                / 1e9;
    }

    long count() {
        return samples.size();
    }

    /** How many were answered otherwise. */
    long countOtherThan(Integer... statuses) {
        List<Integer> expected = List.of(statuses);
        return samples.stream()
                .filter(sample -> !expected.contains(sample.status))
                .count();
    }

    private static String inWords(int status) {
        return switch (status) {
            case NO_ANSWER -> " unanswered";
            case NO_RETRY_AFTER -> " of 503 without Retry-After";
            default -> " of " + status;
        };
    }

    /** In words: {@code 93 of 200, 2 of 503}. */
    String statuses() {
        Map<Integer, Long> counts =
                samples.stream().collect(Collectors.groupingBy(Sample::status, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + inWords(count.getKey()))
                        .collect(Collectors.joining(", "));
    }
}

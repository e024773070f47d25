package org.plankton.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/** One thing that was measured, and whether it is what it is to be. What is empty has not been measured. */
final class Row {
    final String name;
    final String request;
    final String limit;
    final String reach;
    String measured = "";
    String verdict = "";

    /** The ratios to the limit, each to be told in a table. */
    String byCpu = "";

    String byTime = "";
    String throughput = "";
    String cpu = "";
    String latency = "";
    String heap = "";

    /** For the plot: the ratio, and what it is to be. */
    OptionalDouble bar = OptionalDouble.empty();

    final double mark;

    /** Sentences, one an item of the list below the table. */
    final List<String> notes = new ArrayList<>();

    /** Lines of a table of its own, below the list. */
    List<String> table = List.of();

    /**
     * @param name one letter, or a word of {@code bench.rows}
     * @param limit empty: none
     * @param reach empty: nothing
     * @param mark the ratio that is to be reached; 0: none
     */
    Row(String name, String request, String limit, String reach, double mark) {
        this.name = name;
        this.request = request;
        this.limit = limit;
        this.reach = reach;
        this.mark = mark;
    }

    void verdict(boolean isReached) {
        verdict = isReached ? "yes" : "no";
    }

    /** How much of its limit the service reaches, which is to be the mark at least. */
    void atLeast(Comparison comparison, double scatter) {
        judge(comparison, scatter, "throughput", ratio -> ratio >= mark);
    }

    /** How much more than its limit the service takes, which is to be the mark at most. */
    void atMost(Comparison comparison, double scatter) {
        judge(comparison, scatter, "time", ratio -> ratio <= mark);
    }

    /** Nothing is said of what scatters by both measures. */
    private void judge(Comparison comparison, double scatter, String measure, DoublePredicate isReached) {
        measured = comparison.text(scatter, measure);
        byCpu = comparison.cpu().brief(scatter);
        byTime = comparison.time().brief(scatter);
        verdict = "untold";
        comparison.judged(scatter).ifPresent(ratio -> {
            bar = OptionalDouble.of(ratio.median());
            verdict(isReached.test(ratio.median()));
        });
    }

    void heap(long bytes) {
        heap = number(bytes / 1048576.0);
    }

    /** To three digits that matter. */
    static String number(double value) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static String both(double service, double limit) {
        return number(service) + " / " + number(limit);
    }

    /** {@code 0.32 (0.31–0.35)}: the median, and the outermost. */
    static String spread(List<Double> values) {
        return number(Ratio.median(values)) + " (" + number(Collections.min(values)) + "–"
                + number(Collections.max(values)) + ")";
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    static String count(long images) {
        return images % 1_000_000 == 0
                ? images / 1_000_000 + " M"
                : images % 1000 == 0 ? images / 1000 + " k" : "" + images;
    }
}

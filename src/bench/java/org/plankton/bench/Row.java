package org.plankton.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** One thing that was measured, and whether it is what it is to be. What is empty has not been measured. */
final class Row {
    final String letter;
    final String request;
    final String limit;
    final String reach;
    String measured = "";
    String verdict = "";
    String throughput = "";
    String cpu = "";
    String latency = "";
    String heap = "";

    /** For the plot: the ratio, and what it is to be. */
    OptionalDouble bar = OptionalDouble.empty();

    final double mark;

    /** Sentences, one an item of the list below the table. */
    final List<String> notes = new ArrayList<>();

    /** @param mark the ratio that is to be reached; 0: none */
    Row(String letter, String request, String limit, String reach, double mark) {
        this.letter = letter;
        this.request = request;
        this.limit = limit;
        this.reach = reach;
        this.mark = mark;
    }

    void verdict(boolean isReached) {
        verdict = isReached ? "yes" : "no";
    }

    /** The service's ratio to its limit, which is to be at least that; nothing is said of one that scatters. */
    void atLeast(Ratio ratio, double scatter) {
        measured = ratio.text(scatter);
        if (ratio.isTrusted(scatter)) {
            bar = OptionalDouble.of(ratio.median());
            verdict(ratio.median() >= mark);
        } else {
            verdict = "untold";
        }
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

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    static String count(long images) {
        return images % 1_000_000 == 0
                ? images / 1_000_000 + " M"
                : images % 1000 == 0 ? images / 1000 + " k" : "" + images;
    }
}

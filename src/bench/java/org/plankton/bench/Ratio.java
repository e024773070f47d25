package org.plankton.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How two things compare that were measured in turn: A B A B …, each A against the B that came next, so that what slows
 * a machine for a while slows both.
 *
 * @param pairs A divided by B, in the order of measurement; at least one
 */
record Ratio(List<Double> pairs) {
    Ratio {
        pairs = List.copyOf(pairs);
    }

    /** @param others as many, each measured after the one of {@code figures} that has its place */
    static Ratio of(List<Double> figures, List<Double> others) {
        List<Double> pairs = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            pairs.add(figures.get(i) / others.get(i));
        }
        return new Ratio(pairs);
    }

    double median() {
        return median(pairs);
    }

    /** Of an even number of figures, the mean of the two in the middle. */
    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return Collections.min(pairs);
    }

    double max() {
        return Collections.max(pairs);
    }

    /** How far the pairs lie apart, as a part of their median. */
    double scatter() {
        return (max() - min()) / median();
    }

    /** Whether the pairs agree well enough for their median to mean something. */
    boolean isTrusted(double mostScatter) {
        return scatter() <= mostScatter;
    }

    /** {@code 0.81}, for a table. */
    String brief(double mostScatter) {
        return isTrusted(mostScatter) ? String.format(Locale.ROOT, "%.2f", median()) : "scatters";
    }

    /** {@code 0.81 (0.79–0.84)}; of pairs that disagree only how far they do. */
    String text(double mostScatter) {
        return isTrusted(mostScatter)
                ? String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median(), min(), max())
                : String.format(Locale.ROOT, "scatters: %.2f–%.2f", min(), max());
    }
}

package org.plankton.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long one kind of request takes, by itself and among the others.
 *
 * @param rate requests of it a second, both times
 */
record Kind(String name, double rate, Load alone, Load among) {
    /** How much longer the slowest of a hundred take among the others. */
    double slower() {
        return among.millis(99) / alone.millis(99);
    }

    static Kind slowed(List<Kind> kinds) {
        return kinds.stream().max(Comparator.comparingDouble(Kind::slower)).orElseThrow();
    }

    /** Lines of one. */
    static List<String> table(List<Kind> kinds) {
        List<String> lines = new ArrayList<>();
        lines.add(Report.line("kind", "a second", "alone: p50 / p99 ms", "among the others", "p99, times"));
        lines.add(Report.line("---", "---", "---", "---", "---"));
        for (Kind kind : kinds) {
            lines.add(Report.line(
                    kind.name,
                    Row.number(kind.rate),
                    Row.both(kind.alone.millis(50), kind.alone.millis(99)),
                    Row.both(kind.among.millis(50), kind.among.millis(99)),
                    Row.number(kind.slower())));
        }
        return lines;
    }
}

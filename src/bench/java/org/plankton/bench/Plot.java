package org.plankton.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The ratios as bars, each with a line where it is to reach; and the times of pages over the size of the catalogue. */
final class Plot {
    private static final int WIDTH = 760;
    private static final int LEFT = 120;
    private static final int BAR = 26;
    private static final int ROOM = 220;

    private final List<Row> rows;
    private final Map<String, SortedMap<Integer, Double>> times;
    private final StringBuilder svg = new StringBuilder();

    /** @param times milliseconds by size of the catalogue, by letter of the row */
    Plot(List<Row> rows, Map<String, SortedMap<Integer, Double>> times) {
        this.rows = rows.stream().filter(row -> row.bar.isPresent()).toList();
        this.times = times;
    }

    String svg() {
        int below = 70 + rows.size() * BAR;
        draw(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, below + (times.isEmpty() ? 0 : ROOM + 80));
        bars();
        if (!times.isEmpty()) {
            lines(below + 30);
        }
        return svg.append("</svg>\n").toString();
    }

    private void bars() {
        text(LEFT, 24, "start", "Ratio to the limit; the line is what is to be reached (b, c: not to be passed)");
        double most = rows.stream()
                .mapToDouble(row -> Math.max(row.bar.getAsDouble(), row.mark))
                .max()
                .orElse(1);
        double scale = (WIDTH - LEFT - 80) / most;
        int y = 40;
        for (Row row : rows) {
            double value = row.bar.getAsDouble();
            String colour = row.verdict.equals("yes") ? "#3a7d44" : row.verdict.equals("no") ? "#b5443c" : "#888";
            text(LEFT - 12, y + 15, "end", row.name);
            draw(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>%n",
                    LEFT, y, value * scale, colour);
            draw("<path d=\"M%.1f %dv22\" stroke=\"#000\" stroke-width=\"2\"/>%n", LEFT + row.mark * scale, y - 2);
            text(LEFT + Math.max(value, row.mark) * scale + 8, y + 15, "start", Row.number(value));
            y += BAR;
        }
    }

    private void lines(int top) {
        double most = times.values().stream()
                .flatMap(line -> line.values().stream())
                .max(Double::compare)
                .orElse(1.0);
        int last = times.values().stream().mapToInt(SortedMap::lastKey).max().orElse(1);
        int first = times.values().stream().mapToInt(SortedMap::firstKey).min().orElse(1);
        text(
                LEFT,
                top,
                "start",
                "Time of a page of at most 50, ms, over images in the catalogue (median of all requests)");
        draw("<path d=\"M%d %dv%dh%d\" fill=\"none\" stroke=\"#000\"/>%n", LEFT, top + 14, ROOM, WIDTH - LEFT - 80);
        text(LEFT - 8, top + 24, "end", Row.number(most));
        text(LEFT - 8, top + ROOM + 14, "end", "0");
        String[] colours = {"#2b5f9e", "#c77f1a"};
        for (Map.Entry<String, SortedMap<Integer, Double>> line : times.entrySet()) {
            String colour = colours[line.getKey().equals("b") ? 0 : 1];
            StringBuilder path = new StringBuilder();
            double x = 0;
            double y = 0;
            for (Map.Entry<Integer, Double> point : line.getValue().entrySet()) {
                double along =
                        first == last ? 0 : Math.log((double) point.getKey() / first) / Math.log((double) last / first);
                x = LEFT + 20 + along * (WIDTH - LEFT - 130);
                y = top + 14 + ROOM - point.getValue() / most * (ROOM - 10);
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
                draw("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n", x, y, colour);
                text(x, top + ROOM + 32, "middle", Row.count(point.getKey()));
            }
            draw("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour);
            text(x + 10, y + 5, "start", line.getKey());
        }
    }

    private void text(double x, double y, String anchor, String text) {
        draw("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
    }

    private void draw(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}

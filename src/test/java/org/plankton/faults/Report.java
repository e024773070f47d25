package org.plankton.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what was found into the tables of {@code docs/reliability.md}: as what is so now, or as what was so before.
 * What was not measured this time stays as it is there; so does the other column.
 */
final class Report {
    private static final String BEGIN = "<!-- Written by .ci/faults -w: begin -->";
    private static final String END = "<!-- Written by .ci/faults -w: end -->";
    private static final int COLUMNS = 120;
    private static final List<String> CONTAINERS =
            List.of(new TomcatContainer(Path.of(""), Path.of(""), 0).name(), new JettyContainer().name());

    private final boolean isNow;
    private final List<Result> results;
    private final Map<Key, Cells> page;

    private record Key(String row, String container, String figure) {}

    private record Cells(String owed, String before, String now) {
        static final Cells NONE = new Cells("", "", "");
    }

    private Report(boolean isNow, List<Result> results, Map<Key, Cells> page) {
        this.isNow = isNow;
        this.results = results;
        this.page = page;
    }

    /** @param arguments the results; the page; {@code now} or {@code before} */
    public static void main(String[] arguments) throws IOException {
        boolean isNow = switch (arguments[2]) {
            case "now" -> true;
            case "before" -> false;
            default -> throw new IllegalArgumentException(arguments[2] + " is neither now nor before");
        };
        Path file = Path.of(arguments[1]);
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IOException(file + " has no place for figures");
        }
        Report report = new Report(isNow, Result.read(Path.of(arguments[0])), table(text.substring(begin, end)));
        Files.writeString(file, text.substring(0, begin) + "\n" + report.text() + text.substring(end));
    }

    private static Map<Key, Cells> table(String text) {
        Map<Key, Cells> table = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            String[] cells = line.split(" ?\\| ?", -1);
            if (cells.length == 8) {
                table.put(new Key(cells[1], cells[2], cells[3]), new Cells(cells[4], cells[5], cells[6]));
            }
        }
        return table;
    }

    private String text() {
        List<String> lines = new ArrayList<>();
        for (Row row : Rows.ALL) {
            lines.add("");
            wrap("- **" + row.name() + "**: " + row.stimulus() + ". *Owed*: " + row.owed() + ".", lines);
        }
        lines.add("");
        lines.add("| Row | In | Figure | Owed | Before | Now |");
        lines.add("|---|---|---|---|---|---|");
        Rows.ALL.forEach(row -> CONTAINERS.forEach(container -> lines.addAll(figures(row.name(), container))));
        lines.add("");
        return String.join("\n", lines);
    }

    private List<String> figures(String row, String container) {
        List<Result> measured = results.stream()
                .filter(result -> result.row().equals(row) && result.container().equals(container))
                .filter(result -> !result.figure().owed().isEmpty())
                .toList();
        if (measured.isEmpty()) {
            return page.entrySet().stream()
                    .filter(entry -> entry.getKey().row().equals(row)
                            && entry.getKey().container().equals(container))
                    .map(entry -> line(entry.getKey(), entry.getValue()))
                    .toList();
        }
        return measured.stream().map(this::line).toList();
    }

    private String line(Result result) {
        Figure figure = result.figure();
        Key key = new Key(result.row(), result.container(), figure.name());
        Cells old = page.getOrDefault(key, Cells.NONE);
        String cell = figure.isKept() ? figure.measured() : "**" + figure.measured() + "**";
        return line(key, new Cells(figure.owed(), isNow ? old.before() : cell, isNow ? cell : old.now()));
    }

    private static String line(Key key, Cells cells) {
        return begin(key.row(), key.container(), key.figure())
                + String.join(" | ", cells.owed(), cells.before(), cells.now()) + " |";
    }

    /** Of the figure's line of the table. */
    static String begin(String row, String container, String figure) {
        return "| " + String.join(" | ", row, container, figure) + " | ";
    }

    private static void wrap(String text, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() + 1 > COLUMNS) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(' ');
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}

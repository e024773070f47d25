package org.plankton.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.jetty.server.Server;
import org.plankton.development.EmbeddedMariaDb;

/** Tells what was measured, on standard output and in {@code results.md} and {@code results.svg}. */
final class Report {
    private static final int COLUMNS = 120;

    private final Parameters parameters;
    private final List<Row> rows;
    private final Map<String, SortedMap<Integer, Double>> times;
    private final String machine;

    /** @param times milliseconds by size of the catalogue, by letter of the row */
    Report(Parameters parameters, List<Row> rows, Map<String, SortedMap<Integer, Double>> times, String machine) {
        this.parameters = parameters;
        this.rows = rows.stream().sorted(Comparator.comparing(Report::place)).toList();
        this.times = times;
        this.machine = machine;
    }

    /** Letters come first; then the dialects, each one's rows as they were measured. */
    private static String place(Row row) {
        return row.name.length() == 1 ? row.name : "~" + row.name.split("\\.")[0];
    }

    /** What was measured on, and what was run there. */
    static String machine(EmbeddedMariaDb server) {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            row.next();
            return Runtime.getRuntime().availableProcessors() + " cores and "
                    + Math.round(memory / (double) (1 << 30)) + " GiB for client, service and database together; Java "
                    + Runtime.version() + ", Jetty " + Server.getVersion() + ", MariaDB " + row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void write() throws IOException {
        String text = text();
        System.out.println();
        System.out.println(text);
        Path folder = Files.createDirectories(parameters.report());
        Files.writeString(folder.resolve("results.md"), text);
        Files.writeString(folder.resolve("results.svg"), new Plot(rows, times).svg());
    }

    String text() {
        StringBuilder text = new StringBuilder("# What was measured\n\n");
        text.append(wrapped(
                "",
                "On " + LocalDate.now(ZoneOffset.UTC) + ", on " + machine + ". With `" + parameters
                        + "`. How this is made and read: [README.md](README.md)."));
        text.append("\n![Ratios, and times over the size of the catalogue](results.svg)\n\n");
        text.append(line("#", "reached", "by CPU", "by time", "throughput", "CPU ms", "p50 / p99 ms", "heap MiB"))
                .append(line(Collections.nCopies(8, "---").toArray(String[]::new)));
        for (Row row : rows) {
            text.append(
                    line(row.name, row.verdict, row.byCpu, row.byTime, row.throughput, row.cpu, row.latency, row.heap));
        }
        text.append('\n')
                .append(wrapped(
                        "",
                        "By CPU and by time (or throughput) is the ratio to the limit. CPU is a request's, the heap's"
                                + " is its peak. Where there are two figures of throughput or CPU, the second is the"
                                + " limit's."));
        for (Row row : rows) {
            text.append("\n## Row ").append(row.name).append("\n\n");
            text.append(wrapped("- ", "Request: " + row.request));
            if (!row.limit.isEmpty()) {
                text.append(wrapped("- ", "Held against: " + row.limit));
            }
            if (!row.reach.isEmpty()) {
                text.append(wrapped("- ", "To reach: " + row.reach));
            }
            text.append(wrapped("- ", "Measured: " + row.measured));
            row.notes.forEach(note -> text.append(wrapped("- ", note)));
            if (!row.table.isEmpty()) {
                text.append('\n');
                row.table.forEach(text::append);
            }
        }
        return text.toString();
    }

    /** Of a table. */
    static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Lines of at most 120 columns, unless a word is longer; those after the first one stand below its text. */
    static String wrapped(String first, String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        for (String word : text.split(" ")) {
            if (line.length() > first.length()) {
                if (line.length() + 1 + word.length() > COLUMNS) {
                    lines.append(line).append('\n');
                    line.setLength(0);
                    line.append(" ".repeat(first.length()));
                } else {
                    line.append(' ');
                }
            }
            line.append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}

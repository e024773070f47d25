package org.plankton.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Measures rows in one container: {@code .ci/faults}.
 *
 * <p>Prints what it finds, adds it to the results, and ends with 0 if all that is owed is kept.
 */
final class Suite {
    /** Milliseconds. */
    private static final double NOISE = 10;

    private static final Duration QUIET = Duration.ofSeconds(3);

    /** Longer than a slow body may take, with what is the machine's. */
    private static final Duration ATTACK = Duration.ofSeconds(12);

    private final Testbed bed;
    private final Path results;

    private Suite(Testbed bed, Path results) {
        this.bed = bed;
        this.results = results;
    }

    /**
     * @param arguments a folder, which is made anew; the file of results; the rows, as {@link Rows#named} takes them; a
     *     seed; the seconds that there are; {@code usual} or {@code whole}, for how much of it; and for Tomcat its
     *     home, its base and its port
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        List<Row> rows = Rows.named(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        Instant end = Instant.now().plusSeconds(Long.parseLong(arguments[4]));
        Pace.Extent extent = Pace.Extent.valueOf(arguments[5].toUpperCase(Locale.ROOT));
        Pace pace = new Pace(QUIET, ATTACK, extent, end);
        Container container = arguments.length > 6
                ? new TomcatContainer(Path.of(arguments[6]), Path.of(arguments[7]), Integer.parseInt(arguments[8]))
                : new JettyContainer();
        Files.createDirectories(folder);
        boolean isKept = true;
        try (Testbed bed = new Testbed(container, folder, seed, pace)) {
            Suite suite = new Suite(bed, Path.of(arguments[1]));
            for (Row row : rows) {
                isKept &= suite.measure(row);
            }
        }
        System.exit(isKept ? 0 : 1); // threads of clients are still there
    }

    /** Whether what is owed is kept. */
    private boolean measure(Row row) throws IOException {
        System.out.printf("%n-- %s, in %s: %s%n", row.name(), bed.container().name(), row.stimulus());
        Finding finding = new Finding(NOISE);
        long start = System.nanoTime();
        try {
            bed.measure(row, finding);
        } catch (Exception e) { // the others may still be had
            e.printStackTrace();
            finding.is("measured", "wholly", e.getMessage(), false);
        }
        for (Figure figure : finding.figures()) {
            System.out.printf(
                    "   %s %s: %s%s%n",
                    figure.isKept() ? "    " : "NOT ",
                    figure.name(),
                    figure.measured(),
                    figure.owed().isEmpty() ? "" : "  (owed: " + figure.owed() + ")");
        }
        System.out.printf(Locale.ROOT, "   in %.0f s%n", (System.nanoTime() - start) / 1e9);
        Result.append(
                results,
                finding.figures().stream()
                        .map(figure -> new Result(row.name(), bed.container().name(), figure))
                        .toList());
        return finding.isKept();
    }
}

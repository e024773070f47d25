package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void aLineEndsBeforeItIsTooLong() {
        String word = "x".repeat(38);

        assertThat(Report.wrapped("- ", word + " " + word + " " + word + "xx and more"))
                .isEqualTo("- " + word + " " + word + " " + word + "xx\n  and more\n");
        assertThat(Report.wrapped("- ", word + " " + word + " " + word + "xxx and more"))
                .isEqualTo("- " + word + " " + word + "\n  " + word + "xxx and more\n");
    }

    @Test
    void lettersComeFirstAndDialectsAreTogether() {
        List<Row> rows = Stream.of("h", "synnefo.head", "glance.page", "a", "synnefo.detail", "glance.list")
                .map(name -> new Row(name, "something", "", "", 0))
                .toList();

        assertThat(text(rows).lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## Row a",
                        "## Row h",
                        "## Row glance.page",
                        "## Row glance.list",
                        "## Row synnefo.head",
                        "## Row synnefo.detail");
    }

    @Test
    void bothRatiosStandInTheTable() {
        Row row = new Row("f", "something", "something else", "≥ 0.6 by CPU", 0.6);
        row.atLeast(new Comparison(new Ratio(List.of(0.4, 0.9)), new Ratio(List.of(0.65, 0.67))), 0.25);
        row.throughput = "526 / 561 /s";
        row.cpu = "2.93 / 1.97";
        row.latency = "13.9 / 36.9";
        row.heap = "290";

        assertThat(text(List.of(row)))
                .contains("| f | yes | scatters | 0.66 | 526 / 561 /s | 2.93 / 1.97 | 13.9 / 36.9 | 290 |\n")
                .contains("- To reach: ≥ 0.6 by CPU\n");
    }

    @Test
    void aTableOfItsOwnStandsBelowWhatIsSaidOfARow() {
        Row row = new Row("h", "something", "", "", 0);
        row.notes.add("Said of it.");
        row.table = List.of(Report.line("kind", "p99"), Report.line("---", "---"), Report.line("HEAD", "2.00"));

        assertThat(text(List.of(row))).endsWith("- Said of it.\n\n| kind | p99 |\n| --- | --- |\n| HEAD | 2.00 |\n");
    }

    private static String text(List<Row> rows) {
        return new Report(ParametersTest.asking("a"), rows, new TreeMap<>(), "a machine").text();
    }

    @Test
    void aWordThatIsTooLongHasItsLineForItself() {
        String word = "x".repeat(130);

        assertThat(Report.wrapped("", "a " + word + " b")).isEqualTo("a\n" + word + "\nb\n");
    }
}

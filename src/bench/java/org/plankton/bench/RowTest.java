package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final Ratio SCATTERED = new Ratio(List.of(0.4, 0.9));

    @Test
    void howManyImagesThereAreIsToldShortly() {
        assertThat(Row.count(1_200)).isEqualTo("1200");
        assertThat(Row.count(20_000)).isEqualTo("20 k");
        assertThat(Row.count(1_500_000)).isEqualTo("1500 k");
        assertThat(Row.count(10_000_000)).isEqualTo("10 M");
    }

    @Test
    void whatIsReachedIsToldByBothMeasuresAndJudgedByCpu() {
        Row row = new Row("a", "", "", "", 0.65);
        row.atLeast(new Comparison(new Ratio(List.of(0.7, 0.71)), new Ratio(List.of(0.5, 0.51))), 0.25);

        assertThat(row.verdict).isEqualTo("yes");
        assertThat(row.byCpu).isEqualTo("0.71");
        assertThat(row.byTime).isEqualTo("0.51");
        assertThat(row.measured).isEqualTo("by CPU 0.71 (0.70–0.71), by throughput 0.51 (0.50–0.51)");
    }

    @Test
    void nothingIsToldOfWhatScattersByBothMeasures() {
        Row row = new Row("b", "", "", "", 1.5);
        row.atMost(new Comparison(SCATTERED, SCATTERED), 0.25);

        assertThat(row.verdict).isEqualTo("untold");
        assertThat(row.byCpu).isEqualTo("scatters");
        assertThat(row.bar).isEmpty();
    }

    @Test
    void whatMustNotBePassedIsJudgedTheOtherWayRound() {
        Row row = new Row("b", "", "", "", 1.5);
        row.atMost(new Comparison(SCATTERED, new Ratio(List.of(1.6, 1.7))), 0.25);

        assertThat(row.verdict).isEqualTo("no");
    }
}

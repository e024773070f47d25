package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class KindTest {
    private static final Kind HEAD = new Kind("HEAD", 900, load(500, 2_000), load(600, 5_000));
    private static final Kind PAGE = new Kind("page", 60.5, load(4_000, 10_000), load(5_000, 15_000));

    @Test
    void eachKindIsHeldAgainstItself() {
        assertThat(HEAD.slower()).isEqualTo(2.5);
        assertThat(PAGE.slower()).isEqualTo(1.5);
    }

    @Test
    void theOneThatSuffersMostIsNotTheSlowest() {
        assertThat(Kind.slowed(List.of(PAGE, HEAD))).isEqualTo(HEAD);
    }

    @Test
    void aTableTellsAllOfThem() {
        assertThat(Kind.table(List.of(HEAD, PAGE)))
                .containsExactly(
                        "| kind | a second | alone: p50 / p99 ms | among the others | p99, times |\n",
                        "| --- | --- | --- | --- | --- |\n",
                        "| HEAD | 900 | 0.500 / 2.00 | 0.600 / 5.00 | 2.50 |\n",
                        "| page | 60.5 | 4.00 / 10.0 | 5.00 / 15.0 | 1.50 |\n");
    }

    /** A hundred requests, two of them slow. */
    private static Load load(int micros, int slowMicros) {
        Histogram latency = new Histogram(5);
        latency.recordValueWithCount(micros, 98);
        latency.recordValueWithCount(slowMicros, 2);
        return new Load(1_000_000_000L, 0, Map.of(200, 100L), latency);
    }
}

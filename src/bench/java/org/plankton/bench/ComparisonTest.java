package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Ratio STEADY = new Ratio(List.of(0.79, 0.81, 0.8));
    private static final Ratio STEADY_TOO = new Ratio(List.of(0.6, 0.59, 0.61));
    private static final Ratio SCATTERED = new Ratio(List.of(0.4, 0.9, 0.7));

    @Test
    void theRatioByCpuIsJudged() {
        assertThat(new Comparison(STEADY, STEADY_TOO).judged(0.25)).contains(STEADY);
    }

    @Test
    void theRatioByTimeIsJudgedWhereTheOneByCpuScatters() {
        assertThat(new Comparison(SCATTERED, STEADY_TOO).judged(0.25)).contains(STEADY_TOO);
    }

    @Test
    void nothingIsJudgedOnlyWhereBothScatter() {
        assertThat(new Comparison(STEADY, SCATTERED).judged(0.25)).contains(STEADY);
        assertThat(new Comparison(SCATTERED, SCATTERED).judged(0.25)).isEmpty();
    }

    @Test
    void processorTimeTooShortToBeCountedIsRefused() {
        Ratio uncounted = Ratio.of(List.of(0.0, 0.0), List.of(0.0, 0.0));

        assertThat(new Comparison(uncounted, STEADY).judged(0.25)).contains(STEADY);
    }

    @Test
    void bothAreTold() {
        assertThat(new Comparison(SCATTERED, STEADY_TOO).text(0.25, "throughput"))
                .isEqualTo("by CPU scatters: 0.40–0.90, by throughput 0.60 (0.59–0.61)");
    }
}

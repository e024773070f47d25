package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void eachMeasurementIsComparedWithTheOneAfterIt() {
        Ratio ratio = Ratio.of(List.of(8.0, 6.0, 4.0), List.of(10.0, 10.0, 8.0));

        assertThat(ratio.pairs()).containsExactly(0.8, 0.6, 0.5);
    }

    @Test
    void theMedianIsToldWithTheOutermost() {
        Ratio ratio = new Ratio(List.of(0.84, 0.79, 0.81));

        assertThat(ratio.median()).isEqualTo(0.81);
        assertThat(ratio.scatter()).isEqualTo(0.05 / 0.81, within(1e-9));
        assertThat(ratio.text(0.25)).isEqualTo("0.81 (0.79–0.84)");
        assertThat(ratio.brief(0.25)).isEqualTo("0.81");
    }

    @Test
    void ofTwoPairsTheMeanIsTheMedian() {
        assertThat(new Ratio(List.of(0.5, 0.7)).median()).isEqualTo(0.6, within(1e-9));
    }

    @Test
    void noRatioIsToldOfPairsThatDisagree() {
        Ratio ratio = new Ratio(List.of(0.61, 0.93, 0.8));

        assertThat(ratio.isTrusted(0.25)).isFalse();
        assertThat(ratio.text(0.25)).isEqualTo("scatters: 0.61–0.93");
        assertThat(ratio.brief(0.25)).isEqualTo("scatters");
    }

    @Test
    void howMuchTheyMayDisagreeCanBeSaid() {
        assertThat(new Ratio(List.of(0.61, 0.93, 0.8)).isTrusted(0.5)).isTrue();
    }
}

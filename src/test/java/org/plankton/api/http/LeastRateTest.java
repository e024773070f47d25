package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeastRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LeastRate.Meter meter = new LeastRate(1000).new Meter();

    @Test
    void isAnAverageOverTenSecondsOfWaiting() {
        for (int i = 0; i < 9; i++) {
            assertThat(meter.isTooSlow(0, SECOND)).isFalse();
        }
        assertThat(meter.isTooSlow(10_000, SECOND)).as("all at the end").isFalse();
    }

    @Test
    void whoIsSlowerIsTooSlow() {
        for (int i = 0; i < 9; i++) {
            assertThat(meter.isTooSlow(999, SECOND)).isFalse();
        }
        assertThat(meter.isTooSlow(999, SECOND)).isTrue();
    }

    @Test
    void whatCameBeforeDoesNotCount() {
        assertThat(meter.isTooSlow(1_000_000_000, 10 * SECOND)).isFalse();
        assertThat(meter.isTooSlow(1, 9 * SECOND)).isFalse();
        assertThat(meter.isTooSlow(1, 2 * SECOND)).isTrue();
    }

    @Test
    void whoIsNeverWaitedForIsNeverTooSlow() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(meter.isTooSlow(1, 0)).isFalse();
        }
    }

    @Test
    void noRateIsAnyRate() {
        assertThat(LeastRate.ANY.new Meter().isTooSlow(0, 1000 * SECOND)).isFalse();
    }
}

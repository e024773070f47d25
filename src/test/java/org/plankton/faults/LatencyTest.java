package org.plankton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long SECOND = 1_000_000_000;

    private final long now = System.nanoTime();
    private final Latency latency = new Latency();

    /** One that began so many seconds ago, and has just ended. */
    private void add(int seconds, int status) {
        latency.add(now - seconds * SECOND, status);
    }

    @Test
    void tellsWhatMostOfThemTook() {
        for (int i = 1; i <= 100; i++) {
            add(i, 200);
        }

        assertThat(latency.p(0.5)).isCloseTo(50_000, within(1_000.0));
        assertThat(latency.p(0.99)).isCloseTo(99_000, within(1_000.0));
        assertThat(latency.longestSeconds()).isCloseTo(100, within(1.0));
    }

    @Test
    void countsWhatWasUnderWayAtSomeTimeBetween() {
        add(10, 200);
        add(1, 503);

        assertThat(latency.between(now - 5 * SECOND, now - 3 * SECOND).statuses())
                .isEqualTo("1 of 200");
        assertThat(latency.between(now - SECOND / 2, now).count()).isEqualTo(2);
        assertThat(latency.between(now - 20 * SECOND, now - 15 * SECOND).count())
                .isZero();
    }

    @Test
    void countsWhatWasNotAskedMeanwhileAtThatPace() {
        for (int i = 0; i < 990; i++) {
            add(0, 200);
        }
        add(100, 200);

        assertThat(latency.p(0.99)).isLessThan(1_000);
        assertThat(latency.atPace(Duration.ofSeconds(1)).p(0.99)).isGreaterThan(80_000);
    }

    @Test
    void takesTimesFromWhenTroubleBegan() {
        add(10, 503);

        assertThat(latency.longestSecondsAfter(now - 4 * SECOND)).isCloseTo(4, within(1.0));
        assertThat(latency.secondsToFirst(503, now - 4 * SECOND)).isCloseTo(4, within(1.0));
        assertThat(latency.secondsToFirst(200, now)).isGreaterThan(1e6);
    }

    @Test
    void tellsOfAnswersAndOfNone() {
        add(1, 200);
        add(1, 503);
        add(1, Latency.NO_ANSWER);
        add(1, Latency.NO_RETRY_AFTER);

        assertThat(latency.statuses()).isEqualTo("1 of 503 without Retry-After, 1 unanswered, 1 of 200, 1 of 503");
        assertThat(latency.countOtherThan(200)).isEqualTo(3);
        assertThat(latency.countOtherThan(200, 503)).isEqualTo(2);
        assertThat(latency.answered(503).count()).isEqualTo(1);
        assertThat(new Latency().p(0.99)).isZero();
    }
}

package org.plankton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void whatCameOneAfterTheOtherTookTheTimeOfBoth() {
        Load both = Load.together(List.of(load(2, 200, 500), load(3, 200, 1500)));

        assertThat(both.requests()).isEqualTo(2);
        assertThat(both.requestsPerSecond()).isEqualTo(0.4);
        assertThat(both.millis(99)).isEqualTo(1.5);
    }

    @Test
    void whatCameAtTheSameTimeTookTheLonger() {
        assertThat(Load.beside(List.of(load(2, 200, 500), load(4, 200, 1500))).requestsPerSecond())
                .isEqualTo(0.5);
    }

    @Test
    void whatIsNotAsAskedIsAFailure() {
        assertThat(load(1, 201, 1).failures()).isZero();
        assertThat(load(1, 503, 1).failures()).isEqualTo(1);
        assertThat(Load.together(List.of(load(1, 0, 1), load(1, 200, 1))).failures())
                .isEqualTo(1);
    }

    private static Load load(int seconds, int status, int micros) {
        Histogram latency = new Histogram(3);
        latency.recordValue(micros);
        return new Load(seconds * 1_000_000_000L, 0, Map.of(status, 1L), latency);
    }
}

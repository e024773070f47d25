package org.plankton.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plankton.health.PartyHealth.State;
import org.plankton.testing.MovableClock;

class HealthRecordTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LATENCY = Duration.ofMillis(7);

    private final MovableClock clock = new MovableClock(START);
    private final HealthRecord record = new HealthRecord(clock);

    private PartyHealth afterAMinute(boolean isUp) {
        clock.move(MINUTE);
        record.note(isUp, LATENCY);
        return record.latest();
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(record.latest()).isEqualTo(new PartyHealth(State.UNKNOWN, START, START, Optional.empty()));
    }

    @Test
    void aStateLastsFromWhenItWasFirstFoundUntilAnotherIs() {
        Instant first = START.plus(MINUTE);
        Instant second = first.plus(MINUTE);
        Instant third = second.plus(MINUTE);
        Instant fourth = third.plus(MINUTE);

        assertThat(afterAMinute(true)).isEqualTo(new PartyHealth(State.UP, first, first, Optional.of(LATENCY)));
        assertThat(afterAMinute(true)).isEqualTo(new PartyHealth(State.UP, first, second, Optional.of(LATENCY)));
        assertThat(afterAMinute(false)).isEqualTo(new PartyHealth(State.DOWN, third, third, Optional.of(LATENCY)));
        assertThat(afterAMinute(true)).isEqualTo(new PartyHealth(State.UP, fourth, fourth, Optional.of(LATENCY)));
    }
}

package org.plankton.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.plankton.health.PartyHealth.State;

/** Keeps how one party is, and since when. One thread notes; any may look. */
public final class HealthRecord {
    private final Clock clock;
    private volatile PartyHealth latest;

    public HealthRecord(Clock clock) {
        this.clock = clock;
        Instant now = clock.instant();
        this.latest = new PartyHealth(State.UNKNOWN, now, now, Optional.empty());
    }

    /**
     * A question has come to its end.
     *
     * @param latency how long it took
     */
    public void note(boolean isUp, Duration latency) {
        State state = isUp ? State.UP : State.DOWN;
        Instant now = clock.instant();
        Instant since = state == latest.state() ? latest.since() : now;
        latest = new PartyHealth(state, since, now, Optional.of(latency));
    }

    public PartyHealth latest() {
        return latest;
    }
}

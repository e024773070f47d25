package org.plankton.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a party outside is, as was last found out.
 *
 * @param since when it was found so for the first time
 * @param at when it was found so for the last time
 * @param latency how long that question took, be it until it was given up; empty if none has come to its end
 */
public record PartyHealth(State state, Instant since, Instant at, Optional<Duration> latency) {
    /** Whether it answers. */
    public enum State {
        UP,
        DOWN,
        /** No question has come to its end. */
        UNKNOWN
    }
}

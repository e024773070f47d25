package org.plankton.identity;

import java.time.Duration;

/**
 * The time that several exchanges may take together.
 *
 * @param end when it is over, by {@link System#nanoTime}
 */
record Budget(long end) {
    static Budget of(Duration time) {
        return new Budget(System.nanoTime() + time.toNanos());
    }

    /** Half of what is left. */
    Budget half() {
        return of(left().dividedBy(2));
    }

    /** Not less than nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}

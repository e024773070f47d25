package org.plankton.identity;

import java.time.Duration;

/**
 * When several exchanges together must be over.
 *
 * @param end by {@link System#nanoTime}
 */
record Deadline(long end) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Half way from now. */
    Deadline half() {
        return in(left().dividedBy(2));
    }

    /** Not less than nothing. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}

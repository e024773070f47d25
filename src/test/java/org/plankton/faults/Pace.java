package org.plankton.faults;

import java.time.Duration;
import java.time.Instant;

/**
 * How much is done, and for how long.
 *
 * @param quiet how long others are watched without the fault
 * @param attack how long they are with it
 * @param end when what goes on as long as there is time comes to its end
 */
record Pace(Duration quiet, Duration attack, Extent extent, Instant end) {
    enum Extent {
        /** Only a little, and not whether something comes to its end. */
        SHORT(0),
        /** Of what is done in many ways, some that the seed chooses. */
        USUAL(50),
        /** Everything, as long as there is time. */
        WHOLE(200);

        final int kills;

        Extent(int kills) {
            this.kills = kills;
        }
    }

    boolean isShort() {
        return extent == Extent.SHORT;
    }

    boolean isWhole() {
        return extent == Extent.WHOLE;
    }

    boolean isOver() {
        return Instant.now().isAfter(end);
    }

    void quietly() throws InterruptedException {
        Thread.sleep(quiet.toMillis());
    }

    void underAttack() throws InterruptedException {
        Thread.sleep(attack.toMillis());
    }
}

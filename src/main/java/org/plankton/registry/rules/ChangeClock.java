package org.plankton.registry.rules;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.plankton.registry.image.Image;

/** When images change: each change of one is later than the one before, whatever the clock says. */
public record ChangeClock(Clock clock) {
    /** Now, to the microsecond. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Now, to the microsecond; at any rate later than the last change of the image. */
    public Instant after(Image before) {
        Instant now = now();
        return now.isAfter(before.updatedAt()) ? now : before.updatedAt().plus(1, ChronoUnit.MICROS);
    }
}

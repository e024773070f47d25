package org.plankton.registry.image;

import java.time.Instant;

/**
 * What is known to be amiss with a registered image's file.
 *
 * @param finding {@link Finding#CHANGED} or {@link Finding#GONE}
 * @param at when that was found for the first time, to the microsecond
 * @param otherwise what the image's status is while its file is as it was registered
 */
public record Found(Finding finding, Instant at, Status otherwise) {
    /** Why the image is not available, and what to do. */
    public String message() {
        return (finding == Finding.GONE
                        ? "the image's file is gone from its location: put that very file back, or"
                        : "the file at the location is another than was registered:")
                + " register it again";
    }

    /** What the image's status is meanwhile. */
    public Status status() {
        return otherwise == Status.AVAILABLE ? Status.UNAVAILABLE : otherwise;
    }
}

package org.plankton.registry.history;

/**
 * What has become of an image that was to be imported.
 *
 * @param reason why it was refused; what is different here from what was to be; else empty
 */
public record ImportOutcome(String id, Kind kind, String reason) {
    /** What has become of it. */
    public enum Kind {
        /** It was not there, and is now. */
        ADDED,
        /** It was there, and is what was to be. */
        ALIKE,
        /** It was there otherwise, and is what was to be now. */
        UPDATED,
        /** It is there otherwise, and was left so. */
        DIFFERENT,
        /** It may not be there, or not as it was to be, and nothing was changed. */
        REFUSED
    }
}

package org.plankton.registry.image;

import java.util.Map;
import java.util.Set;

/** What an image is fit for. It never changes who may see the image. */
public enum Status {
    /** It has bytes, and nobody says that they are not good. */
    AVAILABLE,
    /** Its owner says that it is not to be used. */
    UNAVAILABLE,
    /** Its owner says that it is broken, or its upload has failed, and then it has no bytes. */
    ERROR,
    /** It waits for its bytes. */
    QUEUED,
    /** Its bytes are being uploaded. */
    SAVING,
    /** It is registered no longer. */
    DELETED;

    /** Which status may follow which, and no other may. Each may follow itself. */
    private static final Map<Status, Set<Status>> NEXT = Map.of(
            QUEUED, Set.of(SAVING, AVAILABLE, UNAVAILABLE, DELETED),
            SAVING, Set.of(AVAILABLE, UNAVAILABLE, ERROR, QUEUED, DELETED),
            AVAILABLE, Set.of(UNAVAILABLE, ERROR, DELETED),
            UNAVAILABLE, Set.of(AVAILABLE, ERROR, DELETED),
            ERROR, Set.of(AVAILABLE, UNAVAILABLE, DELETED),
            DELETED, Set.of());

    public boolean mayBecome(Status next) {
        return next == this || NEXT.get(this).contains(next);
    }
}

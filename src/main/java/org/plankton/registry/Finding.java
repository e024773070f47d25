package org.plankton.registry;

import java.util.Optional;

/** What a look at a registered image's file has found. */
enum Finding {
    AS_REGISTERED,

    /** There is another file than was registered, or it has other bytes. */
    CHANGED,

    /** There is none, or none that its owner may read. */
    GONE;

    /** @param object what the store says is at the image's location, asked with its owner's token; empty: nothing */
    static Finding of(Image image, Optional<StoredObject> object) {
        return object.map(there -> there.checksum().equals(image.checksum()) ? AS_REGISTERED : CHANGED)
                .orElse(GONE);
    }
}

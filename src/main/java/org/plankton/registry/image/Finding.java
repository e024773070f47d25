package org.plankton.registry.image;

/** What a look at a registered image's file has found. */
public enum Finding {
    AS_REGISTERED,

    /** There is another file than was registered, or it has other bytes. */
    CHANGED,

    /** There is none. */
    GONE
}

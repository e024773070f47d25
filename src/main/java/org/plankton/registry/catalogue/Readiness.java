package org.plankton.registry.catalogue;

import java.util.Locale;

/** Whether an image will boot, and somebody can log in, as far as can be told from what is said of it. */
public enum Readiness {
    /** Nothing speaks against it. */
    READY,
    /** Somebody should look at it: something is not as people would expect, or could not be found out. */
    CHECK,
    /** What makes a machine of it will fail. */
    MAY_NOT_BOOT;

    /** As wires write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

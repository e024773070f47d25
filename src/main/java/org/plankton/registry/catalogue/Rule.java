package org.plankton.registry.catalogue;

import static org.plankton.registry.catalogue.Readiness.CHECK;
import static org.plankton.registry.catalogue.Readiness.MAY_NOT_BOOT;

import java.util.Locale;

/** Why an image is not ready; in the order in which reasons are told. */
public enum Rule {
    /** snf-image prepares no disk whose system it is not told. */
    OS_FAMILY_MISSING(MAY_NOT_BOOT),
    /** snf-image does not look for the system's partition. */
    ROOT_PARTITION_MISSING(MAY_NOT_BOOT),
    OS_FAMILY_UNKNOWN(MAY_NOT_BOOT),
    ROOT_PARTITION_UNKNOWN(MAY_NOT_BOOT),
    FORMAT_AND_FAMILY_DIFFER(CHECK),
    /** snf-image sets the password of root or Administrator. */
    USERS_MISSING(CHECK),
    NOBODY_CAN_LOG_IN(CHECK),
    KEY_NEARLY_KNOWN(CHECK),
    /** Nova takes that of whichever host it chooses. */
    ARCHITECTURE_MISSING(CHECK),
    OS_TYPE_MISSING(CHECK),
    /** Nova refuses a flavor whose disk is smaller than the image's. */
    MIN_DISK_TOO_SMALL(CHECK),
    /** Programs that take names take any of the images. */
    NAME_USED_TWICE(CHECK),
    FILE_CHANGED(CHECK),
    FILE_GONE(MAY_NOT_BOOT),
    DESCRIPTION_MISSING(CHECK),
    OS_MISSING(CHECK),
    NO_LONGER_PROVIDED(CHECK);

    /** Counted on with every change of what the rules find: images are assessed by them anew. */
    public static final int VERSION = 1;

    private final Readiness readiness;

    Rule(Readiness readiness) {
        this.readiness = readiness;
    }

    /** What an image is at best for which it is so. */
    public Readiness readiness() {
        return readiness;
    }

    /** By which programs know it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

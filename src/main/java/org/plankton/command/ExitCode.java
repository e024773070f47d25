package org.plankton.command;

import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.Fault;

/** What a command ends with, for scripts. */
public final class ExitCode {
    /** It did what it was to do, and there is nothing to complain of. */
    public static final int WELL = 0;

    /** It did what it was to do, and something was refused, or is different, or not as it should be. */
    public static final int FOUND = 1;

    /** There is no such command, option, value or file; nothing was done. */
    public static final int USAGE = 2;

    /** The settings cannot be used, or the tables are of another version; nothing was done. */
    public static final int SETTINGS = 3;

    /**
     * A party outside, or another registry, does not answer, or refuses; or results cannot be written. What was done
     * until then is done.
     */
    public static final int UNAVAILABLE = 4;

    /** It has failed by a fault of its own, which the log tells. */
    public static final int BROKEN = 5;

    /** It did what it was to do, and an image that was to be ready is one that somebody should look at. */
    public static final int CHECK = 6;

    /** It did what it was to do, and an image that was to be ready is one that may not boot. */
    public static final int MAY_NOT_BOOT = 7;

    /** It was interrupted; the same command goes on where it was. Where it was terminated Java ends with 143. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** For images of which all were to be ready, and the worst is so. */
    static int of(Readiness worst) {
        return switch (worst) {
            case READY -> WELL;
            case CHECK -> CHECK;
            case MAY_NOT_BOOT -> MAY_NOT_BOOT;
        };
    }

    /** For what was not done because of that. */
    static int of(Fault fault) {
        return switch (fault.kind()) {
            case UNAVAILABLE, UNAUTHORIZED -> UNAVAILABLE;
            default -> FOUND;
        };
    }
}

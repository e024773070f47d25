package org.plankton.api.glance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.plankton.registry.image.Status;

/** Glance's words for a status. */
public final class GlanceStatus {
    private GlanceStatus() {}

    public static String of(Status status) {
        return switch (status) {
            case AVAILABLE -> "active";
            case UNAVAILABLE -> "deactivated";
            case ERROR -> "killed";
            case QUEUED -> "queued";
            case SAVING -> "saving";
            case DELETED -> "deleted";
        };
    }

    /** The status that has that word, in whatever case; empty if none has. */
    public static Optional<Status> parse(String word) {
        return Arrays.stream(Status.values())
                .filter(status -> of(status).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}

package org.plankton.database;

import java.util.List;
import java.util.Set;
import org.plankton.registry.image.Visibility;

/**
 * Images of a listing that a key has in its order, one behind the other; or that are found by something else, as what
 * is shared with the caller, and then sorted. No image is in two parts.
 *
 * @param source whose
 * @param visibility of {@link Source#ALL}
 * @param visibilities those that are asked for, where not every image of the source has one of these; else null; one
 *     if a key has them in order
 * @param stages what {@code image.stage} can be; one if a key has them in order
 * @param constants what they have
 * @param after what they come after; null: nothing
 * @param until what none comes after; null: nothing
 */
public record ListingPart(
        Source source,
        Visibility visibility,
        Set<Visibility> visibilities,
        List<Integer> stages,
        List<Constant> constants,
        After after,
        Bound until) {
    /** Among whose images. */
    public enum Source {
        /** The caller's own, but for what is in everybody's lists. */
        OWN,
        /** Everybody's of one visibility. */
        ALL,
        /** Those of others that are shared with the caller. */
        SHARED
    }

    /** What a column has, as the table holds it. */
    public record Constant(String column, int value) {}

    /** A column and something in it that others are compared to. */
    public record Bound(String column, String comparison, Object value) {}

    /**
     * A place in the order: beyond the first bound; or at that, and beyond the next; and so on; or at all of them, and
     * then by the id.
     */
    public record After(List<Bound> bounds, String beyond, String id) {}

    /** What {@code image.stage} can be. */
    static final int REGISTERED = 0;

    static final int WITHOUT_BYTES = 1;
    static final int DELETED = 2;
    static final int HIDDEN = 3;
    static final int HIDDEN_WITHOUT_BYTES = 4;

    /** Whether its images are in everybody's lists. */
    public boolean isEverybodys() {
        return isEverybodys(source, visibility, stages);
    }

    static boolean isEverybodys(Source source, Visibility visibility, List<Integer> stages) {
        return source == Source.ALL
                && visibility == Visibility.PUBLIC
                && stages.stream().noneMatch(stage -> stage == HIDDEN || stage == HIDDEN_WITHOUT_BYTES);
    }
}

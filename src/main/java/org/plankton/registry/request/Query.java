package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Which images are asked for, and in which order.
 *
 * @param reach among whose images
 * @param marker the id of the image after which the page begins; null: the first page
 */
@RecordBuilder
public record Query(Reach reach, Filter filter, SortKey sortKey, SortDirection sortDirection, String marker)
        implements QueryBuilder.With {
    /** Among whose images. For whoever is no administrator it is always {@link #VISIBLE}. */
    public enum Reach {
        /** The caller's own, those shared with them, and public ones. */
        VISIBLE,
        /** Everybody's. */
        ALL,
        /** Everybody's that are public. */
        PUBLIC,
        /** Everybody's that are not public. */
        PRIVATE
    }

    /** Images that have the same are in the order of their ids. */
    public enum SortKey {
        ID,
        NAME,
        STATUS,
        SIZE,
        DISK_FORMAT,
        CONTAINER_FORMAT,
        CREATED_AT,
        UPDATED_AT
    }

    /** Descending is the exact reverse of ascending. */
    public enum SortDirection {
        ASC,
        DESC
    }
}

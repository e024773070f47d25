package org.plankton.registry;

import java.util.Map;
import java.util.Set;

/**
 * Which of the images that a caller may see are asked for, and in which order. Filters narrow together; null is no filter.
 *
 * @param names any of these, exactly
 * @param diskFormat the wire's word
 * @param containerFormat the wire's word
 * @param status the wire's word in lower case
 * @param sizeMin bytes, inclusive
 * @param sizeMax bytes, inclusive
 * @param properties for each key any of its values, exactly; empty is no filter
 * @param marker the id of the image after which the page begins; null: the first page
 */
public record Query(
        Set<String> names,
        String diskFormat,
        String containerFormat,
        String status,
        Long sizeMin,
        Long sizeMax,
        String owner,
        Map<String, Set<String>> properties,
        SortKey sortKey,
        SortDirection sortDirection,
        String marker) {

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

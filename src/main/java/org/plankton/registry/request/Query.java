package org.plankton.registry.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Status;
import org.plankton.registry.rules.Access;

/**
 * Which images are asked for, and in which order. Filters narrow together; null is no filter.
 *
 * @param reach among whose images
 * @param includesReserved whether also those that have no bytes, as far as there are such for the client: {@link Access} says
 * @param names any of these, exactly; empty is no filter
 * @param diskFormat the wire's word
 * @param containerFormat the wire's word
 * @param statuses any of these
 * @param sizeMin bytes, inclusive
 * @param sizeMax bytes, inclusive
 * @param minRam MiB, exactly
 * @param minDisk GiB, exactly
 * @param changedAfter only those changed later than that, and among them those that are registered no longer
 * @param properties for each key any of its values, exactly; the key as it is stored, or as any wire spells it ({@link
 *     KeyFolding}). Empty is no filter
 * @param marker the id of the image after which the page begins; null: the first page
 */
public record Query(
        Reach reach,
        boolean includesReserved,
        Set<String> names,
        String diskFormat,
        String containerFormat,
        Set<Status> statuses,
        Long sizeMin,
        Long sizeMax,
        Long minRam,
        Long minDisk,
        Boolean isProtected,
        String owner,
        Instant changedAfter,
        Map<String, Set<String>> properties,
        SortKey sortKey,
        SortDirection sortDirection,
        String marker) {

    /** How many properties can be filtered by at once: each is looked up in every part of the listing. */
    private static final int MOST_PROPERTIES = 20;

    /** @throws Fault BAD_REQUEST if it filters by too many properties */
    public Query {
        if (properties.size() > MOST_PROPERTIES) {
            throw Fault.badRequest("property-<key>: a list is filtered by at most " + MOST_PROPERTIES
                    + " properties at once; leave some out");
        }
    }

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

    /** What images can be at that are asked for: 0 is registered, 1 without bytes, 2 registered no longer. */
    public List<Integer> stages() {
        if (!includesReserved) {
            return List.of(0);
        }
        return changedAfter == null ? List.of(0, 1) : List.of(0, 1, 2);
    }

    /** Whether there is a filter that may leave few images of many, and that there is a key for. */
    public boolean isSelective() {
        return !names.isEmpty()
                || diskFormat != null
                || containerFormat != null
                || statuses != null && statuses.size() == 1
                || sizeMin != null
                || sizeMax != null
                || owner != null
                || changedAfter != null
                || properties.values().stream().anyMatch(values -> values.size() == 1); // see ImageMapper.xml
    }

    public Query among(Reach whose, boolean reserved) {
        return new Query(
                whose,
                reserved,
                names,
                diskFormat,
                containerFormat,
                statuses,
                sizeMin,
                sizeMax,
                minRam,
                minDisk,
                isProtected,
                owner,
                changedAfter,
                properties,
                sortKey,
                sortDirection,
                marker);
    }
}

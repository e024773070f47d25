package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.plankton.registry.image.Fault;

/**
 * Which images are asked for, and in which order.
 *
 * @param reach among whose images
 * @param order by what they are sorted, the first before the next; at least one
 * @param marker the id of the image after which the page begins; null: the first page
 */
@RecordBuilder
public record Query(Reach reach, Filter filter, List<Sort> order, String marker) implements QueryBuilder.With {
    /** Among whose images. For whoever is no administrator it is never {@link #ALL}, but {@link #VISIBLE} then. */
    public enum Reach {
        /** The caller's own, those shared with them, and public ones. */
        VISIBLE,
        /** Those that others share with the caller. */
        SHARED,
        /** Everybody's. */
        ALL
    }

    /** What images are sorted by. */
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

    /** Images that have the same, of the last of an order's keys, are by their ids in the same direction. */
    public record Sort(SortKey key, SortDirection direction) {}

    /** @throws Fault BAD_REQUEST if it is sorted by a key twice */
    public Query {
        if (order.stream().map(Sort::key).distinct().count() < order.size()) {
            throw Fault.badRequest("sort_key: images are sorted by each key at most once");
        }
        order = decisive(order);
    }

    /** Without what decides nothing: what comes behind the id, and the id itself where ties are broken by it anyway. */
    private static List<Sort> decisive(List<Sort> order) {
        List<Sort> decisive = new ArrayList<>();
        for (Sort sort : order) {
            boolean isId = sort.key() == SortKey.ID;
            boolean breaksTies =
                    !decisive.isEmpty() && decisive.get(decisive.size() - 1).direction() == sort.direction();
            if (!isId || !breaksTies) {
                decisive.add(sort);
            }
            if (isId) {
                break;
            }
        }
        return List.copyOf(decisive);
    }

    /** By one key. */
    public Query(Reach reach, Filter filter, SortKey key, SortDirection direction, String marker) {
        this(reach, filter, List.of(new Sort(key, direction)), marker);
    }
}

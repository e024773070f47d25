package org.plankton.database;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;

/**
 * What {@code ImageMapper.xml} says a listing with, beside its query.
 *
 * @param stages what {@code image.stage} can be of the images that are asked for
 * @param runs of which each part is put together
 * @param column the images are sorted by
 * @param key what the keys are called by that have them in that order
 * @param keys what those are called by that have them in that order, or apart as the filters ask
 * @param direction in which they are
 * @param beyond how something compares that comes after another
 * @param after what the last image before is sorted by; null if there is none
 * @param diskFormat the number of the one that is asked for; null: any
 * @param containerFormat as {@code diskFormat}
 * @param isSelective whether there is a filter that may leave few images of many, and that there is a key for
 * @param isFiltered whether there is any filter that may leave few images of many
 * @param properties by their keys, each with every value that is asked for
 */
public record ListingSql(
        List<Integer> stages,
        List<Run> runs,
        String column,
        String key,
        Set<String> keys,
        String direction,
        String beyond,
        Object after,
        Integer diskFormat,
        Integer containerFormat,
        boolean isSelective,
        boolean isFiltered,
        Map<String, List<Property>> properties) {
    /**
     * Images that a key has in the order that is asked for, one behind the other.
     *
     * @param status null: whatever it is
     */
    public record Run(int stage, Status status) {}

    private static final int REGISTERED = 0;
    private static final int WITHOUT_BYTES = 1;
    private static final int DELETED = 2;

    /** @param after null: the listing from its beginning */
    public static ListingSql of(Query query, Image after) {
        Filter filter = query.filter();
        Query.SortKey sortKey = query.sortKey();
        boolean isById = sortKey == Query.SortKey.ID;
        List<Integer> stages = stages(filter);
        Query.SortKey key = isById ? Query.SortKey.STATUS : sortKey;
        return new ListingSql(
                stages,
                isById ? byStatus(stages, filter) : whole(stages),
                word(sortKey),
                word(key),
                keys(key, filter),
                query.sortDirection().name(),
                query.sortDirection() == Query.SortDirection.DESC ? "<" : ">",
                after == null ? null : value(after, sortKey),
                filter.diskFormat() == null ? null : WordHandler.DISK_FORMATS.number(filter.diskFormat()),
                filter.containerFormat() == null
                        ? null
                        : WordHandler.CONTAINER_FORMATS.number(filter.containerFormat()),
                isSelective(filter),
                isFiltered(filter),
                properties(filter));
    }

    private static Set<String> keys(Query.SortKey order, Filter filter) {
        Set<Query.SortKey> keys = filtered(filter);
        keys.add(order);
        return keys.stream().map(ListingSql::word).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What filters look at that keys have in order, but for the owner. */
    private static Set<Query.SortKey> filtered(Filter filter) {
        Set<Query.SortKey> keys = EnumSet.noneOf(Query.SortKey.class);
        if (!filter.names().isEmpty()) {
            keys.add(Query.SortKey.NAME);
        }
        if (filter.diskFormat() != null) {
            keys.add(Query.SortKey.DISK_FORMAT);
        }
        if (filter.containerFormat() != null) {
            keys.add(Query.SortKey.CONTAINER_FORMAT);
        }
        if (filter.statuses() != null && filter.statuses().size() == 1) {
            keys.add(Query.SortKey.STATUS);
        }
        if (filter.sizeMin() != null || filter.sizeMax() != null) {
            keys.add(Query.SortKey.SIZE);
        }
        if (filter.changedAfter() != null) {
            keys.add(Query.SortKey.UPDATED_AT);
        }
        return keys;
    }

    private static String word(Query.SortKey key) {
        return key.name().toLowerCase(Locale.ROOT);
    }

    private static List<Run> whole(List<Integer> stages) {
        return stages.stream().map(stage -> new Run(stage, null)).toList();
    }

    /** No key has images by their ids alone, but each has those of one status so. */
    private static List<Run> byStatus(List<Integer> stages, Filter filter) {
        Set<Status> statuses = filter.statuses() == null ? EnumSet.allOf(Status.class) : filter.statuses();
        List<Run> runs = stages.stream()
                .flatMap(stage -> statuses.stream()
                        .filter(status -> statuses(stage).contains(status))
                        .map(status -> new Run(stage, status)))
                .toList();
        return runs.isEmpty() ? whole(stages) : runs; // which the filter leaves nothing of
    }

    /** Which there can be: what waits for bytes has none. */
    private static Set<Status> statuses(int stage) {
        return switch (stage) {
            case REGISTERED -> EnumSet.of(Status.AVAILABLE, Status.UNAVAILABLE, Status.ERROR);
            case DELETED -> EnumSet.of(Status.DELETED);
            default -> EnumSet.complementOf(EnumSet.of(Status.DELETED));
        };
    }

    private static List<Integer> stages(Filter filter) {
        if (!filter.includesReserved()) {
            return List.of(REGISTERED);
        }
        return filter.changedAfter() == null
                ? List.of(REGISTERED, WITHOUT_BYTES)
                : List.of(REGISTERED, WITHOUT_BYTES, DELETED);
    }

    private static Object value(Image image, Query.SortKey key) {
        return switch (key) {
            case ID -> UuidHandler.bytes(image.id());
            case NAME -> image.metadata().name();
            case STATUS -> image.status();
            case SIZE -> image.size();
            case DISK_FORMAT -> WordHandler.DISK_FORMATS.number(image.metadata().diskFormat());
            case CONTAINER_FORMAT ->
                WordHandler.CONTAINER_FORMATS.number(image.metadata().containerFormat());
            case CREATED_AT -> image.createdAt();
            case UPDATED_AT -> image.updatedAt();
        };
    }

    private static boolean isSelective(Filter filter) {
        return filter.owner() != null || !filtered(filter).isEmpty();
    }

    private static boolean isFiltered(Filter filter) {
        return isSelective(filter)
                || filter.minRam() != null
                || filter.minDisk() != null
                || filter.isProtected() != null
                || !filter.properties().isEmpty();
    }

    private static Map<String, List<Property>> properties(Filter filter) {
        Map<String, List<Property>> properties = new TreeMap<>();
        filter.properties()
                .forEach((key, values) -> properties.put(
                        key,
                        values.stream().map(value -> new Property(key, value)).toList()));
        return properties;
    }
}

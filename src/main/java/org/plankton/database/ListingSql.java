package org.plankton.database;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;

/**
 * What {@code ImageMapper.xml} says a listing with, beside its query.
 *
 * @param stages what {@code image.stage} can be of the images that are asked for
 * @param column the images are sorted by; keys are called by it, too
 * @param direction in which they are
 * @param beyond how something compares that comes after another
 * @param after what the last image before is sorted by; null if there is none
 * @param isSelective whether there is a filter that may leave few images of many, and that there is a key for
 * @param properties by their keys, each with every value that is asked for
 */
public record ListingSql(
        List<Integer> stages,
        String column,
        String direction,
        String beyond,
        Object after,
        boolean isSelective,
        Map<String, List<Property>> properties) {
    private static final int REGISTERED = 0;
    private static final int WITHOUT_BYTES = 1;
    private static final int DELETED = 2;

    /** @param after null: the listing from its beginning */
    public static ListingSql of(Query query, Image after) {
        return new ListingSql(
                stages(query.filter()),
                query.sortKey().name().toLowerCase(Locale.ROOT),
                query.sortDirection().name(),
                query.sortDirection() == Query.SortDirection.DESC ? "<" : ">",
                after == null ? null : value(after, query.sortKey()),
                isSelective(query.filter()),
                properties(query.filter()));
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
            case ID -> image.id();
            case NAME -> image.metadata().name();
            case STATUS -> image.status();
            case SIZE -> image.size();
            case DISK_FORMAT -> orEmpty(image.metadata().diskFormat());
            case CONTAINER_FORMAT -> orEmpty(image.metadata().containerFormat());
            case CREATED_AT -> image.createdAt();
            case UPDATED_AT -> image.updatedAt();
        };
    }

    /** What has not been told comes before every word. */
    private static Object orEmpty(Enum<?> format) {
        return format == null ? "" : format;
    }

    /** Of a property a key is used only if there is one value for it. */
    private static boolean isSelective(Filter filter) {
        return !filter.names().isEmpty()
                || filter.diskFormat() != null
                || filter.containerFormat() != null
                || filter.statuses() != null && filter.statuses().size() == 1
                || filter.sizeMin() != null
                || filter.sizeMax() != null
                || filter.owner() != null
                || filter.changedAfter() != null
                || filter.properties().values().stream().anyMatch(values -> values.size() == 1);
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

package org.plankton.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/**
 * In which order a listing has its images, and how keys help. A key has images in the order of one column, and of ids
 * among those where that is the same. So where they are sorted by more, words come first, of which there are few: each
 * is a part of the listing that has it for a constant. Of what is left only the first column has a key. Words of many
 * combinations are left, too: the database would be busier with the parts than with the images.
 *
 * @param constants columns of words that come first, if anything comes behind them; of a listing by ids the status,
 *     which it is not sorted by
 * @param rest columns that come behind these; none if that is the id
 * @param tie direction of the ids
 * @param isById whether it is sorted by nothing else
 */
record ListingOrder(List<Column> constants, List<Column> rest, SortDirection tie, boolean isById) {
    /** How many there are of each, and that it has not been told. */
    private static final Map<SortKey, Integer> WORDS = Map.of(
            SortKey.STATUS, Status.values().length,
            SortKey.DISK_FORMAT, DiskFormat.values().length + 1,
            SortKey.CONTAINER_FORMAT, ContainerFormat.values().length + 1);

    private static final int MOST_COMBINATIONS = 100;

    /** Of what is asked for, each of which is told of each combination. */
    private static final int MOST_VALUES = 1000;

    /** A column that images are sorted by. */
    public record Column(SortKey key, SortDirection direction) {
        /** As it is called in the table. */
        public String name() {
            return word(key);
        }

        /** How something compares that comes after another. */
        public String beyond() {
            return ListingOrder.beyond(direction);
        }

        /** What an image has in it, as the table holds it. */
        Object value(Image image) {
            return switch (key) {
                case ID -> UuidHandler.bytes(image.id());
                case NAME -> image.metadata().name();
                case STATUS -> WordHandler.STATUSES.number(image.status());
                case SIZE -> image.size();
                case DISK_FORMAT ->
                    WordHandler.DISK_FORMATS.number(image.metadata().diskFormat());
                case CONTAINER_FORMAT ->
                    WordHandler.CONTAINER_FORMATS.number(image.metadata().containerFormat());
                case CREATED_AT -> image.createdAt();
                case UPDATED_AT -> image.updatedAt();
            };
        }
    }

    /** @param values how many names, ids, tags and properties the listing is asked for */
    static ListingOrder of(List<Sort> order, int values) {
        List<Column> columns = new ArrayList<>();
        SortDirection tie = null;
        for (Sort sort : order) {
            tie = sort.direction();
            if (sort.key() == SortKey.ID) { // of which no two have the same
                break;
            }
            columns.add(new Column(sort.key(), sort.direction()));
        }
        if (columns.isEmpty()) {
            return new ListingOrder(List.of(new Column(SortKey.STATUS, SortDirection.ASC)), List.of(), tie, true);
        }
        int constants = 0;
        int most = Math.min(MOST_COMBINATIONS, MOST_VALUES / Math.max(1, values));
        int combinations = 1;
        while (!isOfOneKey(columns.subList(constants, columns.size()), tie)) {
            Integer words = WORDS.get(columns.get(constants).key());
            if (words == null || combinations * words > most) {
                break;
            }
            combinations *= words;
            constants++;
        }
        return new ListingOrder(
                List.copyOf(columns.subList(0, constants)),
                List.copyOf(columns.subList(constants, columns.size())),
                tie,
                false);
    }

    private static boolean isOfOneKey(List<Column> columns, SortDirection tie) {
        return columns.isEmpty() || columns.size() == 1 && columns.get(0).direction() == tie;
    }

    /** Whether keys have the images of each part in this order. */
    boolean isOfOneKey() {
        return isOfOneKey(rest, tie);
    }

    /** All that images are sorted by before their ids. */
    List<Column> columns() {
        return with(rest);
    }

    /** The same where keys have it. */
    List<Column> byFirst() {
        return with(rest.subList(0, Math.min(1, rest.size())));
    }

    private List<Column> with(List<Column> more) {
        List<Column> all = new ArrayList<>(isById ? List.of() : constants);
        all.addAll(more);
        return all;
    }

    SortDirection directionOfFirst() {
        return rest.isEmpty() ? tie : rest.get(0).direction();
    }

    /** The column whose keys have it. */
    String key() {
        return rest.isEmpty()
                ? constants.get(constants.size() - 1).name()
                : rest.get(0).name();
    }

    static String word(SortKey key) {
        return key.name().toLowerCase(Locale.ROOT);
    }

    static String beyond(SortDirection direction) {
        return direction == SortDirection.DESC ? "<" : ">";
    }
}

package org.plankton.database;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.database.ListingOrder.Column;
import org.plankton.database.ListingPart.Bound;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.ImageWriteMapper.Indexed;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.ImageWriteMapper.Tag;
import org.plankton.registry.ports.ImageWriteMapper.Word;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Times;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;
import org.plankton.registry.request.SearchWord;

/**
 * What {@code ImageMapper.xml} says a listing with, beside its query.
 *
 * @param parts that it is put together of
 * @param order columns that images are sorted by, the first before the next; then by their ids
 * @param tie direction of the ids
 * @param keys what the keys of a part are called by that have its images in order, or apart as the filters ask
 * @param isOfFew whether few images have any of the statuses that are asked for
 * @param diskFormats the numbers of those that are asked for; empty: any
 * @param containerFormats as {@code diskFormats}
 * @param bounds of numbers and times
 * @param gaps in times, of which none are asked for
 * @param mayTakeMany whether many images may have to be looked at: for any filter that may leave few of them; or where
 *     they are sorted by more than a key has in order, as many may be the same by the first
 * @param tags all of them
 * @param words all of them
 * @param sayings all of them
 * @param properties by their keys, each with every value that is asked for
 */
public record ListingSql(
        List<ListingPart> parts,
        List<Column> order,
        String tie,
        Set<String> keys,
        boolean isOfFew,
        List<Integer> diskFormats,
        List<Integer> containerFormats,
        List<Bound> bounds,
        List<Gap> gaps,
        boolean mayTakeMany,
        List<Tag> tags,
        List<Word> words,
        List<Saying> sayings,
        Map<String, List<Property>> properties) {
    /** An index of what images have: a table of images, by a column. */
    public record Index(String table, String column) {
        /** Whether an image may be there several times, for words that begin alike. */
        public boolean isOfWords() {
            return this == WORDS;
        }
    }

    /** What a property is like in the JSON of all, under any of the keys that are asked for. */
    public record Saying(List<String> likes) {}

    /** Times of a column that are not asked for, from one to just before another. */
    public record Gap(String column, Instant from, Instant before) {}

    private static final Index PROPERTIES = new Index("image_property", "pair");
    private static final Index TAGS = new Index("image_tag", "tag");
    private static final Index WORDS = new Index("image_word", "word");

    private static final List<Sort> BY_TIME = List.of(new Sort(SortKey.CREATED_AT, SortDirection.DESC));

    /**
     * @param rare what its parts are read by
     * @param after null: the listing from its beginning
     * @param until whatever is sorted behind it by the first key is not asked for; null: the listing to its end
     * @param byFirst whether the images are to be in the order of the first key alone
     */
    public static ListingSql of(Query query, RareProperties rare, Image after, Image until, boolean byFirst) {
        Filter filter = query.filter();
        ListingOrder order = ListingOrder.of(query.order(), values(filter));
        Set<String> keys = keys(filter);
        boolean mayTakeMany = !keys.isEmpty() || isFilteredOtherwise(filter) || !order.isOfOneKey();
        order.constants().stream().map(Column::name).forEach(keys::add);
        boolean isOfFew = isOfFew(filter.statuses());
        if (!isOfFew) {
            keys.add(order.key());
        }
        return new ListingSql(
                ListingParts.of(query, rare, order, after, until),
                byFirst ? order.byFirst() : order.columns(),
                (byFirst ? order.directionOfFirst() : order.tie()).name(),
                keys,
                isOfFew,
                WordHandler.DISK_FORMATS.numbers(filter.diskFormats()),
                WordHandler.CONTAINER_FORMATS.numbers(filter.containerFormats()),
                bounds(filter),
                gaps(filter),
                mayTakeMany,
                filter.tags().stream().map(Tag::new).toList(),
                filter.words().stream()
                        .flatMap(word -> word.words().stream())
                        .distinct()
                        .map(Word::new)
                        .toList(),
                filter.words().stream()
                        .filter(word -> !word.keys().isEmpty())
                        .map(ListingSql::saying)
                        .toList(),
                properties(filter));
    }

    /** To be counted, in whichever order. */
    public static ListingSql counted(Query query, RareProperties rare) {
        return of(query.withOrder(BY_TIME), rare, null, null, false);
    }

    /** Where that is found; null of null. */
    public static Index index(Indexed what) {
        if (what == null) {
            return null;
        }
        if (what instanceof Word) {
            return WORDS;
        }
        return what instanceof Tag ? TAGS : PROPERTIES;
    }

    /** How many each part is told that nothing else bounds. */
    private static int values(Filter filter) {
        return filter.names().size()
                + filter.ids().size()
                + filter.tags().size()
                + filter.properties().size()
                + filter.words().size();
    }

    /** What filters look at that keys have in order, but for the owner and the id. */
    private static Set<String> keys(Filter filter) {
        Set<SortKey> keys = EnumSet.noneOf(SortKey.class);
        if (!filter.names().isEmpty()) {
            keys.add(SortKey.NAME);
        }
        if (!filter.diskFormats().isEmpty()) {
            keys.add(SortKey.DISK_FORMAT);
        }
        if (!filter.containerFormats().isEmpty()) {
            keys.add(SortKey.CONTAINER_FORMAT);
        }
        if (isOfFew(filter.statuses())) {
            keys.add(SortKey.STATUS);
        }
        if (filter.size() != null) {
            keys.add(SortKey.SIZE);
        }
        if (hasEnd(filter.createdAt())) {
            keys.add(SortKey.CREATED_AT);
        }
        if (hasEnd(filter.updatedAt()) || filter.changedAfter() != null) {
            keys.add(SortKey.UPDATED_AT);
        }
        return keys.stream().map(ListingOrder::word).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether few images have any of these. The keys that have images in order tell the status too, and MariaDB 10.11
     * would rather walk through one of them.
     */
    private static boolean isOfFew(Set<Status> statuses) {
        return statuses != null && !statuses.contains(Status.AVAILABLE);
    }

    private static boolean hasEnd(Times times) {
        return times != null && (times.from() != null || times.before() != null);
    }

    private static boolean isFilteredOtherwise(Filter filter) {
        return !filter.ids().isEmpty()
                || filter.owner() != null
                || filter.statuses() != null && filter.statuses().size() == 1
                || filter.namePart() != null
                || filter.visibilities().size() < Visibility.values().length
                || filter.minRam() != null
                || filter.minDisk() != null
                || filter.isProtected() != null
                || filter.md5() != null
                || filter.sha512() != null
                || filter.createdAt() != null
                || filter.updatedAt() != null
                || !filter.tags().isEmpty()
                || !filter.words().isEmpty()
                || !filter.readiness().isEmpty()
                || filter.isSnapshot() != null
                || !filter.properties().isEmpty();
    }

    private static List<Bound> bounds(Filter filter) {
        List<Bound> bounds = new ArrayList<>();
        addBounds(bounds, "size", filter.size());
        addBounds(bounds, "min_ram", filter.minRam());
        addBounds(bounds, "min_disk", filter.minDisk());
        addBounds(bounds, "created_at", filter.createdAt());
        addBounds(bounds, "updated_at", filter.updatedAt());
        return bounds;
    }

    private static void addBounds(List<Bound> bounds, String column, Filter.Range range) {
        if (range != null && range.min() != null) {
            bounds.add(new Bound(column, ">=", range.min()));
        }
        if (range != null && range.max() != null) {
            bounds.add(new Bound(column, "<=", range.max()));
        }
    }

    private static void addBounds(List<Bound> bounds, String column, Times times) {
        if (times != null && times.from() != null) {
            bounds.add(new Bound(column, ">=", times.from()));
        }
        if (times != null && times.before() != null) {
            bounds.add(new Bound(column, "<", times.before()));
        }
    }

    private static List<Gap> gaps(Filter filter) {
        return Stream.concat(gaps("created_at", filter.createdAt()), gaps("updated_at", filter.updatedAt()))
                .toList();
    }

    private static Stream<Gap> gaps(String column, Times times) {
        return times == null
                ? Stream.empty()
                : times.others().stream().map(span -> new Gap(column, span.from(), span.before()));
    }

    private static Map<String, List<Property>> properties(Filter filter) {
        Map<String, List<Property>> properties = new TreeMap<>();
        filter.properties()
                .forEach((key, values) -> properties.put(
                        key,
                        values.stream().map(value -> new Property(key, value)).toList()));
        return properties;
    }

    /** In the compact JSON of an image's properties, in which no value has a quote that is none of its own. */
    private static Saying saying(SearchWord word) {
        return new Saying(word.keys().stream()
                .map(key -> "%" + escaped("\"" + json(key) + "\":\"" + json(word.text())) + "%")
                .toList());
    }

    private static String json(String text) {
        String quoted = new TextNode(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    /** What a name is like that has that in it: what means anything to LIKE is itself behind a bar. */
    public static String like(String namePart) {
        return "%" + escaped(namePart) + "%";
    }

    private static String escaped(String text) {
        return text.replaceAll("[|%_]", "|$0");
    }
}

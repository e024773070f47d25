package org.plankton.database;

import static org.plankton.database.ListingPart.DELETED;
import static org.plankton.database.ListingPart.HIDDEN;
import static org.plankton.database.ListingPart.HIDDEN_WITHOUT_BYTES;
import static org.plankton.database.ListingPart.REGISTERED;
import static org.plankton.database.ListingPart.WITHOUT_BYTES;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.plankton.database.ListingOrder.Column;
import org.plankton.database.ListingPart.After;
import org.plankton.database.ListingPart.Bound;
import org.plankton.database.ListingPart.Constant;
import org.plankton.database.ListingPart.Source;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortKey;

/** Cuts a listing into the parts that keys have in its order. */
final class ListingParts {
    private static final Set<Visibility> ALL = EnumSet.allOf(Visibility.class);
    private static final Set<Visibility> NOT_PUBLIC = EnumSet.complementOf(EnumSet.of(Visibility.PUBLIC));

    private ListingParts() {}

    /** @param after and until as of {@link ListingSql#of} */
    static List<ListingPart> of(Query query, RareProperties rare, ListingOrder order, Image after, Image until) {
        List<ListingPart> parts = new ArrayList<>();
        for (Whole whole : wholes(query)) {
            if (whole.isSorted(rare)) {
                After from = after == null ? null : after(order.columns(), order, after);
                parts.add(new ListingPart(
                        whole.source,
                        whole.visibility,
                        whole.visibilities,
                        whole.stages,
                        List.of(),
                        from,
                        until(order, until, true)));
            } else {
                for (Whole one : whole.ofOneVisibility()) {
                    whole.stages.forEach(stage -> add(parts, one, stage, query.filter(), order, after, until));
                }
            }
        }
        return parts;
    }

    /** A part that has not been cut by visibilities, stages and words yet. */
    private record Whole(Source source, Visibility visibility, Set<Visibility> visibilities, List<Integer> stages) {
        /** Whether no key has its images in order: they are found otherwise, and then sorted. */
        boolean isSorted(RareProperties rare) {
            return switch (source) {
                case OWN -> rare.own() != null;
                case ALL ->
                    (ListingPart.isEverybodys(source, visibility, stages) ? rare.everybodys() : rare.anybodys())
                            != null;
                case SHARED -> true;
            };
        }

        /** As its key has them in order. */
        List<Whole> ofOneVisibility() {
            return visibilities == null
                    ? List.of(this)
                    : visibilities.stream()
                            .map(one -> new Whole(source, visibility, EnumSet.of(one), stages))
                            .toList();
        }
    }

    private static List<Whole> wholes(Query query) {
        Filter filter = query.filter();
        Set<Visibility> asked = filter.visibilities();
        List<Integer> stages = stages(filter, Boolean.TRUE.equals(filter.isHidden()));
        List<Integer> hidden = filter.isHidden() == null ? stages(filter, true) : List.of();
        if (query.reach() == Query.Reach.SHARED) {
            return asked.contains(Visibility.SHARED)
                    ? List.of(new Whole(Source.SHARED, null, null, stages))
                    : List.of();
        }
        List<Whole> parts = new ArrayList<>();
        Set<Visibility> everybodys = everybodys(query);
        Set<Visibility> own = EnumSet.copyOf(NOT_PUBLIC);
        own.retainAll(asked);
        own.removeAll(everybodys);
        boolean isHidden = Boolean.TRUE.equals(filter.isHidden()); // and then public ones are among the caller's own
        Set<Visibility> cut = own.equals(NOT_PUBLIC) && !isHidden ? null : own;
        if (cut == null && asked.containsAll(ALL)) {
            parts.add(new Whole(
                    Source.OWN,
                    null,
                    null,
                    Stream.concat(stages.stream(), hidden.stream()).toList()));
        } else {
            if (!own.isEmpty()) {
                parts.add(new Whole(Source.OWN, null, cut, stages));
            }
            if (!hidden.isEmpty()) {
                parts.add(new Whole(Source.OWN, null, asked, hidden));
            }
        }
        everybodys.forEach(visibility -> parts.add(new Whole(Source.ALL, visibility, null, stages)));
        if (query.reach() == Query.Reach.VISIBLE && asked.contains(Visibility.SHARED)) {
            parts.add(new Whole(Source.SHARED, null, null, stages));
        }
        return parts;
    }

    /** Of which all images are asked for, whose ever they are. */
    private static Set<Visibility> everybodys(Query query) {
        Set<Visibility> visibilities = EnumSet.copyOf(
                query.reach() == Query.Reach.ALL ? ALL : EnumSet.of(Visibility.PUBLIC, Visibility.COMMUNITY));
        visibilities.retainAll(query.filter().visibilities());
        if (!query.filter().includesCommunity()) {
            visibilities.remove(Visibility.COMMUNITY);
        }
        return visibilities;
    }

    private static List<Integer> stages(Filter filter, boolean areHidden) {
        List<Integer> stages = new ArrayList<>();
        stages.add(areHidden ? HIDDEN : REGISTERED);
        if (filter.includesReserved()) {
            stages.add(areHidden ? HIDDEN_WITHOUT_BYTES : WITHOUT_BYTES);
            if (filter.changedAfter() != null && !areHidden) {
                stages.add(DELETED);
            }
        }
        return stages;
    }

    private static void add(
            List<ListingPart> parts,
            Whole whole,
            int stage,
            Filter filter,
            ListingOrder order,
            Image after,
            Image until) {
        for (List<Constant> constants : constants(order.constants(), stage, filter)) {
            int toAfter = after == null || order.isById() ? 0 : compare(order.constants(), constants, after);
            int toUntil = until == null ? -1 : compare(order.constants(), constants, until);
            if (after != null && toAfter < 0 || toUntil > 0) {
                continue;
            }
            parts.add(new ListingPart(
                    whole.source,
                    whole.visibility,
                    whole.visibilities,
                    List.of(stage),
                    constants,
                    after == null || toAfter > 0 ? null : after(order.rest(), order, after),
                    toUntil < 0 ? null : until(order, until, false)));
        }
    }

    /** Every combination of what the columns can have. */
    private static List<List<Constant>> constants(List<Column> columns, int stage, Filter filter) {
        List<List<Constant>> all = List.of(List.of());
        for (Column column : columns) {
            List<Constant> its = values(column.key(), stage, filter)
                    .map(value -> new Constant(column.name(), value))
                    .toList();
            all = all.stream()
                    .flatMap(some -> its.stream()
                            .map(one ->
                                    Stream.concat(some.stream(), Stream.of(one)).toList()))
                    .toList();
        }
        return all;
    }

    private static Stream<Integer> values(SortKey key, int stage, Filter filter) {
        return switch (key) {
            case STATUS ->
                statuses(stage).stream()
                        .filter(status ->
                                filter.statuses() == null || filter.statuses().contains(status))
                        .map(WordHandler.STATUSES::number);
            case DISK_FORMAT -> words(WordHandler.DISK_FORMATS, EnumSet.allOf(DiskFormat.class), filter.diskFormats());
            case CONTAINER_FORMAT ->
                words(WordHandler.CONTAINER_FORMATS, EnumSet.allOf(ContainerFormat.class), filter.containerFormats());
            default -> throw new IllegalArgumentException(key + " is no word");
        };
    }

    private static <E extends Enum<E>> Stream<Integer> words(
            WordHandler<E> handler, Collection<E> all, Set<String> asked) {
        return asked.isEmpty()
                ? Stream.concat(Stream.of(WordHandler.NONE), all.stream().map(handler::number))
                : handler.numbers(asked).stream();
    }

    /** Which there can be: what waits for bytes has none. */
    private static Set<Status> statuses(int stage) {
        return switch (stage) {
            case REGISTERED, HIDDEN -> EnumSet.of(Status.AVAILABLE, Status.UNAVAILABLE, Status.ERROR);
            case DELETED -> EnumSet.of(Status.DELETED);
            default -> EnumSet.complementOf(EnumSet.of(Status.DELETED));
        };
    }

    /** Whether those that have these come before the image, are among those beside it, or come after it. */
    private static int compare(List<Column> columns, List<Constant> constants, Image image) {
        for (int i = 0; i < columns.size(); i++) {
            int order = Integer.compare(
                    constants.get(i).value(), (int) columns.get(i).value(image));
            if (order != 0) {
                return columns.get(i).direction() == Query.SortDirection.DESC ? -order : order;
            }
        }
        return 0;
    }

    private static After after(List<Column> columns, ListingOrder order, Image image) {
        return new After(
                columns.stream()
                        .map(column -> new Bound(column.name(), column.beyond(), column.value(image)))
                        .toList(),
                ListingOrder.beyond(order.tie()),
                image.id());
    }

    /** @param isWhole whether words have not been cut apart: then the first of all columns bounds it */
    private static Bound until(ListingOrder order, Image image, boolean isWhole) {
        List<Column> columns = isWhole ? order.columns() : order.rest();
        if (image == null || columns.isEmpty()) {
            return null;
        }
        Column first = columns.get(0);
        String comparison = first.direction() == Query.SortDirection.DESC ? ">=" : "<=";
        return new Bound(first.name(), comparison, first.value(image));
    }
}

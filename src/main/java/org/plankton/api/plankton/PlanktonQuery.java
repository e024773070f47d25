package org.plankton.api.plankton;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.QueryParameters;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.FilterBuilder;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/** Query strings as Plankton's own wire reads them. Guide: "List Available Images". */
final class PlanktonQuery {
    private PlanktonQuery() {}

    /**
     * @param usual the direction where none is asked for
     * @throws org.plankton.registry.image.Fault BAD_REQUEST if a parameter cannot be read
     */
    static Query of(QueryParameters parameters, SortDirection usual) {
        Filter filter = FilterBuilder.builder(Filter.NONE)
                .names(parameters.value("name").map(PlanktonQuery::eitherForm).orElse(Set.of()))
                .diskFormats(parameters.value("disk_format").map(Set::of).orElse(Set.of()))
                .containerFormats(
                        parameters.value("container_format").map(Set::of).orElse(Set.of()))
                .statuses(
                        parameters.value("status").map(PlanktonQuery::statuses).orElse(null))
                .size(Range.of(parameters.number("size_min"), parameters.number("size_max")))
                .owner(parameters.value("owner").orElse(null))
                .keys(PlanktonImages.KEYS)
                .properties(properties(parameters))
                .build();
        return new Query(
                Query.Reach.VISIBLE,
                filter,
                parameters.word("sort_key", EnumSet.allOf(SortKey.class)).orElse(SortKey.CREATED_AT),
                parameters.word("sort_dir", EnumSet.allOf(SortDirection.class)).orElse(usual),
                parameters.marker());
    }

    /** The one that is called so, in whatever case; none where none is. */
    private static Set<Status> statuses(String word) {
        Optional<Status> status = EnumText.parse(EnumSet.allOf(Status.class), word.toLowerCase(Locale.ROOT));
        return status.map(Set::of).orElse(Set.of());
    }

    private static Map<String, Set<String>> properties(QueryParameters parameters) {
        Map<String, Set<String>> properties = new TreeMap<>();
        parameters.properties().forEach((key, value) -> properties.put(key, eitherForm(value)));
        return properties;
    }

    /** The value as it is, and decoded once more: kamaki percent-encodes twice what holds blanks or is not ASCII. */
    private static Set<String> eitherForm(String value) {
        Set<String> forms = new TreeSet<>(Set.of(value));
        PercentEncoding.decode(value).ifPresent(forms::add);
        return forms;
    }
}

package org.plankton.api.glance.v1;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.plankton.api.glance.GlanceStatus;
import org.plankton.api.words.IsoTime;
import org.plankton.api.words.QueryParameters;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.FilterBuilder;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/** A listing's query string as Glance reads it. Its methods throw a BAD_REQUEST where a parameter cannot be read. */
final class GlanceQuery {
    /** Those that Glance has beside those of every listing. */
    static final Set<String> PARAMETERS = Set.of("min_ram", "min_disk", "is_public", "protected", "changes-since");

    private static final int USUAL_LIMIT = 25;

    private final QueryParameters parameters;

    /** @param raw the query string as it was sent, or null if there was none */
    GlanceQuery(String raw) {
        parameters = new QueryParameters(raw, GlanceImages.KEYS, PARAMETERS);
    }

    /** How many images are asked for. */
    int limit() {
        return parameters.limit().orElse(USUAL_LIMIT);
    }

    Query query() {
        Filter filter = FilterBuilder.builder(Filter.NONE)
                .names(parameters.value("name").map(Set::of).orElse(Set.of()))
                .diskFormats(parameters.value("disk_format").map(Set::of).orElse(Set.of()))
                .containerFormats(
                        parameters.value("container_format").map(Set::of).orElse(Set.of()))
                .statuses(statuses())
                .size(Range.of(parameters.number("size_min"), parameters.number("size_max")))
                .minRam(exactly("min_ram"))
                .minDisk(exactly("min_disk"))
                .isProtected(parameters
                        .value("protected")
                        .map(value -> truth("protected", value))
                        .orElse(null))
                .owner(parameters.value("owner").orElse(null))
                .changedAfter(changedAfter())
                .keys(GlanceImages.KEYS)
                .properties(properties())
                .build();
        Optional<Set<Visibility>> asked = visibilities();
        return new Query(
                asked.isPresent() ? Reach.ALL : Reach.VISIBLE,
                asked.map(these -> filter.withVisibilities(these).withIncludesCommunity(true))
                        .orElse(filter),
                parameters.word("sort_key", EnumSet.allOf(SortKey.class)).orElse(SortKey.CREATED_AT),
                parameters.word("sort_dir", EnumSet.allOf(SortDirection.class)).orElse(SortDirection.DESC),
                parameters.marker());
    }

    private Range exactly(String name) {
        Long number = parameters.number(name);
        return Range.of(number, number);
    }

    /** Which of all images are asked for; empty where whoever says nothing is shown what concerns them. */
    private Optional<Set<Visibility>> visibilities() {
        return parameters.value("is_public").map(value -> {
            if (value.equalsIgnoreCase("none")) {
                return EnumSet.allOf(Visibility.class);
            }
            Set<Visibility> everybodys = EnumSet.of(Visibility.PUBLIC);
            return truth("is_public", value) ? everybodys : EnumSet.complementOf(EnumSet.copyOf(everybodys));
        });
    }

    private static boolean truth(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw Fault.badRequest(name + " must be true or false");
        };
    }

    /** The one that is called so, none where none is; those whose upload has failed only on demand. */
    private Set<Status> statuses() {
        return parameters
                .value("status")
                .map(word -> GlanceStatus.parse(word).map(Set::of).orElse(Set.of()))
                .orElse(EnumSet.complementOf(EnumSet.of(Status.ERROR)));
    }

    private Instant changedAfter() {
        return parameters
                .value("changes-since")
                .map(value -> IsoTime.parse(value)
                        .orElseThrow(() -> Fault.badRequest("changes-since must be a time as in ISO 8601, such as"
                                + " 2013-03-29T14:14:34Z; write a + in it as %2B")))
                .orElse(null);
    }

    private Map<String, Set<String>> properties() {
        Map<String, Set<String>> properties = new TreeMap<>();
        parameters.properties().forEach((key, value) -> properties.put(key, Set.of(value)));
        return properties;
    }
}

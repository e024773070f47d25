package org.plankton.api;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.plankton.registry.Fault;
import org.plankton.registry.PercentEncoding;
import org.plankton.registry.Query;
import org.plankton.registry.Query.SortDirection;
import org.plankton.registry.Query.SortKey;

/**
 * What a listing is asked for in its query string. Every method throws a BAD_REQUEST that names the parameter where it cannot be
 * read. Parameters that no listing knows are ignored, and left out of the query for the next page: one of them may be what its
 * sender took for a good place for a token.
 */
public final class QueryParameters {
    private static final String PROPERTY = "property-";

    private static final Set<String> KNOWN = Set.of(
            "name",
            "disk_format",
            "container_format",
            "status",
            "size_min",
            "size_max",
            "owner",
            "sort_key",
            "sort_dir",
            "limit",
            "marker");

    private final Map<String, String> parameters = new LinkedHashMap<>();

    /** @param raw the query string as it was sent, or null if there was none */
    public QueryParameters(String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0], "a parameter's name");
            if (!KNOWN.contains(name) && !name.startsWith(PROPERTY)) {
                continue;
            }
            String value = decode(parts.length == 2 ? parts[1] : "", name);
            String before = parameters.putIfAbsent(name, value);
            if (before != null && !before.equals(value)) {
                throw Fault.badRequest(name + " is given twice with different values; send one");
            }
        }
    }

    private static String decode(String written, String what) {
        return PercentEncoding.decode(written.replace('+', ' '))
                .orElseThrow(() -> Fault.badRequest(what + " must be percent-encoded UTF-8"));
    }

    /** @param usual the direction where none is asked for */
    public Query query(SortDirection usual) {
        return new Query(
                value("name").map(QueryParameters::eitherForm).orElse(Set.of()),
                value("disk_format").orElse(null),
                value("container_format").orElse(null),
                value("status").map(word -> word.toLowerCase(Locale.ROOT)).orElse(null),
                number("size_min"),
                number("size_max"),
                value("owner").orElse(null),
                properties(),
                word("sort_key", SortKey.class).orElse(SortKey.CREATED_AT),
                word("sort_dir", SortDirection.class).orElse(usual),
                value("marker").orElse(null));
    }

    /** How many images are asked for; empty: all. */
    public OptionalInt limit() {
        Long limit = number("limit");
        return limit == null ? OptionalInt.empty() : OptionalInt.of((int) Math.min(limit, Integer.MAX_VALUE));
    }

    /** A query string for the page that begins after {@code marker}. */
    public String after(String marker) {
        Map<String, String> next = new LinkedHashMap<>(parameters);
        next.put("marker", marker);
        return next.entrySet().stream()
                .map(parameter -> PercentEncoding.encodePart(parameter.getKey()) + "="
                        + PercentEncoding.encodePart(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private Map<String, Set<String>> properties() {
        Map<String, Set<String>> properties = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                properties.put(ImageHeaders.propertyKey(name.substring(PROPERTY.length())), eitherForm(value));
            }
        });
        return properties;
    }

    /** The value as it is, and decoded once more: kamaki percent-encodes twice what holds blanks or is not ASCII. */
    private static Set<String> eitherForm(String value) {
        Set<String> forms = new TreeSet<>(Set.of(value));
        PercentEncoding.decode(value).ifPresent(forms::add);
        return forms;
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private Long number(String name) {
        return value(name).map(value -> ImageHeaders.wholeNumber(name, value)).orElse(null);
    }

    private <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return value(name)
                .map(value -> Words.parse(type, value)
                        .orElseThrow(() -> Fault.badRequest(name + " must be one of " + Words.all(type))));
    }
}

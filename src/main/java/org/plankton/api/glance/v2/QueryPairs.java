package org.plankton.api.glance.v2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.PercentEncoding;

/** A query string as names and values, each name with all that it is given, in their order. */
final class QueryPairs {
    /** What is asked for is written into a statement several times, once for each part of the listing. */
    private static final int LONGEST = 16 << 10;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern HUGE = Pattern.compile("(-?)[0-9]{19,}");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * @param raw as it was sent; null if there was none
     * @throws Fault BAD_REQUEST if it is too long, or cannot be decoded
     */
    QueryPairs(String raw) {
        if (raw == null) {
            return;
        }
        if (raw.length() > LONGEST) {
            throw Fault.badRequest("the query string has more than " + LONGEST + " characters; ask for less at once");
        }
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                values.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(decode(parts.length == 2 ? parts[1] : ""));
            }
        }
    }

    private static String decode(String written) {
        return PercentEncoding.decode(written.replace('+', ' '))
                .orElseThrow(() -> Fault.badRequest("the query string must be percent-encoded UTF-8"));
    }

    Set<String> names() {
        return values.keySet();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Empty if it is not there.
     *
     * @throws Fault BAD_REQUEST if it has different values
     */
    Optional<String> one(String name) {
        List<String> all = all(name);
        if (all.stream().distinct().count() > 1) {
            throw Fault.badRequest(name + " is given twice with different values; send one");
        }
        return all.stream().findFirst();
    }

    /**
     * Null if it is not there. One that is beyond all numbers is the last of them.
     *
     * @throws Fault BAD_REQUEST if it is no whole number
     */
    Long number(String name) {
        return one(name)
                .map(value -> {
                    if (HUGE.matcher(value).matches()) {
                        return value.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
                    }
                    if (!NUMBER.matcher(value).matches()) {
                        throw Fault.badRequest(name + " must be a whole number");
                    }
                    return Long.parseLong(value);
                })
                .orElse(null);
    }

    /** All but that one, as a query string. */
    String without(String other) {
        return values.entrySet().stream()
                .filter(pair -> !pair.getKey().equals(other))
                .flatMap(pair -> pair.getValue().stream()
                        .map(value ->
                                PercentEncoding.encodePart(pair.getKey()) + "=" + PercentEncoding.encodePart(value)))
                .collect(Collectors.joining("&"));
    }
}

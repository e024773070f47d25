package org.plankton.api.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.PercentEncoding;

/**
 * A query string as names and values, each name with all that it is given, in their order. What has a name that is not
 * known is as if it were not there.
 */
public final class QueryPairs {
    /** What is asked for is written into a statement several times, once for each part of the listing. */
    private static final int LONGEST = 16 << 10;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern HUGE = Pattern.compile("(-?)[0-9]{19,}");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * @param raw as it was sent; null if there was none
     * @param isKnown whether a parameter has that name
     * @throws Fault BAD_REQUEST if it is too long, or cannot be decoded
     */
    public QueryPairs(String raw, Predicate<String> isKnown) {
        if (raw == null) {
            return;
        }
        if (raw.length() > LONGEST) {
            throw Fault.badRequest("the query string has more than " + LONGEST + " characters; ask for less at once");
        }
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0], "a parameter's name");
            if (!pair.isEmpty() && isKnown.test(name)) {
                values.computeIfAbsent(name, its -> new ArrayList<>())
                        .add(decode(parts.length == 2 ? parts[1] : "", name));
            }
        }
    }

    private static String decode(String written, String what) {
        return PercentEncoding.decode(written.replace('+', ' '))
                .orElseThrow(() -> Fault.badRequest(what + " must be percent-encoded UTF-8"));
    }

    public Set<String> names() {
        return values.keySet();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Empty if it is not there.
     *
     * @throws Fault BAD_REQUEST if it has different values
     */
    public Optional<String> one(String name) {
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
    public Long number(String name) {
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

    /** A query string of all but that one. */
    public String without(String name) {
        Map<String, List<String>> others = new LinkedHashMap<>(values);
        others.remove(name);
        return encode(others);
    }

    /** A query string of all, in which that one has this value. */
    public String with(String name, String value) {
        Map<String, List<String>> all = new LinkedHashMap<>(values);
        all.put(name, List.of(value));
        return encode(all);
    }

    private static String encode(Map<String, List<String>> values) {
        return values.entrySet().stream()
                .flatMap(pair -> pair.getValue().stream()
                        .map(value ->
                                PercentEncoding.encodePart(pair.getKey()) + "=" + PercentEncoding.encodePart(value)))
                .collect(Collectors.joining("&"));
    }
}

package org.plankton.api.words;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.PercentEncoding;

/**
 * What a listing is asked for in its query string. Every method throws a BAD_REQUEST that names the parameter where it
 * cannot be read. Parameters that the listing does not know are ignored, and left out of the query for the next page:
 * one of them may be what its sender took for a good place for a token.
 */
public final class QueryParameters {
    private static final String PROPERTY = "property-";

    /** What is asked for is written into a statement several times, once for each part of the listing. */
    private static final int LONGEST = 16 << 10;

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** Those that every listing has. */
    private static final Set<String> COMMON = Set.of(
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
    private final KeyFolding keys;

    /**
     * @param raw the query string as it was sent, or null if there was none
     * @param keys how the wire spells the keys of properties
     * @param others names of parameters that this listing has and not every one
     */
    public QueryParameters(String raw, KeyFolding keys, Set<String> others) {
        this.keys = keys;
        if (raw == null || raw.isEmpty()) {
            return;
        }
        if (raw.length() > LONGEST) {
            throw Fault.badRequest("the query string has more than " + LONGEST + " characters; ask for less at once");
        }
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0], "a parameter's name");
            if (!isKnown(name) && !others.contains(name)) {
                continue;
            }
            String value = decode(parts.length == 2 ? parts[1] : "", name);
            String before = parameters.putIfAbsent(name, value);
            if (before != null && !before.equals(value)) {
                throw Fault.badRequest(name + " is given twice with different values; send one");
            }
        }
    }

    /** Whether every listing has a parameter of that name. */
    public static boolean isKnown(String name) {
        return COMMON.contains(name) || name.startsWith(PROPERTY);
    }

    private static String decode(String written, String what) {
        return PercentEncoding.decode(written.replace('+', ' '))
                .orElseThrow(() -> Fault.badRequest(what + " must be percent-encoded UTF-8"));
    }

    /** The parameter's value as it was meant; empty if it was not sent. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The parameter's value, a whole number from 0; null if it was not sent. */
    public Long number(String name) {
        return value(name).map(value -> ImageHeaders.wholeNumber(name, value)).orElse(null);
    }

    /** The parameter's value as one of {@code constants}, written in lower case; empty if it was not sent. */
    public <E extends Enum<E>> Optional<E> word(String name, Set<E> constants) {
        return value(name)
                .map(value -> EnumText.parse(constants, value)
                        .orElseThrow(() -> Fault.badRequest(name + " must be one of " + EnumText.all(constants))));
    }

    /** The value that each property is to have, by the property's key as the wire spells it. */
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                String key = ImageHeaders.propertyKey(keys, name.substring(PROPERTY.length()));
                String before = properties.putIfAbsent(key, value);
                if (before != null && !before.equals(value)) {
                    throw Fault.badRequest("property-" + key + " is given twice with different values; send one");
                }
            }
        });
        return properties;
    }

    /** The id of the image after which the page begins, in whatever case it was sent; null if it was not. */
    public String marker() {
        return value("marker").map(id -> id.toLowerCase(Locale.ROOT)).orElse(null);
    }

    /** How many images are asked for, or as many as an int can say; empty if that was not sent. */
    public OptionalInt limit() {
        Optional<String> limit = value("limit");
        if (limit.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!DIGITS.matcher(limit.get()).matches()) {
            throw Fault.badRequest("limit must be a whole number from 0");
        }
        return OptionalInt.of(new BigInteger(limit.get())
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .intValue());
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
}

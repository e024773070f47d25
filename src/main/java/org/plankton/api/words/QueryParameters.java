package org.plankton.api.words;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;

/**
 * What a listing is asked for in its query string. Every method throws a BAD_REQUEST that names the parameter where it
 * cannot be read. Parameters that the listing does not know are ignored, and left out of the query for the next page:
 * one of them may be what its sender took for a good place for a token.
 */
public final class QueryParameters {
    private static final String PROPERTY = "property-";

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

    private final QueryPairs pairs;
    private final KeyFolding keys;

    /**
     * @param raw the query string as it was sent, or null if there was none
     * @param keys how the wire spells the keys of properties
     * @param others names of parameters that this listing has and not every one
     */
    public QueryParameters(String raw, KeyFolding keys, Set<String> others) {
        this.keys = keys;
        pairs = new QueryPairs(raw, name -> isKnown(name) || others.contains(name));
        pairs.names().forEach(pairs::one);
    }

    /** Whether every listing has a parameter of that name. */
    public static boolean isKnown(String name) {
        return COMMON.contains(name) || name.startsWith(PROPERTY);
    }

    /** The parameter's value as it was meant; empty if it was not sent. */
    public Optional<String> value(String name) {
        return pairs.one(name);
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
        pairs.names().forEach(name -> {
            if (name.startsWith(PROPERTY)) {
                String value = pairs.one(name).orElseThrow();
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
        return pairs.with("marker", marker);
    }
}

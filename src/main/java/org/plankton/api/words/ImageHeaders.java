package org.plankton.api.words;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.PercentEncoding;

/**
 * What a request says of an image in its {@code x-image-meta-} headers, in their one {@linkplain
 * #spelled spelling}. Every method throws a BAD_REQUEST that names the field where it cannot be read.
 */
public final class ImageHeaders {
    public static final String PREFIX = "x-image-meta-";
    public static final String PROPERTY = PREFIX + "property-";
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,19}");

    private final Map<String, List<String>> headers;
    private final KeyFolding keys;

    /**
     * @param headers of the request
     * @param keys how the wire spells the keys of properties
     */
    public ImageHeaders(Map<String, List<String>> headers, KeyFolding keys) {
        this.headers = headers;
        this.keys = keys;
    }

    /** The one spelling for the name of a header that is an image's: in lower case, with dashes. */
    public static String spelled(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of the fields that were sent, whatever their values. Properties are none. */
    public Set<String> fields() {
        return headers.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !name.startsWith(PROPERTY))
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The field's value as it was sent; empty if it was not. */
    public Optional<String> field(String name) {
        Set<String> values = new TreeSet<>(headers.getOrDefault(PREFIX + name, List.of()));
        if (values.size() > 1) {
            throw Fault.badRequest(name + " is given twice with different values; send one");
        }
        return values.stream().findFirst().map(value -> requireText(name, value));
    }

    /** The field's value, percent-decoded; empty if it was not sent. */
    public Optional<String> text(String name) {
        return field(name).map(value -> decode(name, value));
    }

    /** The field's value, a whole number from 0; empty if it was not sent. */
    public OptionalLong number(String name) {
        return field(name)
                .map(value -> OptionalLong.of(wholeNumber(name, value)))
                .orElse(OptionalLong.empty());
    }

    /** The field's value, {@code true} or {@code false} in any case; empty if it was not sent. */
    public Optional<Boolean> truth(String name) {
        return field(name).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Fault.badRequest(name + " must be true or false");
        });
    }

    /** The field's value as one of {@code constants}, written in lower case; empty if it was not sent. */
    public <E extends Enum<E>> Optional<E> word(String name, Set<E> constants) {
        return field(name).map(value -> require(name, value, constants));
    }

    /** The field's value as one of {@code constants}, written in any case; empty if it was not sent. */
    public <E extends Enum<E>> Optional<E> wordInAnyCase(String name, Set<E> constants) {
        return field(name).map(value -> require(name, value.toLowerCase(Locale.ROOT), constants));
    }

    private static <E extends Enum<E>> E require(String name, String value, Set<E> constants) {
        return EnumText.parse(constants, value)
                .orElseThrow(() -> Fault.badRequest(name + " must be one of " + EnumText.all(constants)));
    }

    /** @throws Fault BAD_REQUEST if the field was sent, with whatever value */
    public void refuse(String name, String remedy) {
        if (headers.containsKey(PREFIX + name)) {
            throw Fault.badRequest(name + " cannot be set: " + remedy);
        }
    }

    /**
     * For each property, by its key as the wire spells it, the one value that was sent, percent-decoded; an empty one
     * deletes it.
     *
     * @throws Fault BAD_REQUEST if one has several
     */
    public Map<String, Set<String>> singleProperties() {
        Map<String, Set<String>> properties = properties();
        properties.forEach((key, values) -> {
            if (values.size() > 1) {
                throw Fault.badRequest("property " + key + " is given several values; send one");
            }
        });
        return properties;
    }

    /** Of these, those that have a value: a new image has nothing that could be deleted. */
    public static Map<String, Set<String>> given(Map<String, Set<String>> properties) {
        Map<String, Set<String>> given = new TreeMap<>(properties);
        given.values().removeIf(values -> values.contains(""));
        return given;
    }

    /** For each property, by its key as the wire spells it, the different values that were sent, percent-decoded. */
    public Map<String, Set<String>> properties() {
        Map<String, Set<String>> properties = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (name.startsWith(PROPERTY)) {
                String key = propertyKey(keys, name.substring(PROPERTY.length()));
                for (String value : values) {
                    properties
                            .computeIfAbsent(key, k -> new TreeSet<>())
                            .add(decode("property " + key, requireText("property " + key, value)));
                }
            }
        });
        return properties;
    }

    /** A property's key, percent-decoded, as the wire spells it. */
    static String propertyKey(KeyFolding keys, String written) {
        String key = keys.fold(decode("a property's key", requireText("a property's key", written)));
        if (!keys.canSay(key)) {
            throw Fault.badRequest("a property's key must hold more than punctuation");
        }
        return key;
    }

    public static long wholeNumber(String field, String value) {
        try {
            if (WHOLE_NUMBER.matcher(value).matches()) {
                return Long.parseLong(value);
            }
        } catch (NumberFormatException e) {
            // more than 63 bits
        }
        throw Fault.badRequest(field + " must be a whole number from 0 to " + Long.MAX_VALUE);
    }

    private static String decode(String field, String value) {
        return PercentEncoding.decode(value).orElseThrow(() -> notUtf8(field));
    }

    private static String requireText(String field, String value) {
        if (value.indexOf('\ufffd') >= 0) {
            throw notUtf8(field);
        }
        return value;
    }

    private static Fault notUtf8(String field) {
        return Fault.badRequest(field + " must be UTF-8, percent-encoded or not");
    }
}

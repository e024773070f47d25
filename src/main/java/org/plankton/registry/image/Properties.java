package org.plankton.registry.image;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An image's free-form properties. Their keys are kept as they were given: any text. How a wire
 * spells them is its own affair, and how many and how long they may be a matter of settings; but keys and values that
 * the service could not store and tell as they are are in no properties.
 *
 * <p>What has been stored already is not read before somebody asks for a property, which in lists nobody does.
 */
public final class Properties {
    public static final Properties NONE = new Properties(Map.of());

    private final String json;
    private final Function<String, SortedMap<String, String>> reader;
    private SortedMap<String, String> values;

    /** @throws Fault BAD_REQUEST if a key or a value is no Unicode */
    public Properties(Map<String, String> values) {
        values.forEach(Properties::require);
        this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        this.json = null;
        this.reader = null;
    }

    private Properties(String json, Function<String, SortedMap<String, String>> reader) {
        this.json = json;
        this.reader = reader;
    }

    /**
     * Those that were stored.
     *
     * @param json a compact object of strings, which {@code reader} can read
     */
    public static Properties stored(String json, Function<String, SortedMap<String, String>> reader) {
        return new Properties(json, reader);
    }

    /** @throws Fault BAD_REQUEST if the key or the value is no Unicode */
    public static void require(String key, String value) {
        Unicode.require("a property's key", key);
        Unicode.require("property " + key, value);
    }

    /** The JSON object that they were stored as, compact and valid; empty if they have not been. */
    public Optional<String> json() {
        return Optional.ofNullable(json);
    }

    /** By their keys, in the order of these. */
    public SortedMap<String, String> values() {
        SortedMap<String, String> read = values; // once, as another thread may be setting it
        if (read == null) {
            read = Collections.unmodifiableSortedMap(reader.apply(json));
            values = read;
        }
        return read;
    }

    /** Null if there is none of that key. */
    public String get(String key) {
        return values().get(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Properties those
                && (json != null && json.equals(those.json) || values().equals(those.values()));
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return values().toString();
    }
}

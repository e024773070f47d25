package org.plankton.registry.image;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An image's free-form properties. Their keys are kept as they were given: any text. How a wire
 * spells them is its own affair, and how many and how long they may be a matter of settings; but keys and values that
 * the service could not store and tell as they are are in no properties.
 */
public final class Properties extends JsonValues<SortedMap<String, String>> {
    public static final Properties NONE = new Properties(Map.of());

    /** @throws Fault BAD_REQUEST if a key or a value is no Unicode */
    public Properties(Map<String, String> values) {
        super(Collections.unmodifiableSortedMap(new TreeMap<>(values)));
        values.forEach(Properties::require);
    }

    private Properties(String json, Function<String, SortedMap<String, String>> reader) {
        super(json, reader);
    }

    /**
     * Those that were stored.
     *
     * @param json a compact object of strings, which {@code reader} reads into what nobody can change
     */
    public static Properties stored(String json, Function<String, SortedMap<String, String>> reader) {
        return new Properties(json, reader);
    }

    /** @throws Fault BAD_REQUEST if the key or the value is no Unicode */
    public static void require(String key, String value) {
        Unicode.require("a property's key", key);
        Unicode.require("property " + key, value);
    }

    /** By their keys, in the order of these. */
    @Override
    public SortedMap<String, String> values() {
        return super.values();
    }

    /** Null if there is none of that key. */
    public String get(String key) {
        return values().get(key);
    }
}

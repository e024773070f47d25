package org.plankton.registry.image;

import java.util.Optional;
import java.util.function.Function;

/**
 * Values that are stored as JSON, and are not read from it before somebody asks for them, which in lists nobody does.
 *
 * @param <V> the type of them all together, which cannot be changed
 */
abstract class JsonValues<V> {
    private final String json;
    private final Function<String, V> reader;
    private V values;

    JsonValues(V values) {
        this.json = null;
        this.reader = null;
        this.values = values;
    }

    /** @param json which {@code reader} can read */
    JsonValues(String json, Function<String, V> reader) {
        this.json = json;
        this.reader = reader;
    }

    /** The JSON that they were stored as, compact and valid; empty if they have not been. */
    public final Optional<String> json() {
        return Optional.ofNullable(json);
    }

    /** How many characters they have, all together and about. */
    final int length() {
        return json == null ? values.toString().length() : json.length();
    }

    public V values() {
        V read = values; // once, as another thread may be setting it
        if (read == null) {
            read = reader.apply(json);
            values = read;
        }
        return read;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof JsonValues<?> those
                && getClass() == those.getClass()
                && (json != null && json.equals(those.json) || values().equals(those.values()));
    }

    @Override
    public final int hashCode() {
        return values().hashCode();
    }

    @Override
    public final String toString() {
        return values().toString();
    }
}

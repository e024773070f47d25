package org.plankton.registry.image;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An image's tags: words that its owner sorts it by, any text that is not empty, each once. How many and how long they
 * may be is a matter of settings.
 *
 * <p>What has been stored already is not read before somebody asks for a tag, which in lists nobody does.
 */
public final class Tags {
    public static final Tags NONE = new Tags(List.of());

    private final String json;
    private final Function<String, SortedSet<String>> reader;
    private SortedSet<String> values;

    /** @throws Fault BAD_REQUEST if one is empty, or no Unicode */
    public Tags(Collection<String> values) {
        values.forEach(Tags::require);
        this.values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        this.json = null;
        this.reader = null;
    }

    private Tags(String json, Function<String, SortedSet<String>> reader) {
        this.json = json;
        this.reader = reader;
    }

    /**
     * Those that were stored.
     *
     * @param json a compact array of strings, which {@code reader} can read
     */
    public static Tags stored(String json, Function<String, SortedSet<String>> reader) {
        return new Tags(json, reader);
    }

    /** @throws Fault BAD_REQUEST if it is empty, or no Unicode */
    public static void require(String tag) {
        if (tag.isEmpty()) {
            throw Fault.badRequest("a tag must not be empty");
        }
        Unicode.require("a tag", tag);
    }

    /** The JSON array that they were stored as, compact and valid; empty if they have not been. */
    public Optional<String> json() {
        return Optional.ofNullable(json);
    }

    /** In the order of their characters. */
    public SortedSet<String> values() {
        SortedSet<String> read = values; // once, as another thread may be setting it
        if (read == null) {
            read = Collections.unmodifiableSortedSet(reader.apply(json));
            values = read;
        }
        return read;
    }

    /** The same and that one. */
    public Tags with(String tag) {
        if (values().contains(tag)) {
            return this;
        }
        SortedSet<String> more = new TreeSet<>(values());
        more.add(tag);
        return new Tags(more);
    }

    /** The same but that one. */
    public Tags without(String tag) {
        if (!values().contains(tag)) {
            return this;
        }
        SortedSet<String> fewer = new TreeSet<>(values());
        fewer.remove(tag);
        return new Tags(fewer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tags those
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

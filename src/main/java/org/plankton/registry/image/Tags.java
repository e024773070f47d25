package org.plankton.registry.image;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An image's tags: words that its owner sorts it by, any text that is not empty, each once. How many and how long they
 * may be is a matter of settings.
 */
public final class Tags extends JsonValues<SortedSet<String>> {
    public static final Tags NONE = new Tags(List.of());

    /** @throws Fault BAD_REQUEST if one is empty, or no Unicode */
    public Tags(Collection<String> values) {
        super(Collections.unmodifiableSortedSet(new TreeSet<>(values)));
        values.forEach(Tags::require);
    }

    private Tags(String json, Function<String, SortedSet<String>> reader) {
        super(json, reader);
    }

    /**
     * Those that were stored.
     *
     * @param json a compact array of strings, which {@code reader} reads into what nobody can change
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

    /** In the order of their characters. */
    @Override
    public SortedSet<String> values() {
        return super.values();
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
}

package org.plankton.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.plankton.registry.image.Tags;

/** An image's tags as one JSON array of strings, in their order. */
final class TagsJson {
    private static final String EMPTY = "[]";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.readerFor(new TypeReference<TreeSet<String>>() {});

    private TagsJson() {}

    static String write(Tags tags) {
        return tags.json().orElseGet(() -> json(tags));
    }

    private static String json(Tags tags) {
        try {
            return JSON.writeValueAsString(tags.values());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("tags are strings", e);
        }
    }

    /** Most images have none. */
    static Tags stored(String json) {
        return json.equals(EMPTY) ? Tags.NONE : Tags.stored(json, TagsJson::values);
    }

    private static SortedSet<String> values(String json) {
        try {
            return Collections.unmodifiableSortedSet(READER.<TreeSet<String>>readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds tags that are not an array of strings", e);
        }
    }
}

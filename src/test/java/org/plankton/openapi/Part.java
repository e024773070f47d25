package org.plankton.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of the document, and where it stands.
 *
 * @param pointer a JSON pointer
 * @param node missing if there is no such part
 */
record Part(String pointer, JsonNode node) {
    /** The part under that key, be it missing. */
    Part at(String key) {
        return new Part(pointer + "/" + key.replace("~", "~0").replace("/", "~1"), node.path(key));
    }

    /** The parts of an array. */
    List<Part> elements() {
        List<Part> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Part(pointer + "/" + i, node.get(i)));
        }
        return elements;
    }

    /** The keys of an object, in their order. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    boolean exists() {
        return !node.isMissingNode();
    }

    /** The text under that key; empty if there is none. */
    Optional<String> text(String key) {
        return Optional.ofNullable(node.path(key).textValue());
    }
}

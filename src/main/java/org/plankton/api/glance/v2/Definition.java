package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.catalogue.KnownProperty.Type;
import org.plankton.registry.catalogue.LocalText;

/**
 * What is known of a property as Glance defines one, from which forms are made. There are no operators, which are of
 * lists of values alone.
 */
final class Definition {
    private Definition() {}

    /**
     * Yes or no is a choice of words, too: Horizon reads {@code true} and {@code false} alone of what Glance calls a
     * boolean, and writes {@code null} over anything else that it finds in an image.
     */
    static ObjectNode of(KnownProperty known) {
        boolean isNumber = known.type() == Type.INTEGER;
        ObjectNode its = JsonNodeFactory.instance
                .objectNode()
                .put("title", known.label().in(LocalText.USUAL))
                .put("description", description(known))
                .put("type", isNumber ? "integer" : "string");
        if (isNumber) {
            if (known.minimum() != null) {
                its.put("minimum", known.minimum());
            }
            if (known.maximum() != null) {
                its.put("maximum", known.maximum());
            }
        } else if (known.pattern() != null) {
            its.put("pattern", known.pattern().pattern());
        }
        if (isChoice(known)) {
            ArrayNode choice = its.putArray("enum");
            values(known).forEach(choice::add);
        }
        if (known.usual() != null) {
            putUsual(its, known.usual(), isNumber);
        }
        return its;
    }

    private static boolean isChoice(KnownProperty known) {
        return known.type() != Type.INTEGER
                && !known.isOpen()
                && !known.values().isEmpty();
    }

    private static List<String> values(KnownProperty known) {
        return known.values().stream().map(KnownProperty.Value::value).toList();
    }

    /** With values that are likely, as a list in a form would be of those that are allowed. */
    private static String description(KnownProperty known) {
        String help = known.help().in(LocalText.USUAL);
        if (isChoice(known)) {
            return help;
        }
        if (!known.values().isEmpty()) {
            return (help + " For example: " + String.join(", ", values(known)) + ".").strip();
        }
        return known.example() == null ? help : (help + " For example: " + known.example()).strip();
    }

    /** A number where it is one; it is an operator's, who may have written anything. */
    private static void putUsual(ObjectNode its, String usual, boolean isNumber) {
        if (!isNumber) {
            its.put("default", usual);
        } else if (usual.matches("-?[0-9]{1,18}")) {
            its.put("default", Long.parseLong(usual));
        }
    }
}

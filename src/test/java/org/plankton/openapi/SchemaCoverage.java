package org.plankton.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts what of schemas examples have shown: each field of an object, and each word of those that a value may be.
 *
 * <p>In an example what does not matter may be left out, as in conversations: it has a key or an element {@code "..."}
 * then, or the value {@code "{*}"}. Fields that are required are there nonetheless.
 */
final class SchemaCoverage {
    private static final String MORE = "...";
    private static final String IN_ANY_ORDER = "in any order";
    private static final String ANYTHING = "{*}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenApi document;
    private final Ledger ledger;
    private final String where;

    /** @param where in words, of what the examples are */
    SchemaCoverage(OpenApi document, Ledger ledger, String where) {
        this.document = document;
        this.ledger = ledger;
        this.where = where;
    }

    void describe(Part schema) {
        for (Part part : same(schema)) {
            for (JsonNode word : part.at("enum").node()) {
                ledger.describe(name(part, word), noConversation(part, word).isEmpty());
            }
            Part fields = part.at("properties");
            for (String key : fields.keys()) {
                Part field = fields.at(key);
                boolean canBeShown = field.text("x-no-conversation").isEmpty();
                if (ledger.describe(name(field), canBeShown) && canBeShown) {
                    describe(field);
                }
            }
            below(part).forEach(this::describe);
            choices(part).forEach(this::describe);
        }
    }

    /** @param example a body of JSON; what is no JSON says nothing */
    void showJson(Part schema, String example) {
        try {
            show(schema, JSON.readTree(example));
        } catch (JsonProcessingException e) {
            show(schema, MissingNode.getInstance());
        }
    }

    /** @param example what stands for a value in a header or a parameter */
    void showText(Part schema, String example) {
        show(schema, JsonNodeFactory.instance.textNode(example));
    }

    private void show(Part schema, JsonNode example) {
        List<Part> same = same(schema);
        boolean isAnything = example.isMissingNode() || example.asText().equals(ANYTHING);
        boolean isObject = same.stream().anyMatch(part -> part.text("type").equals(Optional.of("object")));
        boolean isCut = isAnything && isObject || example.has(MORE);
        Set<String> required = new TreeSet<>();
        same.forEach(part -> part.at("required").node().forEach(name -> required.add(name.textValue())));
        for (Part part : same) {
            for (JsonNode word : part.at("enum").node()) {
                if (word.equals(example)) {
                    ledger.show(name(part, word));
                }
            }
            Part fields = part.at("properties");
            for (String key : fields.keys()) {
                if (example.has(key) || isCut && required.contains(key)) {
                    ledger.show(name(fields.at(key)));
                    show(fields.at(key), example.path(key));
                }
            }
            if (!isAnything) {
                values(example, fields).forEach(value -> below(part).forEach(below -> show(below, value)));
                choices(part).forEach(choice -> show(choice, example));
            }
        }
    }

    /** The schema, and what it refers to. */
    private List<Part> same(Part schema) {
        return schema.text("$ref").isPresent() ? List.of(schema, document.follow(schema)) : List.of(schema);
    }

    /** The schema of an array's elements, or of an object's values whose keys are not told. */
    private static List<Part> below(Part part) {
        return List.of(part.at("items"), part.at("additionalProperties")).stream()
                .filter(below -> below.node().isObject())
                .toList();
    }

    private static List<Part> choices(Part part) {
        List<Part> choices = new ArrayList<>(part.at("anyOf").elements());
        choices.addAll(part.at("oneOf").elements());
        return choices;
    }

    private static List<JsonNode> values(JsonNode example, Part fields) {
        List<JsonNode> values = new ArrayList<>();
        if (example.isArray()) {
            example.forEach(values::add);
        }
        example.properties().forEach(field -> {
            if (!fields.at(field.getKey()).exists() && !field.getKey().equals(MORE)) {
                values.add(field.getValue());
            }
        });
        values.removeIf(value -> value.asText().equals(MORE) || value.asText().equals(IN_ANY_ORDER));
        return values;
    }

    private static Optional<String> noConversation(Part part, JsonNode word) {
        return part.at("x-no-conversation").text(word.asText());
    }

    private String name(Part part) {
        return where + " " + part.pointer();
    }

    private String name(Part part, JsonNode word) {
        return name(part) + " " + word.asText();
    }
}

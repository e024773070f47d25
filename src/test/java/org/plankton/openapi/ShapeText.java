package org.plankton.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Says in words what a JSON Schema says; of one that has a name, its name, and where it is on the page. */
final class ShapeText {
    private static final String SCHEMAS = "#/components/schemas/";

    private ShapeText() {}

    /** Without what an object has. */
    static String of(Part schema) {
        if (schema.text("$ref").isPresent()) {
            String name = schema.text("$ref").get().substring(SCHEMAS.length());
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        }
        if (schema.node().has("const")) {
            return code(schema.node().get("const"));
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.at(choice).exists()) {
                return schema.at(choice).elements().stream().map(ShapeText::of).collect(Collectors.joining(" or "));
            }
        }
        if (schema.at("enum").exists()) {
            return values(schema.at("enum").node()).map(ShapeText::code).collect(Collectors.joining(", "));
        }
        return types(schema).stream().map(type -> of(type, schema)).collect(Collectors.joining(" or "));
    }

    private static List<String> types(Part schema) {
        JsonNode type = schema.node().path("type");
        return type.isArray()
                ? values(type).map(JsonNode::textValue).toList()
                : List.of(type.isMissingNode() ? "anything" : type.textValue());
    }

    private static String of(String type, Part schema) {
        List<String> words = new ArrayList<>();
        words.add(type.equals("array") ? array(schema) : type);
        if (type.equals("string") && schema.at("pattern").exists()) {
            words.add("as `" + schema.text("pattern").get() + "`");
        }
        if (type.equals("string") && schema.at("maxLength").exists()) {
            words.add("of at most " + schema.node().get("maxLength") + " characters");
        }
        if (type.equals("integer") && schema.at("minimum").exists()) {
            words.add("from " + schema.node().get("minimum"));
        }
        if (type.equals("integer") && schema.at("maximum").exists()) {
            words.add("to " + schema.node().get("maximum"));
        }
        if (type.equals("object") && schema.at("additionalProperties").node().isObject()) {
            words.add(schema.at("properties").exists() ? "with any other keys, each" : "with any keys, each");
            words.add(of(schema.at("additionalProperties")));
        }
        return String.join(" ", words);
    }

    private static String array(Part schema) {
        if (schema.node().path("maxItems").asInt(1) == 0) {
            return "empty array";
        }
        return schema.at("items").node().isEmpty() ? "array" : "array of " + of(schema.at("items"));
    }

    private static String code(JsonNode value) {
        return "`" + (value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : value) + "`";
    }

    private static Stream<JsonNode> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}

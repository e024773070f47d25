package org.plankton.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds values against the document's JSON Schemas. What an object has and no schema tells of is amiss, too. */
final class Shapes {
    private static final String ADDRESS = "https://plankton.invalid/openapi";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final OpenApi document;
    private final JsonNode closed;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    Shapes(OpenApi document) {
        this.document = document;
        this.closed = document.root().node().deepCopy();
        close(closed);
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.set("$defs", closed.at("/components/schemas"));
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ADDRESS, named.toString())));
    }

    /** Lets no object have what it is not said to have, where nothing is said of that. References lead elsewhere. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").toString().contains("\"object\"")
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
        if (node instanceof ObjectNode object && object.path("$ref").isTextual()) {
            object.put("$ref", object.path("$ref").textValue().replace("#/components/schemas/", ADDRESS + "#/$defs/"));
        }
        node.forEach(Shapes::close);
    }

    /** What is wrong with JSON; empty if nothing. */
    List<String> problems(Part schema, String json) {
        JsonNode value;
        try {
            value = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return List.of("no JSON: " + json);
        }
        return problems(schema, value);
    }

    List<String> problems(Part schema, JsonNode value) {
        return compiled.computeIfAbsent(schema.pointer(), this::compile).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** A schema of its own, since the library finds none whose pointer has an escape in it. */
    private Schema compile(String pointer) {
        String name = pointer.replaceAll("[^A-Za-z0-9]", "-");
        return schemas.getSchema(SchemaLocation.of(ADDRESS + "/" + name), closed.at(pointer));
    }

    /** What is wrong with a text that stands for a value: a header's, or a parameter's. */
    List<String> problemsOfText(Part schema, String text) {
        boolean isNumber =
                document.follow(schema).text("type").filter("integer"::equals).isPresent();
        return problems(
                schema,
                isNumber && text.matches("-?[0-9]{1,40}")
                        ? JsonNodeFactory.instance.numberNode(new BigInteger(text))
                        : JsonNodeFactory.instance.textNode(text));
    }
}

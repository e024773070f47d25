package org.plankton.api.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.catalogue.PropertyGroup;

/** The catalogue as JSON Schema (2020-12) of an image's properties, all of whose values are text. */
final class PropertiesSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private PropertiesSchema() {}

    static String of(Catalogue catalogue, String language) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", DIALECT);
        schema.put("title", "properties");
        schema.put("type", "object");
        ArrayNode groups = schema.putArray("x-groups");
        ObjectNode properties = schema.putObject("properties");
        ObjectNode patterns = schema.putObject("patternProperties");
        for (PropertyGroup group : catalogue.groups()) {
            groups.addObject()
                    .put("name", group.name())
                    .put("title", group.label().in(language));
            for (KnownProperty known : group.properties()) {
                ObjectNode its = known.prefix()
                        .map(prefix ->
                                patterns.putObject("^" + Pattern.quote(prefix).replaceAll("\\\\[QE]", "") + ".+$"))
                        .orElseGet(() -> properties.putObject(known.key()));
                describe(its, group, known, language);
            }
        }
        schema.putObject("additionalProperties").put("type", "string");
        return schema.toString();
    }

    private static void describe(ObjectNode its, PropertyGroup group, KnownProperty known, String language) {
        its.put("title", known.label().in(language));
        its.put("description", known.help().in(language));
        its.put("type", "string");
        constrain(its, known);
        if (known.usual() != null) {
            its.put("default", known.usual());
        }
        if (known.example() != null && !its.has("examples")) {
            its.putArray("examples").add(known.example());
        }
        its.put("x-key", known.key());
        its.put("x-group", group.name());
        its.put("x-shown", known.isShown());
        its.put("x-type", known.type().name().toLowerCase(java.util.Locale.ROOT));
        add(its, "x-readers", known.readers());
        add(its, "x-aliases", known.aliases());
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        known.values().stream()
                .filter(value -> value.label() != null)
                .forEach(value -> labels.put(value.value(), value.label().in(language)));
        if (!labels.isEmpty()) {
            its.set("x-labels", labels);
        }
    }

    /** Whole numbers, which are text here, by their form. */
    private static void constrain(ObjectNode its, KnownProperty known) {
        List<String> values =
                known.values().stream().map(KnownProperty.Value::value).toList();
        if (!values.isEmpty()) {
            add(its, known.isOpen() ? "examples" : "enum", values);
        }
        if (known.pattern() != null) {
            its.put("pattern", known.pattern().pattern());
        } else if (known.type() == KnownProperty.Type.INTEGER) {
            its.put("pattern", "^-?[0-9]+$");
        }
        if (known.minimum() != null) {
            its.put("x-minimum", known.minimum());
        }
        if (known.maximum() != null) {
            its.put("x-maximum", known.maximum());
        }
    }

    private static void add(ObjectNode its, String name, List<String> texts) {
        ArrayNode array = its.putArray(name);
        texts.forEach(array::add);
    }
}

package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * JSON Schemas of what is told of definitions, by Glance's names. Clients refuse what does not fit; what nobody is told
 * here, such as operators, is in none.
 */
final class MetadefSchemas {
    private static final JsonNode PROPERTY = property();
    private static final JsonNode OBJECT = object();
    private static final JsonNode TAG = tag();
    private static final JsonNode RESOURCE_TYPE = resourceType();
    private static final JsonNode NAMESPACE = namespace();

    static final Map<String, JsonNode> ALL = Map.of(
            "namespace",
            NAMESPACE,
            "namespaces",
            Schemas.page("namespaces", array(NAMESPACE), true),
            "property",
            PROPERTY,
            "properties",
            Schemas.page("properties", byKey(), true),
            "object",
            OBJECT,
            "objects",
            Schemas.page("objects", array(OBJECT), true),
            "tag",
            TAG,
            "tags",
            Schemas.page("tags", array(TAG), true),
            "resource_type",
            RESOURCE_TYPE,
            "resource_types",
            Schemas.page("resource_type_associations", array(RESOURCE_TYPE), true));

    private MetadefSchemas() {}

    private static JsonNode property() {
        ObjectNode schema = closed("property");
        ObjectNode fields = schema.putObject("properties");
        Schemas.field(fields, "name", "The property's key", "string");
        Schemas.field(fields, "title", "What a form calls it", "string");
        Schemas.field(fields, "description", "What it is for", "string");
        Schemas.field(fields, "type", "What its values are", "string")
                .putArray("enum")
                .add("array")
                .add("boolean")
                .add("integer")
                .add("number")
                .add("object")
                .add("string");
        Schemas.field(fields, "enum", "All values that it may have", "array");
        Schemas.field(fields, "pattern", "What its values look like", "string").put("format", "regex");
        Schemas.field(fields, "minimum", "The least number", "number");
        Schemas.field(fields, "maximum", "The greatest number", "number");
        fields.putObject("default").put("description", "What it is taken for where an image has not got it");
        schema.putArray("required").add("title").add("type");
        return schema;
    }

    private static JsonNode object() {
        ObjectNode schema = closed("object");
        ObjectNode fields = schema.putObject("properties");
        Schemas.field(fields, "name", "The object's name", "string");
        Schemas.field(fields, "description", "What it is for", "string");
        fields.set("properties", byKey());
        link(fields);
        schema.putArray("required").add("name");
        return schema;
    }

    private static JsonNode tag() {
        ObjectNode schema = closed("tag");
        Schemas.field(schema.putObject("properties"), "name", "The tag", "string");
        schema.putArray("required").add("name");
        return schema;
    }

    private static JsonNode resourceType() {
        ObjectNode schema = closed("resource_type_association");
        ObjectNode fields = schema.putObject("properties");
        Schemas.field(fields, "name", "What the properties are of, by a name of Heat's", "string");
        Schemas.field(fields, "prefix", "What their keys begin with there", "string");
        Schemas.field(fields, "properties_target", "Which of several kinds of properties they are there", "string");
        schema.putArray("required").add("name");
        return schema;
    }

    private static JsonNode namespace() {
        ObjectNode schema = closed("namespace");
        ObjectNode fields = schema.putObject("properties");
        Schemas.field(fields, "namespace", "The unique namespace text", "string");
        Schemas.field(fields, "display_name", "The user friendly name for the namespace", "string");
        Schemas.field(fields, "description", "What the namespace is of", "string");
        Schemas.field(fields, "visibility", "Scope of namespace accessibility", "string")
                .putArray("enum")
                .add("public")
                .add("private");
        Schemas.field(fields, "protected", "If true, namespace will not be deletable.", "boolean");
        Schemas.field(fields, "owner", "Owner of the namespace", "string");
        fields.set("resource_type_associations", array(RESOURCE_TYPE));
        fields.set("properties", byKey());
        fields.set("objects", array(OBJECT));
        fields.set("tags", array(TAG));
        link(fields);
        schema.putArray("required").add("namespace");
        return schema;
    }

    private static ObjectNode closed(String name) {
        return Schemas.object().put("name", name).put("additionalProperties", false);
    }

    private static ObjectNode array(JsonNode element) {
        ObjectNode array = Schemas.object().put("type", "array");
        array.set("items", element);
        return array;
    }

    /** Properties by their keys. */
    private static ObjectNode byKey() {
        ObjectNode map = Schemas.object().put("type", "object");
        map.set("additionalProperties", PROPERTY);
        return map;
    }

    private static void link(ObjectNode fields) {
        Schemas.told(Schemas.field(fields, "self", "This", "string"));
        Schemas.told(Schemas.field(fields, "schema", "This schema", "string"));
    }
}

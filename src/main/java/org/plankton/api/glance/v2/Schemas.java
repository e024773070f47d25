package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.plankton.api.glance.GlanceStatus;
import org.plankton.api.words.EnumText;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * JSON Schemas of what is told. Clients build their images by them, and refuse what does not fit: so whatever an image
 * can have is in its enums, and null wherever it can have nothing.
 */
final class Schemas {
    private static final int LONGEST = 255;
    private static final String UUID_PATTERN =
            "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";

    static final JsonNode IMAGE = image();
    static final JsonNode IMAGES = list("images", IMAGE);
    static final JsonNode MEMBER = member();
    static final JsonNode MEMBERS = list("members", MEMBER);

    private Schemas() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode image() {
        ObjectNode schema = object().put("name", "image");
        ObjectNode fields = schema.putObject("properties");
        field(fields, "id", "An identifier for the image", "string").put("pattern", UUID_PATTERN);
        orNull(fields, "name", "Descriptive name for the image", "string").put("maxLength", LONGEST);
        told(field(fields, "status", "Status of the image", "string")).set("enum", words(false, statuses()));
        field(fields, "visibility", "Scope of image accessibility", "string")
                .set("enum", words(false, constants(Visibility.values())));
        field(fields, "protected", "If true, image will not be deletable.", "boolean");
        field(fields, "os_hidden", "If true, image will not appear in default image list response.", "boolean");
        told(orNull(fields, "checksum", "MD5 hash of the image's bytes", "string"))
                .put("maxLength", 32);
        told(orNull(fields, "os_hash_algo", "Algorithm to calculate the os_hash_value", "string"))
                .put("maxLength", 64);
        told(orNull(fields, "os_hash_value", "Hexdigest of the image's bytes by that algorithm", "string"))
                .put("maxLength", 128);
        orNull(fields, "owner", "Owner of the image", "string").put("maxLength", LONGEST);
        told(orNull(fields, "size", "Size of the image's bytes", "integer"));
        told(orNull(fields, "virtual_size", "Size of the disk, in bytes", "integer"));
        orNull(fields, "container_format", "Format of the container", "string")
                .set("enum", words(true, constants(ContainerFormat.values())));
        orNull(fields, "disk_format", "Format of the disk", "string")
                .set("enum", words(true, constants(DiskFormat.values())));
        told(field(fields, "created_at", "Date and time of image registration", "string"));
        told(field(fields, "updated_at", "Date and time of the last image modification", "string"));
        field(fields, "tags", "List of strings related to the image", "array")
                .putObject("items")
                .put("type", "string")
                .put("maxLength", LONGEST);
        field(fields, "min_ram", "Amount of RAM (in MB) required to boot image.", "integer");
        field(fields, "min_disk", "Amount of disk space (in GB) required to boot image.", "integer");
        told(field(fields, "self", "The image itself", "string"));
        told(field(fields, "file", "The image's bytes", "string"));
        told(field(fields, "schema", "This schema", "string"));
        schema.putObject("additionalProperties").put("type", "string");
        ArrayNode links = schema.putArray("links");
        link(links, "self", "{self}");
        link(links, "enclosure", "{file}");
        link(links, "describedby", "{schema}");
        return schema;
    }

    private static JsonNode member() {
        ObjectNode schema = object().put("name", "member");
        ObjectNode fields = schema.putObject("properties");
        field(fields, "member_id", "An identifier for the image member", "string");
        field(fields, "image_id", "An identifier for the image", "string").put("pattern", UUID_PATTERN);
        field(fields, "created_at", "Date and time of image member creation", "string");
        field(fields, "updated_at", "Date and time of last modification of image member", "string");
        field(fields, "status", "The status of this image member", "string")
                .set("enum", words(false, constants(MemberStatus.values())));
        told(field(fields, "schema", "This schema", "string"));
        return schema;
    }

    /** Of a list whose elements are in a key of the same name. */
    private static JsonNode list(String name, JsonNode element) {
        ObjectNode all = object().put("type", "array");
        all.set("items", element);
        return page(name, all, element != MEMBER); // which have no pages
    }

    /** Of what is in a key of the same name. */
    static JsonNode page(String name, JsonNode all, boolean hasOthers) {
        ObjectNode schema = object().put("name", name);
        ObjectNode fields = schema.putObject("properties");
        fields.set(name, all);
        fields.putObject("schema").put("type", "string");
        ArrayNode links = schema.putArray("links");
        if (hasOthers) {
            fields.putObject("first").put("type", "string");
            fields.putObject("next").put("type", "string");
            link(links, "first", "{first}");
            link(links, "next", "{next}");
        }
        link(links, "describedby", "{schema}");
        return schema;
    }

    static ObjectNode field(ObjectNode fields, String name, String description, String type) {
        return fields.putObject(name).put("description", description).put("type", type);
    }

    private static ObjectNode orNull(ObjectNode fields, String name, String description, String type) {
        ObjectNode field = fields.putObject(name).put("description", description);
        field.putArray("type").add("null").add(type);
        return field;
    }

    /** A field that clients cannot say. */
    static ObjectNode told(ObjectNode field) {
        return field.put("readOnly", true);
    }

    private static Stream<String> constants(Enum<?>[] constants) {
        return Arrays.stream(constants).map(EnumText::of);
    }

    /** Of Glance's those, too, that no image here has. */
    private static Stream<String> statuses() {
        return Stream.concat(
                Arrays.stream(Status.values()).map(GlanceStatus::of),
                Stream.of("uploading", "importing", "pending_delete"));
    }

    private static ArrayNode words(boolean orNull, Stream<String> words) {
        List<String> all = words.toList();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        if (orNull) {
            array.addNull();
        }
        all.forEach(array::add);
        return array;
    }

    private static void link(ArrayNode links, String rel, String href) {
        links.addObject().put("rel", rel).put("href", href);
    }
}

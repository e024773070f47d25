package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.catalogue.LocalText;
import org.plankton.registry.catalogue.PropertyGroup;
import org.plankton.registry.image.PercentEncoding;

/**
 * A group of properties as Glance tells of them: a namespace of definitions. What is known of all keys with a prefix
 * cannot be told so.
 *
 * @param name which is part of paths
 * @param properties in the order in which they are shown
 */
record Namespace(String name, String displayName, List<KnownProperty> properties) {
    static final String LIST = "/v2/metadefs/namespaces";

    /** What all properties that are known are of. */
    static final String RESOURCE_TYPE = "OS::Glance::Image";

    private static final String PREFIX = "Plankton::";

    /** An account's, in Glance; they are nobody's here. */
    private static final String OWNER = "plankton";

    Namespace {
        properties = List.copyOf(properties);
    }

    static Namespace of(PropertyGroup group) {
        return new Namespace(
                PREFIX + group.name().replaceAll("[^\\p{L}\\p{N}_.-]+", "-"),
                group.label().in(LocalText.USUAL),
                group.properties().stream()
                        .filter(known -> known.prefix().isEmpty())
                        .toList());
    }

    private String description() {
        String readers = properties.stream()
                .flatMap(known -> known.readers().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return readers.isEmpty() ? "Properties of images." : "Properties of images, read by " + readers + ".";
    }

    /** The property of exactly that key. */
    Optional<KnownProperty> property(String key) {
        return properties.stream().filter(known -> known.key().equals(key)).findFirst();
    }

    /** As in a list. */
    ObjectNode brief() {
        ObjectNode its = JsonNodeFactory.instance
                .objectNode()
                .put("namespace", name)
                .put("display_name", displayName)
                .put("description", description())
                .put("visibility", "public")
                .put("protected", true)
                .put("owner", OWNER);
        its.set("resource_type_associations", resourceTypes());
        return its.put("self", LIST + "/" + PercentEncoding.encodePart(name).replace("%3A", ":"))
                .put("schema", "/v2/schemas/metadefs/namespace");
    }

    /** With its properties. It is silent of objects, as Glance is: where Skyline finds a list of none it shows none. */
    ObjectNode whole() {
        ObjectNode its = brief();
        its.set("properties", definitions());
        return its;
    }

    /** By their keys. */
    ObjectNode definitions() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        properties.forEach(known -> all.set(known.key(), Definition.of(known)));
        return all;
    }

    static ArrayNode resourceTypes() {
        ArrayNode types = JsonNodeFactory.instance.arrayNode();
        types.addObject().put("name", RESOURCE_TYPE);
        return types;
    }
}

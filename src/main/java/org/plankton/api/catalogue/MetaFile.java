package org.plankton.api.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.plankton.api.words.JsonReader;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;

/**
 * What is said of an image in the file beside its own that kamaki and snf-image-creator write, called as that one with
 * {@value #ENDING} behind it: JSON, with keys as in the headers of the guide's API or in its lists. Nothing of it is
 * judged, and what is no text, number or truth is left out.
 *
 * @param name null: it does not say, as of the others
 * @param properties by their keys, as the file spells them
 */
record MetaFile(
        String name, String diskFormat, String containerFormat, Boolean isPublic, Map<String, String> properties) {
    static final String ENDING = ".meta";

    /** Bytes that it has at most. */
    static final int LONGEST = JsonReader.LONGEST;

    private static final Set<String> TRUE = Set.of("true", "yes", "1");

    private static final String HEADER = "x_image_meta_";

    /** The one beside that file. */
    static Location beside(Location file) {
        return new Location(file.account(), file.container(), file.object() + ENDING);
    }

    /** @throws Fault BAD_REQUEST if it is none */
    static MetaFile read(byte[] file) throws IOException {
        String wrong = "the " + ENDING + " file is no JSON object; write the image's properties yourself";
        ObjectNode read = JsonReader.read(new ByteArrayInputStream(file), ObjectNode.class, path -> wrong)
                .orElseThrow(() -> Fault.badRequest(wrong));
        Map<String, JsonNode> said = new HashMap<>();
        read.forEachEntry((key, value) -> said.put(plain(key), value));
        Map<String, String> properties = new TreeMap<>();
        if (said.get("properties") instanceof ObjectNode node) {
            node.forEachEntry((key, value) -> {
                String text = text(value);
                if (text != null) {
                    properties.put(key, text);
                }
            });
        }
        String isPublic = text(said.get("is_public"));
        return new MetaFile(
                text(said.get("name")),
                text(said.get("disk_format")),
                text(said.get("container_format")),
                isPublic == null ? null : TRUE.contains(isPublic.toLowerCase(Locale.ROOT)),
                properties);
    }

    private static String plain(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace('-', '_');
        return plain.startsWith(HEADER) ? plain.substring(HEADER.length()) : plain;
    }

    private static String text(JsonNode value) {
        return value == null || value.isNull() || !value.isValueNode() ? null : value.asText();
    }
}

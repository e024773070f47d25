package org.plankton.api.glance.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.plankton.api.glance.GlanceStatus;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.JsonField;
import org.plankton.api.words.TimeText;
import org.plankton.registry.image.Image;

/**
 * Images as JSON: fields and properties side by side. Links are paths without host and context path, as clients put
 * them behind the address that they know. Where an image's bytes are is never told; nor are properties that are called
 * as fields are, which other dialects may have made.
 */
final class Images {
    private static final String PATH = "/v2/images/";

    private static final JsonField ID = new JsonField("id");
    private static final JsonField NAME = new JsonField("name");
    private static final JsonField DISK_FORMAT = new JsonField("disk_format");
    private static final JsonField CONTAINER_FORMAT = new JsonField("container_format");
    private static final JsonField VISIBILITY = new JsonField("visibility");
    private static final JsonField SIZE = new JsonField("size");
    private static final JsonField VIRTUAL_SIZE = new JsonField("virtual_size");
    private static final JsonField STATUS = new JsonField("status");
    private static final JsonField CHECKSUM = new JsonField("checksum");
    private static final JsonField PROTECTED = new JsonField("protected");
    private static final JsonField MIN_RAM = new JsonField("min_ram");
    private static final JsonField MIN_DISK = new JsonField("min_disk");
    private static final JsonField OWNER = new JsonField("owner");
    private static final JsonField HIDDEN = new JsonField("os_hidden");
    private static final JsonField HASH_ALGORITHM = new JsonField("os_hash_algo");
    private static final JsonField HASH_VALUE = new JsonField("os_hash_value");
    private static final JsonField CREATED_AT = new JsonField("created_at");
    private static final JsonField UPDATED_AT = new JsonField("updated_at");
    private static final JsonField SELF = new JsonField("self");
    private static final JsonField FILE = new JsonField("file");
    private static final JsonField SCHEMA = new JsonField("schema");

    private Images() {}

    static void write(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        ID.write(json, image.id());
        NAME.write(json, orNull(image.metadata().name()));
        DISK_FORMAT.write(json, word(image.metadata().diskFormat()));
        CONTAINER_FORMAT.write(json, word(image.metadata().containerFormat()));
        VISIBILITY.write(json, word(image.metadata().visibility()));
        STATUS.write(json, GlanceStatus.of(image.status()));
        writeBytes(json, image);
        PROTECTED.write(json, image.metadata().isProtected());
        HIDDEN.write(json, image.metadata().isHidden());
        MIN_RAM.write(json, image.metadata().minRam());
        MIN_DISK.write(json, image.metadata().minDisk());
        OWNER.write(json, image.owner());
        CREATED_AT.write(json, TimeText.zoned(image.createdAt()));
        UPDATED_AT.write(json, TimeText.zoned(image.updatedAt()));
        writeTags(json, image);
        SELF.write(json, PATH + image.id());
        FILE.write(json, PATH + image.id() + "/file");
        SCHEMA.write(json, "/v2/schemas/image");
        for (Map.Entry<String, String> property :
                image.metadata().properties().values().entrySet()) {
            if (!ImageFields.isField(property.getKey())) {
                json.writeStringField(property.getKey(), property.getValue());
            }
        }
        json.writeEndObject();
    }

    private static void writeBytes(JsonGenerator json, Image image) throws IOException {
        if (image.hasBytes()) {
            SIZE.write(json, image.size());
        } else {
            SIZE.write(json, null);
        }
        if (image.virtualSize().isPresent()) {
            VIRTUAL_SIZE.write(json, image.virtualSize().getAsLong());
        } else {
            VIRTUAL_SIZE.write(json, null);
        }
        CHECKSUM.write(json, orNull(image.md5()));
        HASH_ALGORITHM.write(json, image.sha512().isEmpty() ? null : "sha512");
        HASH_VALUE.write(json, orNull(image.sha512()));
    }

    private static void writeTags(JsonGenerator json, Image image) throws IOException {
        Optional<String> stored = image.metadata().tags().json();
        json.writeFieldName("tags");
        if (stored.isPresent()) {
            json.writeRawValue(stored.get());
            return;
        }
        json.writeStartArray();
        for (String tag : image.metadata().tags().values()) {
            json.writeString(tag);
        }
        json.writeEndArray();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Null if it has not been told. */
    private static String word(Enum<?> constant) {
        return constant == null ? null : EnumText.of(constant);
    }
}

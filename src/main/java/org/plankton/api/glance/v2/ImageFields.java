package org.plankton.api.glance.v2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.plankton.api.words.EnumText;
import org.plankton.registry.image.Fault;

/** The keys of an image, of which those that are no field's are properties'; and how a field's value is read. */
final class ImageFields {
    /** What clients are told, and cannot say. */
    private static final Set<String> READ_ONLY = Set.of(
            "size",
            "virtual_size",
            "status",
            "checksum",
            "created_at",
            "updated_at",
            "self",
            "file",
            "schema",
            "direct_url",
            "stores");

    /** What is no property's, and never told. */
    private static final Set<String> RESERVED = Set.of("location", "locations", "deleted", "deleted_at");

    private static final String RESERVED_PREFIX = "os_glance";

    static final Set<String> HASHES = Set.of("os_hash_algo", "os_hash_value");

    private static final Set<String> SAID = Set.of(
            "id",
            "name",
            "disk_format",
            "container_format",
            "visibility",
            "protected",
            "os_hidden",
            "min_ram",
            "min_disk",
            "owner",
            "tags");

    private ImageFields() {}

    /** Whether it is a field's, and so can be no property's. */
    static boolean isField(String key) {
        return SAID.contains(key) || READ_ONLY.contains(key) || HASHES.contains(key) || isReserved(key);
    }

    private static boolean isReserved(String key) {
        return RESERVED.contains(key) || key.startsWith(RESERVED_PREFIX);
    }

    /** @throws Fault FORBIDDEN if clients cannot say it */
    static void requireWritable(String key) {
        if (READ_ONLY.contains(key)) {
            throw new Fault(Fault.Kind.FORBIDDEN, key + " is told by the service; leave it out");
        }
        if (key.equals("location")) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "location cannot be said; POST /images registers a file that is in the object store");
        }
        if (isReserved(key)) {
            throw new Fault(Fault.Kind.FORBIDDEN, key + " is reserved; call the property otherwise");
        }
    }

    // How values are read: each throws a BAD_REQUEST that names the key where it is another.

    static String text(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw Fault.badRequest(key + " must be a string");
        }
        return value.textValue();
    }

    /** Empty if it is null, too. */
    static String textOrNull(String key, JsonNode value) {
        if (!value.isNull() && !value.isTextual()) {
            throw Fault.badRequest(key + " must be a string, or null");
        }
        return value.isNull() ? "" : value.textValue();
    }

    static boolean truth(String key, JsonNode value) {
        if (!value.isBoolean()) {
            throw Fault.badRequest(key + " must be true or false");
        }
        return value.booleanValue();
    }

    static int minimum(String key, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw Fault.badRequest(key + " must be a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return value.intValue();
    }

    static <E extends Enum<E>> E word(String key, JsonNode value, Set<E> constants) {
        return EnumText.parse(constants, value.isTextual() ? value.textValue() : "")
                .orElseThrow(() -> Fault.badRequest(key + " must be one of " + EnumText.all(constants)));
    }
}

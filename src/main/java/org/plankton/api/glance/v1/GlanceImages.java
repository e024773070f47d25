package org.plankton.api.glance.v1;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.plankton.api.glance.GlanceStatus;
import org.plankton.api.glance.ImageBytes;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.CheckJson;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.ImageJson;
import org.plankton.api.words.JsonField;
import org.plankton.api.words.TimeText;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.StoredBytes;

/** Images as Glance writes them. Where their bytes are is never told. */
final class GlanceImages {
    /** How keys of properties are spelled. */
    static final KeyFolding KEYS = KeyFolding.DASHES;

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    // Fields of an image in JSON.
    private static final JsonField STATUS = new JsonField("status");
    private static final JsonField MIN_DISK = new JsonField("min_disk");
    private static final JsonField MIN_RAM = new JsonField("min_ram");
    private static final JsonField IS_PUBLIC = new JsonField("is_public");
    private static final JsonField PROTECTED = new JsonField("protected");
    private static final JsonField DELETED = new JsonField("deleted");
    private static final JsonField CREATED_AT = new JsonField("created_at");
    private static final JsonField UPDATED_AT = new JsonField("updated_at");
    private static final JsonField DELETED_AT = new JsonField("deleted_at");
    private static final JsonField OWNER = new JsonField("owner");
    private static final JsonField ID = new JsonField("id");
    private static final JsonField NAME = new JsonField("name");
    private static final JsonField SIZE = new JsonField("size");
    private static final JsonField DISK_FORMAT = new JsonField("disk_format");
    private static final JsonField CONTAINER_FORMAT = new JsonField("container_format");
    private static final JsonField CHECKSUM = new JsonField("checksum");
    private static final JsonField VIRTUAL_SIZE = new JsonField("virtual_size");

    private GlanceImages() {}

    /** {@code {"image": {…}}}, with an entity tag. */
    static Response.ResponseBuilder inJson(Image image) {
        Response.ResponseBuilder answer = Responses.json(ImageJson.object("image", image, GlanceImages::detail));
        writeTag(image, answer::header);
        return answer;
    }

    /** What a check of the image's file answers. */
    static Response checked(Image image) {
        String foundAt = image.found() == null
                ? null
                : TimeText.microseconds(image.found().at());
        return Responses.json(CheckJson.of(image, foundAt, GlanceStatus.of(image.status())))
                .build();
    }

    /** The image's bytes, or a range of them, and all that is known of it in headers. */
    static Response withBytes(Image image, StoredBytes bytes) {
        Response.ResponseBuilder answer = ImageBytes.answer(image, bytes);
        if (bytes.range().isEmpty() && !image.md5().isEmpty()) {
            // As in RFC 1864, which jclouds holds it to. Glance's own is hex, but only in its later API.
            answer.header(
                    "Content-MD5",
                    Base64.getEncoder().encodeToString(HexFormat.of().parseHex(image.md5())));
        }
        write(image, answer::header);
        return answer.build();
    }

    /**
     * Glance's entity tag is the MD5 without quotes; empty if nobody has computed that, or those bytes are not there.
     */
    static Optional<String> tag(Image image) {
        return Optional.of(image.md5()).filter(md5 -> !md5.isEmpty() && image.found() == null);
    }

    private static void writeTag(Image image, BiConsumer<String, String> headers) {
        tag(image).ifPresent(tag -> headers.accept(HttpHeaders.ETAG, tag));
    }

    /** All that is known of the image, in headers. What has no value has no header. */
    static void write(Image image, BiConsumer<String, String> headers) {
        writeTag(image, headers);
        field(headers, "Id", image.id());
        field(headers, "Name", image.metadata().name());
        field(headers, "Status", GlanceStatus.of(image.status()));
        field(headers, "Disk_format", format(image.metadata().diskFormat()));
        field(headers, "Container_format", format(image.metadata().containerFormat()));
        field(headers, "Size", String.valueOf(image.size()));
        field(headers, "Checksum", image.md5());
        field(headers, "Min_disk", String.valueOf(image.metadata().minDisk()));
        field(headers, "Min_ram", String.valueOf(image.metadata().minRam()));
        field(headers, "Is_public", truth(image.isPublic()));
        field(headers, "Protected", truth(image.metadata().isProtected()));
        field(headers, "Deleted", truth(isDeleted(image)));
        field(headers, "Created_at", TimeText.microseconds(image.createdAt()));
        field(headers, "Updated_at", TimeText.microseconds(image.updatedAt()));
        field(headers, "Deleted_at", deletedAt(image));
        field(headers, "Owner", image.owner());
        KEYS.shown(image.metadata().properties())
                .forEach((key, value) -> field(headers, "Property-" + PercentEncoding.encodeName(key), value));
    }

    private static void field(BiConsumer<String, String> headers, String name, String value) {
        if (value != null && !value.isEmpty()) {
            headers.accept("X-Image-Meta-" + name, raw(value));
        }
    }

    /** In UTF-8, and not percent-encoded but for control characters: containers send each character as one byte. */
    private static String raw(String value) {
        String printable = CONTROL.matcher(value).replaceAll(control -> PercentEncoding.encodePart(control.group()));
        return new String(printable.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }

    /** An element of a brief list. */
    static void brief(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        writeBrief(json, image);
        json.writeEndObject();
    }

    /** An element of a detailed list, and what a change answers. */
    static void detail(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        writeBrief(json, image);
        STATUS.write(json, GlanceStatus.of(image.status()));
        VIRTUAL_SIZE.write(json, null);
        MIN_DISK.write(json, image.metadata().minDisk());
        MIN_RAM.write(json, image.metadata().minRam());
        IS_PUBLIC.write(json, image.isPublic());
        PROTECTED.write(json, image.metadata().isProtected());
        DELETED.write(json, isDeleted(image));
        CREATED_AT.write(json, TimeText.microseconds(image.createdAt()));
        UPDATED_AT.write(json, TimeText.microseconds(image.updatedAt()));
        DELETED_AT.write(json, deletedAt(image));
        OWNER.write(json, image.owner());
        ImageJson.writeProperties(json, image, KEYS);
        json.writeEndObject();
    }

    private static void writeBrief(JsonGenerator json, Image image) throws IOException {
        ID.write(json, image.id());
        NAME.write(json, orNull(image.metadata().name()));
        SIZE.write(json, image.size());
        DISK_FORMAT.write(json, format(image.metadata().diskFormat()));
        CONTAINER_FORMAT.write(json, format(image.metadata().containerFormat()));
        CHECKSUM.write(json, orNull(image.md5()));
    }

    private static String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** Null if that has not been told. */
    private static String format(Enum<?> format) {
        return format == null ? null : EnumText.of(format);
    }

    private static boolean isDeleted(Image image) {
        return image.status() == Status.DELETED;
    }

    /** Null if it is not. */
    private static String deletedAt(Image image) {
        return image.deletedAt() == null ? null : TimeText.microseconds(image.deletedAt());
    }
}

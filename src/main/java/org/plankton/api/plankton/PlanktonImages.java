package org.plankton.api.plankton;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.plankton.api.http.Refusal;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.CheckJson;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.ImageJson;
import org.plankton.api.words.JsonField;
import org.plankton.api.words.TimeText;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;

/** Images as Plankton's own wire writes them. */
final class PlanktonImages {
    /** How keys of properties are spelled. */
    static final KeyFolding KEYS = KeyFolding.PUNCTUATION;

    // Fields of an image in JSON.
    private static final JsonField LOCATION = new JsonField("location");
    private static final JsonField CHECKSUM = new JsonField("checksum");
    private static final JsonField CREATED_AT = new JsonField("created_at");
    private static final JsonField UPDATED_AT = new JsonField("updated_at");
    private static final JsonField DELETED_AT = new JsonField("deleted_at");
    private static final JsonField IS_PUBLIC = new JsonField("is_public");
    private static final JsonField OWNER = new JsonField("owner");
    private static final JsonField STATUS = new JsonField("status");
    private static final JsonField NAME = new JsonField("name");
    private static final JsonField DISK_FORMAT = new JsonField("disk_format");
    private static final JsonField CONTAINER_FORMAT = new JsonField("container_format");
    private static final JsonField ID = new JsonField("id");
    private static final JsonField SIZE = new JsonField("size");

    private PlanktonImages() {}

    /**
     * What "Retrieve Raw Image Data" answers: 501, and where the bytes are and how they are read.
     *
     * @param image that the caller may see
     */
    static Response noData(Image image) {
        Location location = image.location();
        return Responses.refusal(new Refusal(
                "NO_DATA",
                "the image's bytes are in the object store",
                501,
                "the image's bytes are in the object store, at " + location.uri()
                        + ": read them there with the same token, by GET of /" + location.path()
                        + " below the object store's address, or by kamaki file download " + location,
                Map.of()));
    }

    /** What "Add or update" and "Update" answer: the same as "Retrieve Image Metadata". */
    static Response inHeaders(Image image) {
        Response.ResponseBuilder answer = Responses.empty();
        write(image, answer::header);
        return answer.build();
    }

    /** The image's entity tag: when it was last changed. */
    static String tag(Image image) {
        return "\"" + image.updatedAt() + "\"";
    }

    /** Guide: "Retrieve Image Metadata", the headers of the answer. */
    static void write(Image image, BiConsumer<String, String> headers) {
        headers.accept(HttpHeaders.ETAG, tag(image));
        headers.accept("x-image-meta-id", image.id());
        headers.accept(
                "x-image-meta-name",
                PercentEncoding.encodeValue(image.metadata().name()));
        headers.accept("x-image-meta-disk-format", EnumText.of(image.metadata().diskFormat()));
        headers.accept(
                "x-image-meta-container-format", EnumText.of(image.metadata().containerFormat()));
        headers.accept("x-image-meta-size", Long.toString(image.size()));
        headers.accept("x-image-meta-checksum", image.checksum());
        headers.accept("x-image-meta-location", image.location().uri());
        headers.accept("x-image-meta-created-at", TimeText.seconds(image.createdAt()));
        headers.accept("x-image-meta-updated-at", TimeText.seconds(image.updatedAt()));
        headers.accept("x-image-meta-deleted-at", "");
        headers.accept("x-image-meta-status", EnumText.of(image.status()));
        headers.accept("x-image-meta-is-public", image.isPublic() ? "True" : "False");
        headers.accept("x-image-meta-owner", image.owner());
        KEYS.shown(image.metadata().properties())
                .forEach((key, value) -> headers.accept(
                        "x-image-meta-property-"
                                + PercentEncoding.encodePart(key).replace('_', '-'),
                        PercentEncoding.encodeValue(value)));
    }

    /** What a check of the image's file answers. */
    static Response checked(Image image) {
        String foundAt =
                image.found() == null ? "" : TimeText.seconds(image.found().at());
        return Responses.json(CheckJson.of(image, foundAt, EnumText.of(image.status())))
                .header(HttpHeaders.ETAG, tag(image))
                .build();
    }

    /** Guide: "List Available Images", an element of the answer. */
    static void brief(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        writeBrief(json, image);
        json.writeEndObject();
    }

    /** Guide: "List Available Images in Detail", an element of the answer. */
    static void detail(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        writeBrief(json, image);
        LOCATION.write(json, image.location().uri());
        CHECKSUM.write(json, image.checksum());
        CREATED_AT.write(json, TimeText.seconds(image.createdAt()));
        UPDATED_AT.write(json, TimeText.seconds(image.updatedAt()));
        DELETED_AT.write(json, "");
        IS_PUBLIC.write(json, image.isPublic());
        OWNER.write(json, image.owner());
        ImageJson.writeProperties(json, image, KEYS);
        json.writeEndObject();
    }

    private static void writeBrief(JsonGenerator json, Image image) throws IOException {
        STATUS.write(json, EnumText.of(image.status()));
        NAME.write(json, image.metadata().name());
        DISK_FORMAT.write(json, EnumText.of(image.metadata().diskFormat()));
        CONTAINER_FORMAT.write(json, EnumText.of(image.metadata().containerFormat()));
        ID.write(json, image.id());
        SIZE.write(json, image.size());
    }
}

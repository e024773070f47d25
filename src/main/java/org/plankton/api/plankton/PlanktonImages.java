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
import org.plankton.api.words.TimeText;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;

/** Images as Plankton's own wire writes them. */
final class PlanktonImages {
    /** How keys of properties are spelled. */
    static final KeyFolding KEYS = KeyFolding.PUNCTUATION;

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
        json.writeStringField("location", image.location().uri());
        json.writeStringField("checksum", image.checksum());
        json.writeStringField("created_at", TimeText.seconds(image.createdAt()));
        json.writeStringField("updated_at", TimeText.seconds(image.updatedAt()));
        json.writeStringField("deleted_at", "");
        json.writeBooleanField("is_public", image.isPublic());
        json.writeStringField("owner", image.owner());
        ImageJson.writeProperties(json, image, KEYS);
        json.writeEndObject();
    }

    private static void writeBrief(JsonGenerator json, Image image) throws IOException {
        json.writeStringField("status", EnumText.of(image.status()));
        json.writeStringField("name", image.metadata().name());
        json.writeStringField("disk_format", EnumText.of(image.metadata().diskFormat()));
        json.writeStringField("container_format", EnumText.of(image.metadata().containerFormat()));
        json.writeStringField("id", image.id());
        json.writeNumberField("size", image.size());
    }
}

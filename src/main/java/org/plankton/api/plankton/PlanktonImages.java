package org.plankton.api.plankton;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.plankton.api.http.EntityTags;
import org.plankton.api.http.Refusal;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.CheckJson;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.ImageHeaders;
import org.plankton.api.words.ImageJson;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.ChangeBuilder;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.DraftBuilder;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.MetadataChangeBuilder;
import org.plankton.registry.request.PropertyChange;

/** Images as Plankton's own wire reads and writes them. */
final class PlanktonImages {
    /** How keys of properties are spelled. */
    static final KeyFolding KEYS = KeyFolding.PUNCTUATION;

    /** The fields of an image that are looked at in requests. */
    private static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "location",
            "store",
            "disk-format",
            "container-format",
            "size",
            "checksum",
            "status",
            "is-public",
            "owner",
            "created-at",
            "updated-at",
            "deleted-at");

    private static final Set<DiskFormat> DISK_FORMATS =
            EnumSet.of(DiskFormat.DISKDUMP, DiskFormat.EXTDUMP, DiskFormat.NTFSDUMP);

    private static final Set<ContainerFormat> CONTAINER_FORMATS = EnumSet.of(
            ContainerFormat.BARE, ContainerFormat.OVF, ContainerFormat.AKI, ContainerFormat.ARI, ContainerFormat.AMI);

    /** Which an owner gives. */
    private static final Set<Status> STATUSES = EnumSet.of(Status.AVAILABLE, Status.UNAVAILABLE, Status.ERROR);

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

    /** Guide: "Add or update an image", request headers. */
    static Draft draft(HttpHeaders request) {
        ImageHeaders headers = new ImageHeaders(request.getRequestHeaders(), KEYS);
        headers.refuse("id", "it is given by the registry");
        refuseTimes(headers);
        headers.refuse("status", "a registered image is available; update it afterwards");
        String name = name(headers).orElseThrow(() -> Fault.badRequest("name is required"));
        return DraftBuilder.builder()
                .replaces(true)
                .metadata(metadata(headers)
                        .name(Optional.of(name))
                        .diskFormat(
                                headers.word("disk-format", DISK_FORMATS).or(() -> Optional.of(DiskFormat.DISKDUMP)))
                        .containerFormat(headers.word("container-format", CONTAINER_FORMATS)
                                .or(() -> Optional.of(ContainerFormat.BARE)))
                        .properties(new PropertyChange(KEYS, given(headers.properties()), true))
                        .build())
                .location(headers.field("location")
                        .filter(location -> !location.isEmpty())
                        .map(Location::parse))
                .store(headers.field("store"))
                .owner(headers.field("owner"))
                .expected(expected(headers))
                .build();
    }

    /** Those that have a value, which can be but one. */
    private static Map<String, Set<String>> given(Map<String, Set<String>> properties) {
        Map<String, Set<String>> given = new TreeMap<>();
        properties.forEach((key, values) -> {
            if (values.size() > 1) {
                throw Fault.badRequest("property " + key + " is given several values; send one");
            }
            if (!values.contains("")) {
                given.put(key, values);
            }
        });
        return given;
    }

    /** Guide: "Update an Image", request headers. */
    static Change change(HttpHeaders request) {
        ImageHeaders headers = new ImageHeaders(request.getRequestHeaders(), KEYS);
        headers.refuse("id", "an image keeps its id");
        headers.refuse("location", "register the other location instead");
        headers.refuse("store", "an image stays where it is");
        refuseTimes(headers);
        return ChangeBuilder.builder()
                .metadata(metadata(headers)
                        .properties(new PropertyChange(KEYS, headers.properties(), false))
                        .build())
                .status(headers.wordInAnyCase("status", STATUSES))
                .owner(headers.field("owner"))
                .expected(expected(headers))
                .seen(seen(request))
                .build();
    }

    /** What of an image is said in the same way, be it there already or not. */
    private static MetadataChangeBuilder metadata(ImageHeaders headers) {
        return MetadataChangeBuilder.builder()
                .name(name(headers))
                .diskFormat(headers.word("disk-format", DISK_FORMATS))
                .containerFormat(headers.word("container-format", CONTAINER_FORMATS))
                .isPublic(headers.truth("is-public"));
    }

    private static Expected expected(ImageHeaders headers) {
        return new Expected(headers.number("size"), headers.field("checksum"), Optional.empty());
    }

    /** Whether a field of that name is ignored in requests. */
    static boolean ignores(String field) {
        return !FIELDS.contains(field);
    }

    private static Optional<String> name(ImageHeaders headers) {
        Optional<String> name = headers.text("name");
        if (name.filter(String::isBlank).isPresent()) {
            throw Fault.badRequest("name must not be empty");
        }
        return name;
    }

    private static void refuseTimes(ImageHeaders headers) {
        for (String time : new String[] {"created-at", "updated-at", "deleted-at"}) {
            headers.refuse(time, "the registry keeps the time");
        }
    }

    /** The times of update in {@code If-Match}; empty if it is absent or asks only that there be an image. */
    private static Optional<Set<Instant>> seen(HttpHeaders request) {
        String tags = request.getHeaderString(HttpHeaders.IF_MATCH);
        if (tags == null || EntityTags.isAny(tags)) {
            return Optional.empty();
        }
        Set<Instant> seen = new HashSet<>();
        for (String time : EntityTags.strong(tags)) {
            try {
                seen.add(Instant.parse(time));
            } catch (DateTimeException e) {
                // not a tag of ours, so no image has it
            }
        }
        return Optional.of(seen);
    }

    /** What "Add or update" and "Update" answer: the same as "Retrieve Image Metadata". */
    static Response inHeaders(Image image) {
        Response.ResponseBuilder answer = Responses.empty();
        write(image, answer::header);
        return answer.build();
    }

    /** The image's entity tag: when it was last changed. */
    static String tag(Image image) {
        return "\"" + iso(image.updatedAt()) + "Z\"";
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
        headers.accept("x-image-meta-created-at", time(image.createdAt()));
        headers.accept("x-image-meta-updated-at", time(image.updatedAt()));
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
        String foundAt = image.found() == null ? "" : time(image.found().at());
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
        json.writeStringField("created_at", time(image.createdAt()));
        json.writeStringField("updated_at", time(image.updatedAt()));
        json.writeStringField("deleted_at", "");
        json.writeBooleanField("is_public", image.isPublic());
        json.writeStringField("owner", image.owner());
        ImageJson.writeProperties(json, image, KEYS);
        json.writeEndObject();
    }

    /** Such as {@code 2013-03-29 14:14:34}. */
    private static String time(Instant time) {
        return iso(time).substring(0, "yyyy-MM-ddTHH:mm:ss".length()).replace('T', ' ');
    }

    /** In UTC. A formatter would take several times as long, and long lists are full of times. */
    private static String iso(Instant time) {
        String text = LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
        return text.length() == "yyyy-MM-ddTHH:mm".length() ? text + ":00" : text;
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

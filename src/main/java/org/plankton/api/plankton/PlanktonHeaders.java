package org.plankton.api.plankton;

import jakarta.ws.rs.core.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.plankton.api.http.EntityTags;
import org.plankton.api.words.ImageHeaders;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.ChangeBuilder;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.DraftBuilder;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.request.MetadataChangeBuilder;
import org.plankton.registry.request.PropertyChange;
import org.plankton.registry.request.SentProperties;
import org.plankton.registry.request.VisibilityChange;

/** What requests say of images in their headers, as Plankton's own wire reads them. */
final class PlanktonHeaders {
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

    private PlanktonHeaders() {}

    /** Guide: "Add or update an image", request headers. */
    static Draft draft(HttpHeaders request) {
        ImageHeaders headers = new ImageHeaders(request.getRequestHeaders(), PlanktonImages.KEYS);
        headers.refuse("id", "it is given by the registry");
        refuseTimes(headers);
        headers.refuse("status", "a registered image is available; update it afterwards");
        PropertyChange properties =
                new SentProperties(PlanktonImages.KEYS, ImageHeaders.given(headers.singleProperties()), true);
        Optional<String> name = name(headers);
        if (name.isEmpty()) {
            throw Fault.badRequest("name is required");
        }
        Optional<Location> location =
                headers.field("location").filter(given -> !given.isEmpty()).map(Location::parse);
        Optional<String> store = headers.field("store");
        MetadataChange said = metadata(headers, name, properties);
        return DraftBuilder.builder()
                .replaces(true)
                .metadata(said.withDiskFormat(said.diskFormat().or(() -> Optional.of(DiskFormat.DISKDUMP)))
                        .withContainerFormat(said.containerFormat().or(() -> Optional.of(ContainerFormat.BARE))))
                .location(location)
                .store(store)
                .owner(headers.field("owner"))
                .expected(expected(headers))
                .build();
    }

    /** Guide: "Update an Image", request headers. */
    static Change change(HttpHeaders request) {
        ImageHeaders headers = new ImageHeaders(request.getRequestHeaders(), PlanktonImages.KEYS);
        headers.refuse("id", "an image keeps its id");
        headers.refuse("location", "register the other location instead");
        headers.refuse("store", "an image stays where it is");
        refuseTimes(headers);
        return ChangeBuilder.builder()
                .metadata(metadata(
                        headers, name(headers), new SentProperties(PlanktonImages.KEYS, headers.properties(), false)))
                .status(headers.wordInAnyCase("status", STATUSES))
                .owner(headers.field("owner"))
                .expected(expected(headers))
                .seen(seen(request))
                .build();
    }

    /** What of an image is said in the same way, be it there already or not. */
    private static MetadataChange metadata(ImageHeaders headers, Optional<String> name, PropertyChange properties) {
        return MetadataChangeBuilder.builder()
                .name(name)
                .diskFormat(headers.word("disk-format", DISK_FORMATS))
                .containerFormat(headers.word("container-format", CONTAINER_FORMATS))
                .visibility(headers.truth("is-public").map(VisibilityChange.Publicity::new))
                .properties(properties)
                .build();
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
}

package org.plankton.api.glance.v1;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.plankton.api.glance.GlanceStatus;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.ImageHeaders;
import org.plankton.api.words.ImageId;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.ChangeBuilder;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.DraftBuilder;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.request.MetadataChangeBuilder;
import org.plankton.registry.request.PropertyChange;
import org.plankton.registry.request.SentProperties;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.VisibilityChange;

/**
 * What a request says of an image in its headers, as Glance understands it.
 */
final class GlanceHeaders {
    private static final String COPY_FROM = "x-glance-api-copy-from";
    private static final String PURGE_PROPERTIES = "x-glance-registry-purge-props";

    private static final Set<DiskFormat> DISK_FORMATS = EnumSet.complementOf(EnumSet.of(DiskFormat.GPT));
    private static final Set<ContainerFormat> CONTAINER_FORMATS =
            EnumSet.complementOf(EnumSet.of(ContainerFormat.COMPRESSED));

    /** Formats that are of disk and container at once. */
    private static final Set<String> AMAZON = Set.of("aki", "ari", "ami");

    private static final int MD5_LENGTH = 32;

    private final HttpHeaders request;
    private final boolean isAdministrator;

    private final GlanceFields fields;
    private final Optional<DiskFormat> diskFormat;
    private final Optional<ContainerFormat> containerFormat;
    private final Optional<Location> location;
    private final Optional<String> md5;
    private final Map<String, Set<String>> properties;

    /**
     * @param isAdministrator whether the caller is one
     * @throws Fault BAD_REQUEST if a field is unknown or cannot be read, formats contradict each other, or the image's
     *     bytes are to be fetched from elsewhere
     */
    GlanceHeaders(HttpHeaders request, boolean isAdministrator) {
        this.request = request;
        this.isAdministrator = isAdministrator;
        this.fields = new GlanceFields(request.getRequestHeaders());
        this.properties = fields.properties();
        // So that they are refused whatever becomes of the request.
        for (String time : new String[] {"created-at", "updated-at", "deleted-at"}) {
            fields.time(time);
        }
        fields.number("size");
        fields.minimum("min-ram");
        fields.minimum("min-disk");

        Optional<DiskFormat> disk = fields.word("disk-format", DISK_FORMATS);
        Optional<ContainerFormat> container = fields.word("container-format", CONTAINER_FORMATS);
        Optional<String> amazon = Stream.of(disk.map(EnumText::of), container.map(EnumText::of))
                .flatMap(Optional::stream)
                .filter(AMAZON::contains)
                .findFirst();
        this.diskFormat = amazon.isPresent() ? EnumText.parse(DISK_FORMATS, amazon.get()) : disk;
        this.containerFormat = amazon.isPresent() ? EnumText.parse(CONTAINER_FORMATS, amazon.get()) : container;
        if (disk.isPresent() && !disk.equals(diskFormat)
                || container.isPresent() && !container.equals(containerFormat)) {
            throw Fault.badRequest("disk-format and container-format must be the same where one is aki, ari or ami");
        }

        this.md5 = fields.text("checksum").map(checksum -> checksum.toLowerCase(Locale.ROOT));
        md5.filter(checksum -> checksum.length() > MD5_LENGTH).ifPresent(checksum -> {
            throw Fault.badRequest("checksum must be an MD5: " + MD5_LENGTH + " hex digits");
        });
        if (request.getRequestHeaders().containsKey(COPY_FROM) || fields.isSent("copy-from")) {
            throw Fault.badRequest(
                    "External sources are not supported: nothing is copied from elsewhere; send the bytes as"
                            + " the body, or upload them to the object store and name their location");
        }
        this.location = fields.field("location").map(Location::parse);
    }

    /** Administrators only; from others it is as if it had not been sent. */
    private Optional<String> owner() {
        return isAdministrator ? fields.text("owner") : Optional.empty();
    }

    /** Where the image's bytes are already; empty if that is not said. */
    Optional<Location> location() {
        return location;
    }

    /** Which size and MD5 the image's bytes are to have. */
    Expected expected() {
        return new Expected(fields.number("size"), Optional.empty(), md5);
    }

    boolean hasFormats() {
        return diskFormat.isPresent() && containerFormat.isPresent();
    }

    /** @throws Fault BAD_REQUEST if the image's id is to be something that no id can be */
    Draft draft() {
        return DraftBuilder.builder()
                .id(fields.text("id").map(GlanceHeaders::id))
                .metadata(metadata(new SentProperties(GlanceImages.KEYS, ImageHeaders.given(properties), false)))
                .location(location)
                .store(fields.field("store"))
                .owner(owner())
                .expected(expected())
                .build();
    }

    private MetadataChange metadata(PropertyChange properties) {
        return MetadataChangeBuilder.builder()
                .name(fields.text("name"))
                .diskFormat(diskFormat)
                .containerFormat(containerFormat)
                .visibility(fields.truth("is-public").map(VisibilityChange.Publicity::new))
                .isProtected(fields.truth("protected"))
                .minRam(fields.minimum("min-ram"))
                .minDisk(fields.minimum("min-disk"))
                .properties(properties)
                .build();
    }

    private static String id(String written) {
        return ImageId.parse(written)
                .orElseThrow(() -> Fault.badRequest("id must be a UUID such as " + UUID.nameUUIDFromBytes(new byte[0])
                        + "; leave it out to be given one"));
    }

    /** Size and checksum are {@link #requireSame}'s to look at, or the bytes' to have. */
    Change change(boolean replacesProperties) {
        return ChangeBuilder.builder()
                .metadata(metadata(new SentProperties(GlanceImages.KEYS, properties, replacesProperties)))
                .owner(owner())
                .expected(Expected.NOTHING)
                .build();
    }

    /**
     * Whether properties that are not sent are to be deleted. They are unless the client says something else than yes.
     */
    boolean replacesProperties() {
        String answer = request.getHeaderString(PURGE_PROPERTIES);
        return answer == null || GlanceFields.isTrue(answer);
    }

    /** @throws Fault FORBIDDEN if something would be changed that cannot be, or not by the caller */
    void requireSame(Image image) {
        if (image.hasBytes() && !isAdministrator) {
            requireSame("size", fields.number("size").orElse(image.size()) == image.size());
            requireSame("checksum", md5.isEmpty() || md5.get().equals(image.md5()));
        }
        requireSame("id", fields.text("id").map(image.id()::equalsIgnoreCase).orElse(true));
        requireSame(
                "status",
                fields.text("status")
                        .map(GlanceStatus.of(image.status())::equalsIgnoreCase)
                        .orElse(true));
    }

    private static void requireSame(String name, boolean isSame) {
        if (!isSame) {
            throw new Fault(Fault.Kind.FORBIDDEN, name + " cannot be changed; leave it out");
        }
    }

    /** @param length how many bytes there will be; empty: as many as come */
    Upload upload(InputStream bytes, OptionalLong length) {
        return new Upload(bytes, length, expected());
    }
}

package org.plankton.api.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.TimeText;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.Family;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Caller;

/**
 * An image in a list.
 *
 * @param ownerName what people call its owner; null: nobody has told it
 * @param isOwn whether it is the caller's
 * @param memberCount null unless it is the caller's, and shared
 * @param virtualSize bytes of the disk that it is an image of; null: not known
 * @param os what it says is its system; null: nothing
 * @param family null: it is of none
 * @param isCurrent whether it is the newest of its family that can be used
 * @param readiness null: it has not been assessed yet
 */
record ImageEntry(
        String id,
        String name,
        String owner,
        String ownerName,
        @JsonProperty("is_own") boolean isOwn,
        String visibility,
        Integer memberCount,
        String status,
        String diskFormat,
        String containerFormat,
        Long size,
        Long virtualSize,
        int minRam,
        int minDisk,
        boolean hidden,
        @JsonProperty("protected") boolean isProtected,
        boolean snapshot,
        String os,
        String osVersion,
        String family,
        @JsonProperty("current") boolean isCurrent,
        String readiness,
        List<String> tags,
        String createdAt,
        String updatedAt) {
    private static final String SHARED = EnumText.of(Visibility.SHARED);

    /** Of which it is not told yet how it stands. */
    static ImageEntry of(Image image, Caller caller, Catalogue catalogue) {
        Metadata said = image.metadata();
        boolean isOwn = image.owner().equals(caller.account());
        return new ImageEntry(
                image.id(),
                orNull(said.name()),
                image.owner(),
                null,
                isOwn,
                EnumText.of(said.visibility()),
                null,
                EnumText.of(image.status()),
                word(said.diskFormat()),
                word(said.containerFormat()),
                image.hasBytes() ? image.size() : null,
                image.virtualSize().isPresent() ? image.virtualSize().getAsLong() : null,
                said.minRam(),
                said.minDisk(),
                said.isHidden(),
                said.isProtected(),
                "snapshot".equals(said.properties().get("image_type")),
                catalogue.value(said.properties(), "OS").orElse(null),
                catalogue
                        .value(said.properties(), "os_version")
                        .or(() -> catalogue.value(said.properties(), "version"))
                        .orElse(null),
                Family.of(said.properties(), catalogue).orElse(null),
                false,
                null,
                List.copyOf(said.tags().values()),
                time(image.createdAt()),
                time(image.updatedAt()));
    }

    /**
     * The same that stands so.
     *
     * @param isNamed whether the owner's name is told: it may be an address
     */
    ImageEntry with(Standing standing, boolean isNamed) {
        return new ImageEntry(
                id,
                name,
                owner,
                isNamed ? orNull(standing.ownerName()) : null,
                isOwn,
                visibility,
                isOwn && visibility.equals(SHARED) ? standing.members() : null,
                status,
                diskFormat,
                containerFormat,
                size,
                virtualSize,
                minRam,
                minDisk,
                hidden,
                isProtected,
                snapshot,
                os,
                osVersion,
                family,
                standing.isCurrent(),
                standing.readiness() == null ? null : standing.readiness().word(),
                tags,
                createdAt,
                updatedAt);
    }

    static String time(Instant time) {
        return TimeText.microseconds(time) + "Z";
    }

    static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String word(Enum<?> constant) {
        return constant == null ? null : EnumText.of(constant);
    }
}

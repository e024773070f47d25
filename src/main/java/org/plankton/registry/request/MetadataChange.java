package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import java.util.OptionalInt;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Metadata;

/**
 * What a client says of an image, be it there already or not; whatever is empty stays as it is.
 *
 * @param minRam MiB
 * @param minDisk GiB
 * @param forgetsDiskFormat whether it is to be as if the disk format had never been told
 * @param forgetsContainerFormat as {@code forgetsDiskFormat}
 */
@RecordBuilder
public record MetadataChange(
        Optional<String> name,
        Optional<DiskFormat> diskFormat,
        Optional<ContainerFormat> containerFormat,
        Optional<VisibilityChange> visibility,
        Optional<Boolean> isProtected,
        OptionalInt minRam,
        OptionalInt minDisk,
        Optional<Boolean> isHidden,
        Optional<TagChange> tags,
        boolean forgetsDiskFormat,
        boolean forgetsContainerFormat,
        PropertyChange properties)
        implements MetadataChangeBuilder.With {
    /** Of nothing. */
    public static final MetadataChange NONE =
            MetadataChangeBuilder.builder().properties(SentProperties.NONE).build();

    /** @throws Fault BAD_REQUEST if the name is no Unicode */
    public MetadataChange {
        name.ifPresent(Metadata::requireName);
    }

    /**
     * What becomes of what has been said before.
     *
     * @param hasMembers whether the image is shared with any account
     * @throws Fault as {@link TagChange#applyTo} and {@link PropertyChange#applyTo}
     */
    public Metadata applyTo(Metadata before, boolean hasMembers) {
        return new Metadata(
                name.orElse(before.name()),
                diskFormat.orElse(forgetsDiskFormat ? null : before.diskFormat()),
                containerFormat.orElse(forgetsContainerFormat ? null : before.containerFormat()),
                visibility
                        .map(change -> change.applyTo(before.visibility(), hasMembers))
                        .orElse(before.visibility()),
                isProtected.orElse(before.isProtected()),
                minRam.orElse(before.minRam()),
                minDisk.orElse(before.minDisk()),
                isHidden.orElse(before.isHidden()),
                tags.map(change -> change.applyTo(before.tags())).orElse(before.tags()),
                properties.applyTo(before.properties()));
    }
}

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
 */
@RecordBuilder
public record MetadataChange(
        Optional<String> name,
        Optional<DiskFormat> diskFormat,
        Optional<ContainerFormat> containerFormat,
        Optional<Boolean> isPublic,
        Optional<Boolean> isProtected,
        OptionalInt minRam,
        OptionalInt minDisk,
        PropertyChange properties)
        implements MetadataChangeBuilder.With {
    /** Of nothing. */
    public static final MetadataChange NONE =
            MetadataChangeBuilder.builder().properties(PropertyChange.NONE).build();

    /** @throws Fault BAD_REQUEST if the name is no Unicode */
    public MetadataChange {
        name.ifPresent(Metadata::requireName);
    }

    /**
     * What becomes of what has been said before.
     *
     * @param hasMembers whether the image is shared with any account
     * @throws Fault as {@link PropertyChange#applyTo}
     */
    public Metadata applyTo(Metadata before, boolean hasMembers) {
        return new Metadata(
                name.orElse(before.name()),
                diskFormat.orElse(before.diskFormat()),
                containerFormat.orElse(before.containerFormat()),
                isPublic.map(is -> before.visibility().withPublic(is, hasMembers))
                        .orElse(before.visibility()),
                isProtected.orElse(before.isProtected()),
                minRam.orElse(before.minRam()),
                minDisk.orElse(before.minDisk()),
                properties.applyTo(before.properties()));
    }
}

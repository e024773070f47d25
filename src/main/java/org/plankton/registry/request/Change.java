package org.plankton.registry.request;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Status;

/**
 * What shall be different about an image; whatever is empty stays.
 *
 * @param minRam MiB
 * @param minDisk GiB
 * @param size bytes, which must be the image's
 * @param checksum which must be the image's
 * @param properties the values that were sent for each key as the wire spells it ({@link KeyFolding}), an empty one to
 *     delete the property. kamaki sends a property's old value beside its new one: values that the image has already do
 *     not count, and one at most may be left
 * @param replacesProperties whether the properties that are not among them are deleted, as far as the wire shows them
 * @param seen the times of update of which the image must have one, if the caller will change only what they have seen
 */
public record Change(
        Optional<String> name,
        Optional<DiskFormat> diskFormat,
        Optional<ContainerFormat> containerFormat,
        Optional<Status> status,
        Optional<Boolean> isPublic,
        Optional<Boolean> isProtected,
        OptionalInt minRam,
        OptionalInt minDisk,
        Optional<String> owner,
        OptionalLong size,
        Optional<String> checksum,
        Map<String, Set<String>> properties,
        boolean replacesProperties,
        Optional<Set<Instant>> seen) {
    /** Of nothing. */
    public static final Change NONE = new Change(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Map.of(),
            false,
            Optional.empty());
}

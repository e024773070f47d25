package org.plankton.registry;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What shall be different about an image; whatever is empty stays.
 *
 * @param size bytes, which must be the image's
 * @param checksum which must be the image's
 * @param properties the values that were sent for each key, an empty one to delete the property. kamaki sends a property's
 *     old value beside its new one: values that the image has already do not count, and one at most may be left
 * @param seen the times of update of which the image must have one, if the caller will change only what they have seen
 */
public record Change(
        Optional<String> name,
        Optional<DiskFormat> diskFormat,
        Optional<ContainerFormat> containerFormat,
        Optional<Status> status,
        Optional<Boolean> isPublic,
        Optional<String> owner,
        OptionalLong size,
        Optional<String> checksum,
        Map<String, Set<String>> properties,
        Optional<Set<Instant>> seen) {}

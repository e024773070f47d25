package org.plankton.registry;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A registered image: what the registry knows of an object in the object store.
 *
 * @param id a UUID, lower case
 * @param owner the account that it belongs to
 * @param size bytes
 * @param checksum the object store's content hash, lower-case hex
 * @param properties free-form, in the order of their keys; keys are lower case with {@code _} for every punctuation
 * @param createdAt when it was first registered, to the microsecond
 * @param updatedAt when it was last changed, to the microsecond; each change is later than the one before
 */
public record Image(
        String id,
        String owner,
        String name,
        Location location,
        DiskFormat diskFormat,
        ContainerFormat containerFormat,
        long size,
        String checksum,
        Status status,
        boolean isPublic,
        Map<String, String> properties,
        Instant createdAt,
        Instant updatedAt) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Whether {@code text} can be the id of an image. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}

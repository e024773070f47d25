package org.plankton.registry;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image as somebody asks for it to be registered.
 *
 * @param location empty if none was named
 * @param owner empty: whoever's object it is
 * @param size bytes, which must be the object's; empty: whatever it is
 * @param checksum which must be the object's; empty: whatever it is
 * @param properties keys as in {@link Image}, values not empty
 */
public record Draft(
        Optional<String> name,
        Optional<Location> location,
        DiskFormat diskFormat,
        ContainerFormat containerFormat,
        boolean isPublic,
        Optional<String> owner,
        OptionalLong size,
        Optional<String> checksum,
        Map<String, String> properties) {}

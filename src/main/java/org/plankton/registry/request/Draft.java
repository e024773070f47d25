package org.plankton.registry.request;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;

/**
 * An image as somebody asks for it to be registered or reserved.
 *
 * @param id empty: the registry gives one
 * @param replaces whether an image that is registered at the same location is registered anew; else it is a conflict
 * @param name empty: none
 * @param location empty if none was named
 * @param store the object store by name, which must be the one that there is; empty: that one
 * @param diskFormat empty if it is still to be told, which goes only with a reservation
 * @param containerFormat empty as {@code diskFormat}
 * @param minRam MiB
 * @param minDisk GiB
 * @param owner empty: whoever's object it is
 * @param size bytes, which must be the object's; empty: whatever it is
 * @param checksum which must be the object's; empty: whatever it is
 * @param md5 which must be the object's; empty: whatever it is
 * @param properties by key as the wire spells it ({@link KeyFolding}); values not empty
 */
public record Draft(
        Optional<String> id,
        boolean replaces,
        String name,
        Optional<Location> location,
        Optional<String> store,
        Optional<DiskFormat> diskFormat,
        Optional<ContainerFormat> containerFormat,
        boolean isPublic,
        boolean isProtected,
        int minRam,
        int minDisk,
        Optional<String> owner,
        OptionalLong size,
        Optional<String> checksum,
        Optional<String> md5,
        Map<String, String> properties) {}

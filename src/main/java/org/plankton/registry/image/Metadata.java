package org.plankton.registry.image;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What is said of an image by whoever registers it.
 *
 * @param name empty if it has none
 * @param diskFormat null if that has not been told; what has bytes has a format
 * @param containerFormat null as {@code diskFormat}
 * @param isProtected whether it cannot be unregistered
 * @param minRam MiB of memory that it needs
 * @param minDisk GiB of disk that it needs
 * @param isHidden whether it is out of the lists of everybody but its owner, where that does not ask for such
 */
@RecordBuilder
public record Metadata(
        String name,
        DiskFormat diskFormat,
        ContainerFormat containerFormat,
        Visibility visibility,
        boolean isProtected,
        int minRam,
        int minDisk,
        boolean isHidden,
        Tags tags,
        Properties properties)
        implements MetadataBuilder.With {
    /** Nothing has been said yet. */
    public static final Metadata NONE =
            new Metadata("", null, null, Visibility.PRIVATE, false, 0, 0, false, Tags.NONE, Properties.NONE);

    /** @throws Fault BAD_REQUEST if the name is no Unicode */
    public Metadata {
        requireName(name);
    }

    /** @throws Fault BAD_REQUEST if the name is no Unicode */
    public static void requireName(String name) {
        Unicode.require("name", name);
    }

    /** @throws Fault BAD_REQUEST if it is not said what the bytes are */
    public void requireFormats() {
        if (diskFormat == null || containerFormat == null) {
            throw Fault.badRequest((diskFormat == null ? "disk" : "container")
                    + "-format is not specified: say what the bytes are, since an image that has them has one");
        }
    }
}

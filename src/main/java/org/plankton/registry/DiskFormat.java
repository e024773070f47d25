package org.plankton.registry;

/** What the bytes of an image are. Guide: "Disk format". */
public enum DiskFormat {
    /** A dump of a whole disk. */
    DISKDUMP,
    /** A dump of an ext file system. */
    EXTDUMP,
    /** A dump of an NTFS file system. */
    NTFSDUMP
}

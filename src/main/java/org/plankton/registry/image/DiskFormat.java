package org.plankton.registry.image;

/** What the bytes of an image are. Guide: "Disk format". */
public enum DiskFormat {
    /** A dump of a whole disk. */
    DISKDUMP,
    /** A dump of an ext file system. */
    EXTDUMP,
    /** A dump of an NTFS file system. */
    NTFSDUMP,
    /** Glance's word for a dump of a whole disk. */
    RAW,
    /** Virtual PC and Hyper-V. */
    VHD,
    /** Hyper-V's later one. */
    VHDX,
    /** VMware. */
    VMDK,
    /** VirtualBox. */
    VDI,
    /** QEMU. */
    QCOW2,
    /** Virtuozzo. */
    PLOOP,
    /** A compact disc's contents. */
    ISO,
    /** Amazon kernel image. */
    AKI,
    /** Amazon ramdisk image. */
    ARI,
    /** Amazon machine image. */
    AMI
}

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
    /** The same of a disk that has a GUID partition table. */
    GPT,
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
    AMI;

    /** Whether the bytes are those of the disk, one by one. */
    public boolean isDisk() {
        return switch (this) {
            case DISKDUMP, EXTDUMP, NTFSDUMP, RAW, GPT, ISO -> true;
            case VHD, VHDX, VMDK, VDI, QCOW2, PLOOP, AKI, ARI, AMI -> false;
        };
    }
}

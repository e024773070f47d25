package org.plankton.registry.image;

/** The envelope around the disk. Guide: "Container format". */
public enum ContainerFormat {
    /** No envelope. */
    BARE,
    /** Open Virtualization Format: a folder. */
    OVF,
    /** Open Virtualization Format: one archive. */
    OVA,
    /** A file system of Docker's, archived. */
    DOCKER,
    /** No envelope, but compressed. */
    COMPRESSED,
    /** Amazon kernel image. */
    AKI,
    /** Amazon ramdisk image. */
    ARI,
    /** Amazon machine image. */
    AMI
}

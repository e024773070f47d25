package org.plankton.registry;

/** The envelope around the disk. Guide: "Container format". */
public enum ContainerFormat {
    /** No envelope. */
    BARE,
    /** Open Virtualization Format. */
    OVF,
    /** Amazon kernel image. */
    AKI,
    /** Amazon ramdisk image. */
    ARI,
    /** Amazon machine image. */
    AMI
}

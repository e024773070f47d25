package org.plankton.registry.image;

/** What an image is fit for. It never changes who may see the image. */
public enum Status {
    /** It has bytes, and nobody says that they are not good. */
    AVAILABLE,
    /** Its owner says that it is not to be used. */
    UNAVAILABLE,
    /** Its owner says that it is broken, or its upload has failed, and then it has no bytes. */
    ERROR,
    /** It waits for its bytes. */
    QUEUED,
    /** Its bytes are being uploaded. */
    SAVING,
    /** It is registered no longer. */
    DELETED
}

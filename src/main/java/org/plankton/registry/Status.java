package org.plankton.registry;

/** What the owner says of an image's fitness. It never changes who may see the image. */
public enum Status {
    AVAILABLE,
    UNAVAILABLE,
    ERROR
}

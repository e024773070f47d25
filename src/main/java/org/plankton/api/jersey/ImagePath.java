package org.plankton.api.jersey;

/** The paths of single images, as Jersey is told them. */
public final class ImagePath {
    /** Not "detail", whatever the method: a path that is written out is not tried as an id where it lacks a method. */
    public static final String ID = "{id: (?!detail(?:/|$))[^/]+}";

    private ImagePath() {}
}

package org.plankton.registry.image;

/** A value that is there as JSON already, and can be handed on without being read. */
public interface JsonText {
    /** Compact and valid. */
    String json();
}

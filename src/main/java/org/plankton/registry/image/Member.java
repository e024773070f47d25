package org.plankton.registry.image;

/**
 * An account that an image is shared with.
 *
 * @param canShare whether it may share the image with others in its turn
 */
public record Member(String account, boolean canShare) {}

package org.plankton.registry.image;

/**
 * An image that is shared with an account.
 *
 * @param canShare whether the account may share the image with others in its turn
 */
public record SharedImage(String id, boolean canShare) {}

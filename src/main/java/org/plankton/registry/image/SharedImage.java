package org.plankton.registry.image;

import java.time.Instant;

/**
 * An image that is shared with an account.
 *
 * @param createdAt of the image: lists have the newest first
 * @param canShare whether the account may share the image with others in its turn
 */
public record SharedImage(String id, Instant createdAt, boolean canShare) {}

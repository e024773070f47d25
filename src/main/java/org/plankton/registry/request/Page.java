package org.plankton.registry.request;

import java.util.List;
import org.plankton.registry.image.Image;

/**
 * Some images of a listing, and whether there are more after them.
 *
 * @param fingerprint the same as long as both are: lower-case hex
 */
public record Page(List<Image> images, boolean hasMore, String fingerprint) {}

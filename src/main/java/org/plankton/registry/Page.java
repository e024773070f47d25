package org.plankton.registry;

import java.util.List;

/** Some images of a listing, and whether there are more after them. */
public record Page(List<Image> images, boolean hasMore) {}

package org.plankton.registry.request;

/**
 * How many images there are in a listing.
 *
 * @param isComplete whether that is all; else counting was given up there, and there are more
 */
public record Counted(long count, boolean isComplete) {}

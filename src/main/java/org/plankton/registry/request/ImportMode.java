package org.plankton.registry.request;

/**
 * How images are imported.
 *
 * @param isTrial whether it is only to be found out what would become of each
 * @param updates whether an image that is there otherwise is made what it was to be
 */
public record ImportMode(boolean isTrial, boolean updates) {}

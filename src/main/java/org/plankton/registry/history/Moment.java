package org.plankton.registry.history;

/**
 * A moment in the history of an image.
 *
 * @param position of an edit of it
 * @param isBefore whether it is meant as it was just before that edit; else as the edit left it
 */
public record Moment(long position, boolean isBefore) {}

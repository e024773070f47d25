package org.plankton.registry.turns;

/**
 * Of what there is only so much of at once, at one moment.
 *
 * @param atOnce how many may have some of it
 * @param taken how many have
 * @param waiting how many wait for it
 * @param refused for how many there was none, so far
 */
public record TurnCounts(int atOnce, int taken, int waiting, long refused) {}

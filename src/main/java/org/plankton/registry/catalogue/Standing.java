package org.plankton.registry.catalogue;

/**
 * How an image stands in the lists of an account.
 *
 * @param readiness null: it has not been assessed yet
 * @param isCurrent whether it is the newest of its family that can be used, of those that the account sees
 * @param ownerName what people call its owner; empty if nobody has told it
 * @param members how many it has; 0 unless it is the account's own
 */
public record Standing(String id, Readiness readiness, boolean isCurrent, String ownerName, int members) {}

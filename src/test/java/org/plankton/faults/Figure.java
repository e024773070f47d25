package org.plankton.faults;

/**
 * One figure of a row.
 *
 * @param owed what it must be, in a few words; empty if it is only told
 */
record Figure(String name, String owed, String measured, boolean isKept) {}

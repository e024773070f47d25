package org.plankton.registry.ports;

/** What is asked of, and written to, the table of those who follow the journal. */
public interface FollowerMapper {
    /** The position of the last edit that it has seen to; 0: of none; null: nobody of that name follows. */
    Long find(String name);

    /** That it has seen to all up to that position, wherever it was. */
    void begin(String name, long position);

    /** The same, unless it was farther already, or nobody of that name follows. */
    void advance(String name, long position);
}

package org.plankton.faults;

/** One thing that is done to the service, and what it owes meanwhile and afterwards. */
interface Row {
    /** A number, or a word; by it the row is asked for. */
    String name();

    /** What is done, with the settings that are others than in other rows. */
    String stimulus();

    String owed();

    /** Whether it depends on how the container hands out its threads, so that it is owed on each. */
    default boolean isOfContainers() {
        return false;
    }

    /** Whether any of its figures is a time, which whatever else the machine does at once would spoil. */
    default boolean isTimed() {
        return true;
    }

    /** Leaves the testbed's parties as well as they were; the service may be ended by it. */
    void measure(Testbed bed, Finding finding) throws Exception;
}

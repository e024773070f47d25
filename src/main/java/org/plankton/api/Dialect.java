package org.plankton.api;

import java.util.Set;

/** One wire: where it is mounted, what it serves, how it says no. */
public interface Dialect extends FaultFormat {
    /** Of its servlet. */
    String name();

    /** Which requests it gets, as servlet mappings. */
    Set<String> mappings();

    /** Its resource classes, and the filters that it has beside those of every dialect. */
    Set<Class<?>> resources();
}

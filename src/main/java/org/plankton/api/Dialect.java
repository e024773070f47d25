package org.plankton.api;

import java.util.Set;

/** One wire: where it is mounted, what it serves, how it says no. */
public interface Dialect extends FaultFormat {
    /** Of its servlet. */
    String name();

    /** Which requests it gets, as a servlet mapping. */
    String mapping();

    /** Its resource classes. */
    Set<Class<?>> resources();
}

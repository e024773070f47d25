package org.plankton.registry;

import java.util.Optional;
import java.util.Set;

/** Where images' bytes are kept. Everything is asked with the caller's own token. */
public interface ObjectStore {
    /** Among readers: every user of the cloud. No account can be called that. */
    String EVERYONE = "*";

    /**
     * The object at {@code location}; empty if there is none, or none that the caller may read.
     *
     * @throws Fault UNAUTHORIZED if the store refuses the token; UNAVAILABLE if it does not answer
     */
    Optional<StoredObject> stat(Caller caller, Location location);

    /**
     * Lets {@code readers} read the object, and {@code former} no longer, unless they are among the readers. Whoever else may
     * read or write it still may. Doing it again changes nothing.
     *
     * @param readers accounts, or {@link #EVERYONE}, beside whom the others need not be remembered by the store
     * @throws Fault FORBIDDEN if the object is not the caller's; BAD_REQUEST if the store cannot name one of the readers;
     *     UNAUTHORIZED if it refuses the token; NO_OBJECT if there is none; UNAVAILABLE if it does not answer
     */
    void share(Caller caller, Location location, Set<String> readers, Set<String> former);
}

package org.plankton.registry.ports;

import java.util.Set;
import java.util.function.Consumer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;

/**
 * Who may read objects where the object store itself lets accounts read or not, with the caller's own token. A store
 * whose bytes nobody reads but through the registry has nothing to share: {@link #NONE}.
 */
public interface Sharing {
    /** Among readers: every user of the cloud. No account can be called that. */
    String EVERYONE = "*";

    /** Of a store that has nothing to do with who reads. It looks at no object. */
    Sharing NONE = (caller, location, readers, former, look) -> {};

    /**
     * Lets {@code readers} read the object, and {@code former} no longer, unless they are among the readers. Whoever
     * else may read or write it still may, be it by a list of the object's own or by a folder that it is in. Doing it
     * again changes nothing.
     *
     * @param readers accounts, or {@link #EVERYONE}, beside whom the others need not be remembered by the store
     * @param look is given what is there before anything is written, and nothing is if it throws
     * @throws Fault FORBIDDEN if the object is not the caller's; BAD_REQUEST if the store cannot name one of the
     *     readers, or cannot share the object alone; UNAUTHORIZED if it refuses the token; NO_OBJECT if it says that
     *     there is none, or none that the caller may read, which it may not say for good, and
     *     then {@code former} may have been taken away where they were listed; UNAVAILABLE if it does not
     *     answer, or not as it should, and then, if {@code look} has been asked, it may have been done, or, if the
     *     fault {@link Fault#isOpen}, come to be done even later; those of {@code look}
     */
    void share(Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look);
}

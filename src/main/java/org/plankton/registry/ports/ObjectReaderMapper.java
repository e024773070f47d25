package org.plankton.registry.ports;

import java.util.Set;

/**
 * What is asked of the table of those whom the object store may take for readers of an object that is not where it was
 * registered, and no image's any longer.
 */
public interface ObjectReaderMapper {
    /** Accounts, {@link Sharing#EVERYONE} perhaps among them; empty if none is known. */
    Set<String> list(String uuid);

    /** @param accounts not empty; some may be there already */
    void insert(String uuid, Set<String> accounts);

    /** All of them. */
    void delete(String uuid);
}

package org.plankton.registry;

import java.util.Set;

/**
 * What is asked of the table of readers whom the object store has still to be told of that they are readers no longer. The
 * SQL is in {@code FormerReaderMapper.xml} beside this name on the class path.
 */
public interface FormerReaderMapper {
    /** Accounts, {@link ObjectStore#EVERYONE} perhaps among them; empty if the store has been told all. */
    Set<String> list(String imageId);

    /** Where the object is of an image that {@code owner} has unregistered and of which the store has not been told all; or null. */
    Location findUnregistered(String imageId, String owner);

    /** @param accounts not empty; some may be there already */
    void insert(Image image, Set<String> accounts);

    /** @param accounts not empty */
    void delete(String imageId, Set<String> accounts);
}

package org.plankton.registry;

import java.util.Set;

/**
 * What is asked of the table of those whom the object store may take for readers though they are none. The SQL is in {@code
 * FormerReaderMapper.xml} beside this name on the class path.
 *
 * @see Readership
 */
public interface FormerReaderMapper {
    /** Accounts, {@link ObjectStore#EVERYONE} perhaps among them; empty if the store has been told all. */
    Set<String> list(String imageId);

    /** Where the object is of an image that {@code owner} has unregistered and of which the store has not been told all; or null. */
    Location findUnregistered(String imageId, String owner);

    /** @param accounts not empty; some may be there already */
    void insert(String imageId, String owner, Location location, Set<String> accounts);

    /**
     * Notes of an image, too, what is noted of others at its location: who might read what they had there may read what
     * it has.
     *
     * @param heir the image's id
     * @return how many
     */
    int inherit(Location location, String heir);

    /** @param accounts not empty */
    void delete(String imageId, Set<String> accounts);
}

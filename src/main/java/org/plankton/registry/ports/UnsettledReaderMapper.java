package org.plankton.registry.ports;

import java.util.Set;
import org.plankton.registry.image.Location;

/**
 * What is asked of the table of those whom the object store may take for readers of an object though they are none of
 * its image.
 */
public interface UnsettledReaderMapper {
    /**
     * Accounts, {@link Sharing#EVERYONE} perhaps among them; empty if the store has been told all of that object.
     */
    Set<String> list(Location location);

    /** Where the objects are of which the store has not been told all that was changed for that image. */
    Set<Location> listLocations(String imageId);

    /**
     * The same of an image that is registered no longer, as far as {@code owner} is who may tell the store.
     */
    Set<Location> listUnregistered(String imageId, String owner);

    /**
     * @param owner whom the image belongs to, or did; or whose file it is
     * @param accounts not empty; some may be there already
     */
    void insert(Location location, String imageId, String owner, Set<String> accounts);

    /** @param accounts not empty */
    void delete(Location location, Set<String> accounts);
}

package org.plankton.registry.ports;

import java.util.List;
import org.plankton.registry.image.Location;

/**
 * What is asked of the table of changes of readers that are on their way to the object store.
 */
public interface SharingMapper {
    /**
     * A change of the readers of an object.
     *
     * @param isOvertaken whether another of the same object has ended since it began
     * @param isOver whether it began so long ago that it will not come about any longer, if it has not
     */
    record Underway(String id, boolean isOvertaken, boolean isOver) {}

    /** Notes one that begins, or begins anew. */
    void begin(Location location, String id);

    /**
     * Those of the object at that location, locked until the transaction ends.
     *
     * @param lease seconds after which one is over
     */
    List<Underway> lock(Location location, long lease);

    /** Says of the others of the object that they are overtaken. */
    void overtake(Location location, String id);

    void delete(Location location, String id);

    /** Clears away those that are over. */
    void deleteOver(Location location, long lease);
}

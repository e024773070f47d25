package org.plankton.registry.ports;

import java.util.List;
import org.plankton.registry.image.Location;

/**
 * What is asked of the table of objects that are no image's but may be in the object store, on their way in or left
 * behind.
 */
public interface UploadMapper {
    /** An object that may have been left behind. */
    record Orphan(String imageId, Location location) {}

    /** @param isRepeatable as of {@link #insert} */
    record Silent(String imageId, boolean isRepeatable) {}

    /** @param isBeingDeleted whether the store has been told to delete the object, and may be about to */
    record Note(String imageId, boolean isBeingDeleted) {}

    /**
     * What the account has left behind, some of it if it is much; empty if nothing.
     *
     * @param lease seconds of silence after which an upload is dead
     */
    List<Orphan> listOrphans(String account, long lease);

    /** What the account has left behind of that image, which is registered no longer; null if nothing. */
    Orphan findOrphan(String imageId, String account, long lease);

    /** What is noted of an object there; null if nothing. */
    Note findAt(Location location);

    /** Whether something is noted of the image, which may be forgotten. */
    boolean isNoted(String imageId);

    /** Of which image there is a note of an object there, locked until the transaction ends; null if there is none. */
    String lock(Location location);

    /**
     * The uploads that are on their way, but have been silent for a lease. They and their images are locked until the
     * transaction ends.
     *
     * @param lease seconds
     * @param limit how many at most
     */
    List<Silent> lockSilent(long lease, int limit);

    /**
     * Notes an upload that begins.
     *
     * @param isRepeatable whether its image waits for its bytes again if it fails; else the image is in error
     */
    void insert(String imageId, String account, Location location, boolean isRepeatable);

    /** Makes of what is noted of the image what is noted of none; it is the account's as before. */
    void setAside(String imageId);

    /** Notes an object that was an image's, and is to be deleted. */
    void insertOrphan(String imageId, String account, Location location);

    /**
     * Says that the upload to there is alive.
     *
     * @return 0 if it is no longer noted, or has been ended
     */
    int renew(Location location);

    /** Says that no more bytes will come there. */
    void end(Location location);

    /** Says that the store is told to delete the object there. */
    void beginDeletion(Location location);

    /**
     * Says that the object there is the image's.
     *
     * @return 0 if its upload is no longer noted
     */
    int finish(String imageId, Location location);

    void delete(Location location);
}

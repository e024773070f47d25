package org.plankton.registry;

import java.util.List;

/**
 * What is asked of the table of objects that are no image's but may be in the object store, on their way in or left behind. The
 * SQL is in {@code UploadMapper.xml} beside this name on the class path.
 *
 * @see ImageData
 */
public interface UploadMapper {
    /** An object that may have been left behind. */
    record Left(String imageId, Location location) {}

    /** What the account has left behind, some of it if it is much; empty if nothing. */
    List<Left> listLeft(String account);

    /** What the account has left behind of that image, which is registered no longer; null if nothing. */
    Left findLeft(String imageId, String account);

    void insert(String imageId, String account, Location location);

    /** What is at that location is some image's now, and nothing left behind. */
    void forget(Location location);

    /**
     * Says that the upload is alive.
     *
     * @return 0 if it is no longer noted, or has been ended
     */
    int renew(String imageId);

    void delete(String imageId);

    /**
     * Ends uploads that have been silent for so long: their images are in error.
     *
     * @return how many
     */
    int endSilent(long seconds);
}

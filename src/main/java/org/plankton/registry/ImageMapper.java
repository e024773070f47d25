package org.plankton.registry;

import java.time.Instant;
import java.util.List;

/**
 * What is asked of the image table. The SQL is in {@code ImageMapper.xml} beside this name on the class path. Images that are
 * registered no longer are left out unless it is said otherwise.
 */
public interface ImageMapper {
    /** The image if {@code account} may see it, else null. */
    Image findVisible(String id, String account);

    /** The image, whoever asks, or null. */
    Image find(String id);

    /** The image, if it is registered no longer and that has not been cleared away yet; else null. */
    Image findDeleted(String id);

    /** The image at that location, or null. */
    Image findByLocation(Location location);

    /** The image, locked until the transaction ends, or null. */
    Image lock(String id);

    /** The image at that location, locked until the transaction ends, or null. */
    Image lockByLocation(Location location);

    /** At most {@code limit} of the images that the query asks for; they may be such as are registered no longer. */
    List<Image> listVisible(String account, Query query, int limit);

    void insert(Image image);

    /** Writes all of the image but its id and time of creation. */
    void update(Image image);

    /** Notes that the image is registered no longer, and has no bytes. */
    void delete(String id, Instant deletedAt);

    /** Clears away an image of that id that is registered no longer. */
    void forget(String id);

    /** Clears away at most {@code limit} images that were unregistered before that time. */
    int forgetDeletedBefore(Instant time, int limit);

    /**
     * How often the image's readers have been changed, beginning anywhere; null if there is no such image. It is counted on
     * while the image is registered no longer, as long as the store is still to be told of that.
     *
     * @see Readership
     */
    Long findReadersVersion(String id);

    /** The same, the image locked until the transaction ends. */
    Long lockReadersVersion(String id);

    void countReadersChange(String id);
}

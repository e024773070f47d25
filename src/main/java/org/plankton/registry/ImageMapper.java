package org.plankton.registry;

import java.util.List;

/** What is asked of the image table. The SQL is in {@code ImageMapper.xml} beside this name on the class path. */
public interface ImageMapper {
    /** The image if {@code account} may see it, else null. */
    Image findVisible(String id, String account);

    /** The image, whoever asks, or null. */
    Image find(String id);

    /** The image at that location, or null. */
    Image findByLocation(Location location);

    /** The image, locked until the transaction ends, or null. */
    Image lock(String id);

    /** The image at that location, locked until the transaction ends, or null. */
    Image lockByLocation(Location location);

    /** At most {@code limit} of the images that {@code account} may see. */
    List<Image> listVisible(String account, Query query, int limit);

    void insert(Image image);

    /** Writes all of the image but its id and time of creation. */
    void update(Image image);

    void delete(String id);

    /**
     * How often the image's readers have been changed, beginning anywhere; null if there is no such image.
     *
     * @see Readership
     */
    Long findReadersVersion(String id);

    /** The same, the image locked until the transaction ends. */
    Long lockReadersVersion(String id);

    void countReadersChange(String id);
}

package org.plankton.registry.ports;

import java.util.List;
import org.plankton.registry.image.Image;

/** What is written to the image table and the index of properties; only by the one who writes images. */
public interface ImageWriteMapper {
    /** A property as the index has it. */
    record Property(String key, String value) {}

    /** Of it and of every other that is written the accounts are known to the tables. */
    void insert(Image image);

    /**
     * Writes all of the image but its id and time of creation.
     *
     * @param readersChanges how many changes of its readers are to be counted: 0 or 1
     */
    void update(Image image, int readersChanges);

    /** Takes the image's location away until it is updated, so that another can have it before. */
    void vacate(String id);

    /** Counts a change of its readers. */
    void countReadersChange(String id);

    /** Clears an image away, and its members. */
    void forget(String id);

    /**
     * @param account in whose lists the image is to be found by them; {@link Sharing#EVERYONE}: in everybody's
     * @param properties not empty; some may be there already
     */
    void insertProperties(String id, String account, List<Property> properties);

    /**
     * @param account as of {@link #insertProperties}
     * @param properties not empty
     */
    void deleteProperties(String id, String account, List<Property> properties);
}

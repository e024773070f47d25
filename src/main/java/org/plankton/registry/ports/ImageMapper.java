package org.plankton.registry.ports;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;
import org.plankton.registry.request.Query;
import org.plankton.registry.sharing.Readership;

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

    /** The image whose object has that UUID, or null. */
    Image findByObject(String uuid);

    /** The same, locked until the transaction ends, or null. */
    Image lockByObject(String uuid);

    /** The first images that have bytes, in the order of their ids, whose id comes after that. */
    List<Image> listAfter(String id, int limit);

    /** Takes the image's location away until it is updated, so that another can have it before. */
    void vacate(String id);

    /** An image as it was from one moment on: every change has a later time. */
    record Version(String id, Instant updatedAt) {}

    /**
     * The first of the images that the query asks for; they may be such as are registered no longer. What it takes does not
     * depend on how many there are. The query's marker is not looked at.
     *
     * @param after only what comes after that place; null: from the beginning
     * @param limit how many at most
     */
    List<Image> list(String account, Query query, Place after, int limit);

    /** The same without reading the images themselves. */
    List<Version> listVersions(String account, Query query, Place after, int limit);

    /** A property as the index has it. */
    record Property(String key, String value) {}

    /** How many properties a statement writes: as many as an image may have are written in several. */
    int PIECE = 100;

    default void insert(Image image) {
        insertRow(image);
        inPieces(indexed(image), piece -> insertProperties(image.id(), piece));
    }

    /**
     * The image's properties by their keys, and by how any wire spells those that it shows: so each can look for them.
     */
    private static Set<Property> indexed(Image image) {
        Set<Property> indexed = new LinkedHashSet<>();
        for (KeyFolding keys : KeyFolding.values()) {
            keys.shown(image.properties()).forEach((key, value) -> indexed.add(new Property(key, value)));
        }
        return indexed;
    }

    private static void inPieces(Set<Property> properties, Consumer<List<Property>> write) {
        List<Property> all = List.copyOf(properties);
        for (int start = 0; start < all.size(); start += PIECE) {
            write.accept(all.subList(start, Math.min(all.size(), start + PIECE)));
        }
    }

    /** Writes all of the image but its id and time of creation, where it was {@code before}. */
    default void update(Image before, Image image) {
        updateRow(image);
        if (!image.properties().equals(before.properties())) {
            Set<Property> gone = indexed(before);
            Set<Property> come = indexed(image);
            Set<Property> stay = new HashSet<>(gone);
            stay.retainAll(come);
            gone.removeAll(stay);
            come.removeAll(stay);
            inPieces(gone, piece -> deleteProperties(image.id(), piece));
            inPieces(come, piece -> insertProperties(image.id(), piece));
        }
    }

    /** Notes that the image is registered no longer, and has no bytes. */
    default void delete(Image image, Instant deletedAt) {
        deleteRow(image.id(), deletedAt);
        inPieces(indexed(image), piece -> deleteProperties(image.id(), piece));
    }

    /** Only by {@link #insert}. */
    void insertRow(Image image);

    /** Only by {@link #update}. */
    void updateRow(Image image);

    /** Only by {@link #delete}. */
    void deleteRow(String id, Instant deletedAt);

    /** In the index, that is; only by the three. */
    void insertProperties(String id, List<Property> properties);

    /** From the index, that is; only by the three. */
    void deleteProperties(String id, List<Property> properties);

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

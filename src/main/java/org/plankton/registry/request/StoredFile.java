package org.plankton.registry.request;

import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;

/**
 * A file in the object store.
 *
 * @param updatedAt as the store writes it; null: it does not say
 * @param image that is registered there; null: none of the caller's is
 */
public record StoredFile(Location location, long size, String updatedAt, Image image) {
    /** The same with that image. */
    public StoredFile with(Image registered) {
        return new StoredFile(location, size, updatedAt, registered);
    }
}

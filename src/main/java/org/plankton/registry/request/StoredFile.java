package org.plankton.registry.request;

import org.plankton.registry.image.Location;

/**
 * A file in the object store.
 *
 * @param updatedAt as the store writes it; null: it does not say
 * @param image the id of the image that is registered there; null: none is, as far as the caller sees
 */
public record StoredFile(Location location, long size, String updatedAt, String image) {
    /** The same with that image. */
    public StoredFile with(String registered) {
        return new StoredFile(location, size, updatedAt, registered);
    }
}

package org.plankton.registry.ports;

import org.plankton.registry.image.Image;
import org.plankton.registry.request.Query;

/**
 * A place in the order of a listing: just after an image, whatever becomes of that.
 *
 * @param value what the image was sorted by, as the database has it
 * @param id the image's
 */
public record Place(Object value, String id) {
    public static Place after(Image image, Query.SortKey key) {
        return new Place(
                switch (key) {
                    case ID -> image.id();
                    case NAME -> image.name();
                    case STATUS -> image.status();
                    case SIZE -> image.size();
                    case DISK_FORMAT -> orEmpty(image.diskFormat());
                    case CONTAINER_FORMAT -> orEmpty(image.containerFormat());
                    case CREATED_AT -> image.createdAt();
                    case UPDATED_AT -> image.updatedAt();
                },
                image.id());
    }

    /** What has not been told comes before every word. */
    private static Object orEmpty(Enum<?> format) {
        return format == null ? "" : format;
    }
}

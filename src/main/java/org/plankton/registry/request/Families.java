package org.plankton.registry.request;

import java.util.List;
import java.util.Optional;
import org.plankton.registry.image.Image;

/**
 * Families that are in somebody's lists, in the order of their names and, in a way, their owners.
 *
 * @param current of each the newest image that can be used, of those that they see; none of one that has none
 * @param last behind which there are more; empty: there are none
 */
public record Families(List<Current> current, Optional<Place> last) {
    /** Where a family stands among all. */
    public record Place(String family, String owner) {}

    /** The newest image of a family that can be used. */
    public record Current(String family, Image image) {}
}

package org.plankton.command;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.ImportOutcome.Kind;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.ImportMode;

/**
 * Of an import that leaves nothing: what would have become of images for the sake of those before them, of which the
 * registry knows nothing.
 */
final class Trial {
    private final boolean updates;

    /** By their ids, what tells them from others of the same id. */
    private final Map<UUID, Integer> images = new HashMap<>();

    /** By their UUIDs, whose they are. */
    private final Map<UUID, UUID> locations = new HashMap<>();

    private final Map<UUID, UUID> objects = new HashMap<>();

    Trial(ImportMode mode) {
        this.updates = mode.updates();
    }

    /** @param alone what would have become of it without them */
    ImportOutcome outcome(WholeImage whole, ImportOutcome alone) {
        if (alone.kind() != Kind.ADDED && alone.kind() != Kind.UPDATED) {
            return alone;
        }
        Image image = whole.image();
        UUID id = UUID.fromString(image.id());
        Integer before = images.get(id);
        if (before != null && alone.kind() == Kind.ADDED) {
            return before == whole.hashCode()
                    ? new ImportOutcome(image.id(), Kind.ALIKE, "")
                    : new ImportOutcome(
                            image.id(), updates ? Kind.UPDATED : Kind.DIFFERENT, "an image before it has its id");
        }
        Content content = image.hasBytes() ? image.content() : null;
        if (content != null && !isFree(locations, content.location().uuid(), id)) {
            return refused(image, "an image before it has its location");
        }
        if (content != null
                && content.objectUuid() != null
                && !isFree(objects, UUID.fromString(content.objectUuid()), id)) {
            return refused(image, "an image before it has its object");
        }
        images.put(id, whole.hashCode());
        return alone;
    }

    private static boolean isFree(Map<UUID, UUID> taken, UUID place, UUID id) {
        UUID other = taken.putIfAbsent(place, id);
        return other == null || other.equals(id);
    }

    private static ImportOutcome refused(Image image, String reason) {
        return new ImportOutcome(image.id(), Kind.REFUSED, reason);
    }
}

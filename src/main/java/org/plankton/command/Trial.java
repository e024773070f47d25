package org.plankton.command;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.ImportOutcome.Kind;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.ImportMode;

/**
 * Of an import that leaves nothing: what would have become of images for the sake of those before them, of which the
 * registry knows nothing.
 */
final class Trial {
    private static final String OF_ITS_ID = "an image before it has its id";

    private final boolean updates;

    /** By their ids, what they are by then. */
    private final Map<UUID, Seen> images = new HashMap<>();

    /** By their UUIDs, whose they are. */
    private final Map<UUID, UUID> locations = new HashMap<>();

    private final Map<UUID, UUID> objects = new HashMap<>();

    Trial(ImportMode mode) {
        this.updates = mode.updates();
    }

    /**
     * An image that would have been written.
     *
     * @param hash what tells it from others of the same id
     * @param location null: none
     * @param object null: none, or it has no UUID
     */
    private record Seen(int hash, UUID location, UUID object) {
        static Seen of(WholeImage whole) {
            Image image = whole.image();
            // When it was registered and changed is no difference.
            Image timeless = image.with()
                    .createdAt(Instant.EPOCH)
                    .updatedAt(Instant.EPOCH)
                    .build();
            return new Seen(
                    Objects.hash(timeless, whole.others(), whole.untold()),
                    image.hasBytes() ? image.location().uuid() : null,
                    image.hasBytes() && image.objectUuid() != null ? UUID.fromString(image.objectUuid()) : null);
        }
    }

    /** @param alone what would have become of it without them */
    ImportOutcome outcome(WholeImage whole, ImportOutcome alone) {
        if (alone.kind() == Kind.REFUSED) {
            return alone;
        }
        UUID id = UUID.fromString(alone.id());
        Seen before = images.get(id);
        boolean isWritten = alone.kind() == Kind.ADDED || alone.kind() == Kind.UPDATED;
        if (before == null && !isWritten) {
            return alone;
        }
        Seen now = Seen.of(whole);
        if (before != null && before.hash == now.hash) {
            return new ImportOutcome(alone.id(), Kind.ALIKE, "");
        }
        if (before != null && !updates) {
            return new ImportOutcome(alone.id(), Kind.DIFFERENT, OF_ITS_ID);
        }
        if (!isFree(locations, now.location, id)) {
            return refused(alone, "an image before it has its location");
        }
        if (!isFree(objects, now.object, id)) {
            return refused(alone, "an image before it has its object");
        }
        if (before != null) {
            locations.remove(before.location);
            objects.remove(before.object);
        }
        images.put(id, now);
        take(locations, now.location, id);
        take(objects, now.object, id);
        return before == null ? alone : new ImportOutcome(alone.id(), Kind.UPDATED, OF_ITS_ID);
    }

    private static boolean isFree(Map<UUID, UUID> taken, UUID place, UUID id) {
        return place == null || taken.getOrDefault(place, id).equals(id);
    }

    private static void take(Map<UUID, UUID> taken, UUID place, UUID id) {
        if (place != null) {
            taken.put(place, id);
        }
    }

    private static ImportOutcome refused(ImportOutcome alone, String reason) {
        return new ImportOutcome(alone.id(), Kind.REFUSED, reason);
    }
}

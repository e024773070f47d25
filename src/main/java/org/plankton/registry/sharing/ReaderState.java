package org.plankton.registry.sharing;

import java.util.Objects;
import java.util.Set;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database.Tables;

/**
 * Who may read an image at one moment.
 *
 * @param image null: not registered, or no longer
 * @param version how often its readers have been changed; null if there is no image of that id, nor was lately
 * @param members whom it is shared with, be it that they may not see it now
 */
public record ReaderState(Image image, Long version, Set<String> members) {
    private static final ReaderState NOTHING = new ReaderState(null, null, Set.of());

    /** As it is now; to be asked of one moment. */
    static ReaderState find(Tables tables, String id) {
        Long version = tables.images().findReadersVersion(id);
        return version == null
                ? NOTHING
                : new ReaderState(
                        tables.images().find(id), version, tables.members().listAccounts(id));
    }

    /** Of the image that has the object at that location. */
    static ReaderState find(Tables tables, Location location) {
        Image there = tables.images().findByLocation(location);
        return there == null ? NOTHING : find(tables, there.id());
    }

    /** Who may read it, and everyone if it is for everyone. */
    public Set<String> readers() {
        return image == null ? members : Accounts.readers(image.metadata().visibility(), members);
    }

    /** Whether the image is shared with any account. */
    public boolean hasMembers() {
        return !members.isEmpty();
    }

    /** Who may read the object at that location for the sake of this image. */
    Set<String> readersAt(Location location) {
        return isAt(location) ? readers() : Set.of();
    }

    boolean isAt(Location location) {
        return image != null && location.equals(image.location());
    }

    /** Null where it has no bytes, or is not there. */
    Location location() {
        return image == null ? null : image.location();
    }

    /**
     * Whether nobody has changed the image's readers since; nobody will until the transaction ends.
     *
     * @param id null: there was no image, and whoever has registered one meanwhile, and let anybody read it, was on
     *     their way
     */
    boolean isStill(Tables tables, String id) {
        return id == null || Objects.equals(tables.images().lockReadersVersion(id), version);
    }
}

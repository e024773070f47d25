package org.plankton.registry.sharing;

import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Visibility;

/**
 * Who is to read an image.
 *
 * @param location where the image's bytes are from now on; null: nowhere, so the store has nobody to be told of
 * @param seen what was there when it was looked at; empty: what is registered
 * @param gives whether the caller asks for somebody to read, new or not: the store is told of them again
 * @param members whom the image is shared with from now on
 * @param visibility of the image from now on
 */
public record ReaderPlan(
        Location location, Optional<StoredObject> seen, boolean gives, Set<String> members, Visibility visibility) {
    /** @param gives as the record's */
    public static ReaderPlan ofRegistered(
            Location location, boolean gives, Set<String> members, Visibility visibility) {
        return new ReaderPlan(location, Optional.empty(), gives, members, visibility);
    }

    /** Of a file that is not registered yet, but has been seen. */
    public static ReaderPlan of(StoredObject file, Location location, Set<String> members, Visibility visibility) {
        return new ReaderPlan(location, Optional.of(file), true, members, visibility);
    }

    /** Of an image that is registered no longer. */
    public static ReaderPlan ofNobody(Location location) {
        return ofRegistered(location, false, Set.of(), Visibility.PRIVATE);
    }

    /** Who may read from now on. */
    Set<String> readers() {
        return Accounts.readers(visibility, members);
    }
}

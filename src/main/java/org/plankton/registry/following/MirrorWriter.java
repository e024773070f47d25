package org.plankton.registry.following;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.ports.Mirror.Present;
import org.plankton.registry.request.Caller;

/** Has images in the other registry be what is so here. */
final class MirrorWriter {
    /** By which it is known how far whoever follows the journal for it has come. */
    static final String NAME = "pithos";

    private final Database database;

    MirrorWriter(Database database) {
        this.database = database;
    }

    /**
     * Empty if others do not let it be written at the moment.
     *
     * @throws Fault UNAVAILABLE as {@link Mirror.Session#write}
     */
    Optional<Outcome> write(Mirror.Session session, Place place) {
        try {
            return Optional.of(session.write(place, () -> present(place.id())));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.CONFLICT) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    /** @throws Fault as {@link Mirror.Session#compare} */
    Outcome compare(Mirror.Session session, Place place) {
        return session.compare(place, () -> present(place.id()));
    }

    private Present present(String id) {
        return database.snapshot(tables -> {
            Image image = tables.images().find(id);
            return image == null
                    ? new Present(Optional.empty(), wasOfItsFile(tables, id))
                    : new Present(
                            Optional.of(WholeImage.of(image, tables.members().list(id))), id.equals(image.objectId()));
        });
    }

    /** Whether an image is registered no longer whose id was that of its own file. */
    boolean wasOfItsFile(String id) {
        return database.read(tables -> wasOfItsFile(tables, id));
    }

    private static boolean wasOfItsFile(Tables tables, String id) {
        return tables.images().isRetired(id, null) && !tables.images().isRetired(id, id);
    }

    /** The images of these ids that are registered, by those. */
    Map<String, Image> registered(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<String, Image> found = new HashMap<>();
        database.read(tables -> tables.images().findAll(List.copyOf(ids), Caller.SERVICE, true, false))
                .forEach(image -> found.put(image.id(), image));
        return found;
    }
}

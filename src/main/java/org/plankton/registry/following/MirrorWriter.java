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
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.request.Caller;

/** Looks at places of images in the other registry, one after the other, and makes them what is so here. */
final class MirrorWriter {
    /** By which it is known how far whoever follows the journal for it has come. */
    static final String NAME = "pithos";

    private final Database database;

    /** Takes what was found. */
    interface Reader {
        void read(Place place, Outcome outcome);
    }

    MirrorWriter(Database database) {
        this.database = database;
    }

    /**
     * Those that others do not let be written are passed over, so that they keep the others from nothing.
     *
     * @param writes or only looks
     * @throws Fault CONFLICT, after all, if one was passed over; and as {@link Mirror.Session#write}
     */
    void write(Mirror.Session session, Collection<Place> places, boolean writes, Reader reader) {
        Fault passedOver = null;
        for (Place place : places) {
            try {
                reader.read(
                        place,
                        writes
                                ? session.write(place, () -> present(place.id()))
                                : session.compare(place, () -> present(place.id())));
            } catch (Fault fault) {
                if (fault.kind() != Fault.Kind.CONFLICT) {
                    throw fault;
                }
                passedOver = fault;
            }
        }
        if (passedOver != null) {
            throw passedOver;
        }
    }

    private Optional<WholeImage> present(String id) {
        return database.snapshot(tables -> Optional.ofNullable(tables.images().find(id))
                .map(image -> WholeImage.of(image, tables.members().list(id))));
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

package org.plankton.registry.following;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.request.Caller;

/** A walk over all images, here and in the other registry: they are alike afterwards, or it is known in what not. */
public final class MirrorWalk {
    private static final int AT_ONCE = 100;

    private final Database database;
    private final Mirror mirror;
    private final MirrorWriter writer;

    public MirrorWalk(Database database, Mirror mirror) {
        this.database = database;
        this.mirror = mirror;
        this.writer = new MirrorWriter(database);
    }

    /** Takes what is found. Whatever it throws ends the walk. */
    public interface Reader {
        /** An image that is registered here, or was. */
        void read(Place place, Outcome outcome);

        /** One that is there, and never was here: others have put it there, and nobody touches it. */
        void readOthers(Place place);
    }

    /**
     * Finds out what {@link #rebuild} would do.
     *
     * @throws Fault as that
     */
    public void compare(Reader reader) {
        walk(reader, false);
    }

    /**
     * Writes all that is otherwise there, and has whoever follows the journal go on from where it was at the beginning.
     *
     * @throws Fault UNAVAILABLE if here or there is no answer; CONFLICT if one could not be written for others, and all
     *     the rest is; then the journal is not followed from there on
     */
    public void rebuild(Reader reader) {
        long begin = database.read(tables -> tables.journal().findSettled());
        walk(reader, true);
        database.inTransaction(Caller.SERVICE, tables -> {
            tables.followers().begin(MirrorWriter.NAME, begin);
            return true;
        });
    }

    private void walk(Reader reader, boolean writes) {
        Fault passedOver = null;
        try (Mirror.Session session = mirror.open()) {
            String last = "";
            for (List<Image> some = listAfter(last); !some.isEmpty(); some = listAfter(last)) {
                List<Place> places = some.stream()
                        .map(image -> new Place(image.id(), image.location()))
                        .toList();
                try {
                    writer.write(session, places, writes, reader::read);
                } catch (Fault fault) {
                    passedOver = conflict(fault);
                }
                last = some.get(some.size() - 1).id();
            }
            List<Place> seen = new ArrayList<>();
            mirror.each(seen::add);
            for (int i = 0; i < seen.size(); i += AT_ONCE) {
                try {
                    walkSeen(session, seen.subList(i, Math.min(i + AT_ONCE, seen.size())), reader, writes);
                } catch (Fault fault) {
                    passedOver = conflict(fault);
                }
            }
        }
        if (passedOver != null) {
            throw passedOver;
        }
    }

    private List<Image> listAfter(String id) {
        return database.read(tables -> tables.images().listAfter(id, AT_ONCE));
    }

    private static Fault conflict(Fault fault) {
        if (fault.kind() != Fault.Kind.CONFLICT) {
            throw fault;
        }
        return fault;
    }

    /** Of those that are registered here all has been said. Whose id was given back here is not to be found there. */
    private void walkSeen(Mirror.Session session, List<Place> seen, Reader reader, boolean writes) {
        List<String> ids =
                seen.stream().map(Place::id).filter(Image::isId).distinct().toList();
        Map<String, Image> registered = writer.registered(ids);
        List<Place> retired = new ArrayList<>();
        for (Place place : seen) {
            if (registered.containsKey(place.id())) {
                continue;
            }
            if (Image.isId(place.id()) && isRetired(place.id())) {
                retired.add(place);
            } else {
                reader.readOthers(place);
            }
        }
        writer.write(session, retired, writes, reader::read);
    }

    private boolean isRetired(String id) {
        return database.read(tables -> tables.images().isRetired(id, null));
    }
}

package org.plankton.registry.following;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.JournalMapper.Backlog;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.request.Caller;

/** A walk over all images, here and in the other registry: they are alike afterwards, or it is known in what not. */
public final class MirrorWalk {
    private static final int AT_ONCE = 100;

    /** How often what others keep locked is tried again at the end. */
    private static final int ROUNDS = 3;

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

    /** What was done to images and whoever follows has not yet seen to; empty: nobody follows. */
    public Optional<Backlog> backlog() {
        return database.read(tables -> Optional.ofNullable(tables.followers().find(MirrorWriter.NAME))
                .map(position -> tables.journal().backlog(position)));
    }

    /**
     * Finds out what {@link #rebuild} would do.
     *
     * @throws Fault UNAVAILABLE if here or there is no answer
     */
    public void compare(Reader reader) {
        walk(reader, false);
    }

    /**
     * Writes all that is otherwise there, but for what others keep locked, and has whoever follows the journal go on
     * from where it was at the beginning.
     *
     * @throws Fault UNAVAILABLE if here or there is no answer
     */
    public void rebuild(Reader reader) {
        long begin = findBegin();
        walk(reader, true);
        database.inTransaction(Caller.SERVICE, tables -> {
            tables.followers().begin(MirrorWriter.NAME, begin);
            return true;
        });
    }

    /** From where the journal is to be followed by who writes all images from now on. */
    long findBegin() {
        return database.read(tables -> tables.journal().findSettled());
    }

    /** @return what others keep locked */
    List<Place> writeAll(Reader reader) {
        return walk(reader, true);
    }

    private List<Place> walk(Reader reader, boolean writes) {
        List<Place> locked = new ArrayList<>();
        try (Mirror.Session session = mirror.open()) {
            String last = "";
            for (List<Image> some = listAfter(last); !some.isEmpty(); some = listAfter(last)) {
                for (Image image : some) {
                    look(session, new Place(image.id(), image.location()), reader, writes, locked);
                }
                last = some.get(some.size() - 1).id();
            }
            List<Place> seen = new ArrayList<>();
            mirror.each(place -> {
                seen.add(place);
                if (seen.size() == AT_ONCE) {
                    lookAtUnregistered(session, seen, reader, writes, locked);
                    seen.clear();
                }
            });
            lookAtUnregistered(session, seen, reader, writes, locked);
            for (int i = 0; i < ROUNDS && !locked.isEmpty(); i++) {
                List<Place> again = List.copyOf(locked);
                locked.clear();
                again.forEach(place -> look(session, place, reader, writes, locked));
            }
        }
        locked.forEach(place -> reader.read(place, new Outcome(Kind.LOCKED, new TreeSet<>(), List.of())));
        return locked;
    }

    private void lookAtUnregistered(
            Mirror.Session session, List<Place> seen, Reader reader, boolean writes, List<Place> locked) {
        for (Place place : unregistered(seen, reader)) {
            look(session, place, reader, writes, locked);
        }
    }

    private List<Image> listAfter(String id) {
        return database.read(tables -> tables.images().listAfter(id, AT_ONCE));
    }

    /** What is as it should be nobody is kept from. */
    private void look(Mirror.Session session, Place place, Reader reader, boolean writes, List<Place> locked) {
        Outcome found = writer.compare(session, place);
        if (!writes || found.kind() != Kind.DIFFERENT) {
            reader.read(place, found);
            return;
        }
        writer.write(session, place).ifPresentOrElse(written -> reader.read(place, written), () -> locked.add(place));
    }

    /**
     * Those that are to be found there no longer. Of those that are registered here all has been said; those that never
     * were are others'.
     */
    private List<Place> unregistered(List<Place> seen, Reader reader) {
        List<String> ids =
                seen.stream().map(Place::id).filter(Image::isId).distinct().toList();
        Map<String, Image> registered = writer.registered(ids);
        List<Place> unregistered = new ArrayList<>();
        for (Place place : seen) {
            if (registered.containsKey(place.id())) {
                continue;
            }
            if (Image.isId(place.id()) && writer.wasOfItsFile(place.id())) {
                unregistered.add(place);
            } else {
                reader.readOthers(place);
            }
        }
        return unregistered;
    }
}

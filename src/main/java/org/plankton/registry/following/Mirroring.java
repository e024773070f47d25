package org.plankton.registry.following;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.request.Caller;

/**
 * Has images found in another registry as they are here: follows the journal, and looks there at every image that
 * something was done to. Any number of services may do it at once: each writes what is so when it writes, so that it
 * does not matter who comes last. What has failed is done again, and what is so already is not written.
 */
public final class Mirroring implements Runnable {
    private static final int AT_ONCE = 200;

    private static final System.Logger LOG = System.getLogger(Mirroring.class.getName());

    private static final MirrorWalk.Reader TELLING = new MirrorWalk.Reader() {
        @Override
        public void read(Place place, Outcome outcome) {
            tell(place, outcome);
        }

        @Override
        public void readOthers(Place place) {}
    };

    private final Database database;
    private final Mirror mirror;
    private final Edits edits;
    private final MirrorWriter writer;
    private final MirrorWalk walk;

    /**
     * How far this service itself has come. It sees to what others have seen to already, too: on a cluster it may have
     * written what was so before, which its own node knew no better.
     */
    private long reached = Long.MAX_VALUE;

    public Mirroring(Database database, Mirror mirror) {
        this.database = database;
        this.mirror = mirror;
        this.edits = new Edits(database);
        this.writer = new MirrorWriter(database);
        this.walk = new MirrorWalk(database, mirror);
    }

    /**
     * Sees to all that was done since it was here last. Where that is not all kept it looks at every image.
     *
     * @throws Fault UNAVAILABLE if it has never been begun, or here or there is no answer, CONFLICT if others keep an
     *     image there from being written: all that is not seen to is seen to the next time
     */
    @Override
    public void run() {
        Long begin = database.read(tables -> tables.followers().find(MirrorWriter.NAME));
        if (begin == null) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE, "nothing is written there before `plankton bridge rebuild` was run");
        }
        try {
            follow(Math.min(begin, reached));
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.STALE) {
                throw fault;
            }
            LOG.log(Level.WARNING, "the journal is not kept from where it was followed: every image is looked at");
            walk.rebuild(TELLING);
            reached = Long.MAX_VALUE;
        }
    }

    private void follow(long begin) {
        long position = begin;
        while (true) {
            List<HistoryEntry> some = edits.following(Caller.SERVICE, position, AT_ONCE);
            if (some.isEmpty()) {
                return;
            }
            try (Mirror.Session session = mirror.open()) {
                writer.write(session, places(some), true, Mirroring::tell);
            }
            long end = some.get(some.size() - 1).position();
            database.inTransaction(Caller.SERVICE, tables -> {
                tables.followers().advance(MirrorWriter.NAME, end);
                return true;
            });
            position = end;
            reached = end;
        }
    }

    /** Where the images were, and where they are: each once. */
    private Set<Place> places(List<HistoryEntry> some) {
        Set<Place> places = new LinkedHashSet<>();
        Set<String> ids = new LinkedHashSet<>();
        for (HistoryEntry entry : some) {
            ids.add(entry.image());
            Stream.of(entry.before(), entry.after())
                    .flatMap(state -> state.location().stream())
                    .forEach(location -> places.add(new Place(entry.image(), location)));
        }
        writer.registered(ids).values().stream()
                .filter(image -> image.hasBytes())
                .forEach(image -> places.add(new Place(image.id(), image.location())));
        return places;
    }

    private static void tell(Place place, Outcome outcome) {
        if (outcome.kind() != Kind.ALIKE && !outcome.remarks().isEmpty()) {
            List<String> remarks = new ArrayList<>(outcome.remarks());
            LOG.log(
                    outcome.kind() == Kind.ABSENT ? Level.INFO : Level.WARNING,
                    () -> "image " + place.id() + " is not to be found in the other registry as it is here: "
                            + String.join("; ", remarks));
        }
    }
}

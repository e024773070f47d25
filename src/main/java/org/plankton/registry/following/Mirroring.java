package org.plankton.registry.following;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

/**
 * Has images found in another registry as they are here: follows the journal, and looks there at every image that
 * something was done to. Any number of services may do it at once: each writes what is so when it writes, so that it
 * does not matter who comes last. What has failed is done again, and what is so already is not written.
 */
public final class Mirroring implements Runnable {
    private static final int AT_ONCE = 200;

    /** How often the journal is read on before the rest has its turn: others may write there faster than it is read. */
    private static final int MOST_BATCHES = 20;

    /** Images of which it is remembered what was told of them. */
    private static final int TOLD = 10_000;

    private static final System.Logger LOG = System.getLogger(Mirroring.class.getName());

    private final Database database;
    private final Mirror mirror;
    private final Edits edits;
    private final MirrorWriter writer;
    private final MirrorWalk walk;

    /**
     * How far this service itself has come; negative: it has not begun. It sees to what others have seen to already,
     * too: on a cluster it may have written what was so before, which its own node knew no better.
     */
    private long position = -1;

    /** How far some service had come when that was last looked at. It only becomes less where somebody begins anew. */
    private long noted;

    /** Whether it has begun anew, and that is not noted yet. */
    private boolean isAnew;

    /** Images that others keep locked, by their ids: all that is behind them is seen to, and noted once they are. */
    private final Map<String, Place> locked = new LinkedHashMap<>();

    private final Map<String, List<String>> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
            return size() > TOLD;
        }
    };

    /** Until when all that was done is seen to, as {@link System#nanoTime} counts. */
    private volatile long upToDate = System.nanoTime();

    public Mirroring(Database database, Mirror mirror) {
        this.database = database;
        this.mirror = mirror;
        this.edits = new Edits(database);
        this.writer = new MirrorWriter(database);
        this.walk = new MirrorWalk(database, mirror);
    }

    /** How long ago all was last seen to that had been done until then. It asks nobody. */
    public double secondsBehind() {
        return (System.nanoTime() - upToDate) / 1e9;
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
            goBackTo(begin);
            follow();
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.STALE) {
                throw fault;
            }
            beginAnew();
        }
        tryLocked();
        note();
        double behind =
                database.read(tables -> tables.journal().backlog(position)).seconds();
        upToDate = System.nanoTime() - (long) (behind * 1e9);
    }

    /**
     * The first time a little farther than anybody has noted, as whoever did may have been ended before they had seen
     * to it again. Where another has begun anew so does this.
     */
    private void goBackTo(long begin) {
        if (position < 0) {
            edits.requireKept(begin);
            position = Math.min(begin, walk.findBegin());
        } else if (begin < noted) {
            edits.requireKept(position);
            position = Math.min(begin, position);
        }
        noted = begin;
    }

    private void follow() {
        for (int i = 0; i < MOST_BATCHES; i++) {
            List<HistoryEntry> some = edits.following(Caller.SERVICE, position, AT_ONCE);
            if (some.isEmpty()) {
                return;
            }
            write(places(some));
            position = some.get(some.size() - 1).position();
            note();
        }
    }

    private void write(Collection<Place> places) {
        try (Mirror.Session session = mirror.open()) {
            for (Place place : places) {
                write(session, place);
            }
        }
    }

    /** Whether it was written. */
    private boolean write(Mirror.Session session, Place place) {
        Optional<Outcome> outcome = writer.write(session, place);
        outcome.ifPresentOrElse(
                written -> {
                    locked.remove(place.id());
                    tell(place, written);
                },
                () -> keepLocked(place));
        return outcome.isPresent();
    }

    /** It is the last of them then. */
    private void keepLocked(Place place) {
        if (locked.remove(place.id()) == null) {
            LOG.log(Level.INFO, () -> "image " + place.id() + " waits, as others keep its file locked there");
        }
        locked.put(place.id(), place);
    }

    /** As far as the first that cannot be written, which is the last the next time. */
    private void tryLocked() {
        if (locked.isEmpty()) {
            return;
        }
        try (Mirror.Session session = mirror.open()) {
            List.copyOf(locked.values()).stream().allMatch(place -> write(session, place));
        }
        if (!locked.isEmpty()) {
            throw new Fault(Fault.Kind.CONFLICT, "others keep files locked there");
        }
    }

    /** How far it has come, unless that is noted. */
    private void note() {
        if (!locked.isEmpty() || position <= noted && !isAnew) {
            return;
        }
        database.inTransaction(Caller.SERVICE, tables -> {
            if (isAnew) {
                tables.followers().begin(MirrorWriter.NAME, position);
            } else {
                tables.followers().advance(MirrorWriter.NAME, position);
            }
            return true;
        });
        noted = isAnew ? position : Math.max(noted, position);
        isAnew = false;
    }

    private void beginAnew() {
        if (!isAnew) {
            LOG.log(Level.WARNING, "the journal is not kept from where it was followed: every image is looked at");
            isAnew = true;
        }
        position = Long.MAX_VALUE; // which is never kept, so that it is begun again should it not come to its end
        long begin = walk.findBegin();
        List<Place> some = walk.writeAll(new MirrorWalk.Reader() {
            @Override
            public void read(Place place, Outcome outcome) {
                tell(place, outcome);
            }

            @Override
            public void readOthers(Place place) {}
        });
        for (Place place : some) {
            keepLocked(locked.getOrDefault(place.id(), place));
        }
        position = begin;
    }

    /** The images that something was done to, each once, with who may have read it before. */
    private Collection<Place> places(List<HistoryEntry> some) {
        Map<String, Location> locations = new LinkedHashMap<>();
        Map<String, Set<String>> former = new HashMap<>();
        for (HistoryEntry entry : some) {
            Set<String> its = former.computeIfAbsent(entry.image(), id -> new HashSet<>());
            its.addAll(entry.before().members().keySet());
            boolean isGone = entry.before().location().isPresent()
                    && entry.after().location().isEmpty();
            if (isGone || entry.before().isPublic()) {
                its.add(Sharing.EVERYONE);
            }
            Stream.of(entry.before(), entry.after())
                    .map(ImageState::location)
                    .forEach(location -> locations.put(entry.image(), location.orElse(locations.get(entry.image()))));
        }
        Map<String, Image> registered = writer.registered(locations.keySet());
        List<Place> places = new ArrayList<>();
        locations.forEach((id, location) -> {
            Set<String> all = former.get(id);
            if (locked.containsKey(id)) {
                all.addAll(locked.get(id).former());
            }
            Image image = registered.get(id);
            places.add(new Place(id, image == null || !image.hasBytes() ? location : image.location(), all));
        });
        return places;
    }

    /** Once, until it is otherwise. */
    private void tell(Place place, Outcome outcome) {
        if (outcome.kind() == Kind.ALIKE || outcome.kind() == Kind.LOCKED) {
            return;
        }
        List<String> remarks = List.copyOf(outcome.remarks());
        if (!remarks.equals(told.put(place.id(), remarks)) && !remarks.isEmpty()) {
            LOG.log(
                    outcome.kind() == Kind.ABSENT ? Level.INFO : Level.WARNING,
                    () -> "image " + place.id() + " is not to be found in the other registry as it is here: "
                            + String.join("; ", remarks));
        }
    }
}

package org.plankton.registry.sharing;

import static org.plankton.registry.sharing.Accounts.minus;
import static org.plankton.registry.sharing.Accounts.unlessEmpty;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.writing.Findings;

/** Tells the object store of the readers that are recorded, and of everybody noted that they are none. */
final class ReaderTelling {
    private static final System.Logger LOG = System.getLogger(ReaderTelling.class.getName());

    private final Database database;
    private final ObjectStore objects;
    private final Sharing sharing;
    private final SharingNotes notes;
    private final Findings findings;
    private final Attempts attempts;

    ReaderTelling(
            Database database,
            ObjectStore objects,
            Sharing sharing,
            SharingNotes notes,
            Findings findings,
            Attempts attempts) {
        this.database = database;
        this.objects = objects;
        this.sharing = sharing;
        this.notes = notes;
        this.findings = findings;
        this.attempts = attempts;
    }

    /**
     * Tells of one object.
     *
     * @param before the image that is being changed, which may be registered no longer; or null
     * @param must whether the store is told even if nobody is noted
     * @param owed what was written before, and has not ended; or null
     * @throws Fault those of {@link Sharing#share}; UNAVAILABLE if the store does not say for certain that those may
     *     read no longer who are no readers; CONFLICT if others got in the way each time
     */
    void tell(Caller caller, Location location, Image before, boolean must, SharingNotes.Way owed) {
        new Telling(caller, location, before, must, owed).make();
    }

    /**
     * Tells of the image's readers at other places than that, where it may have had its bytes.
     *
     * @param before as it was
     */
    void tellOfOthersThan(Caller caller, String id, Location location, Image before) {
        Set<Location> places =
                new HashSet<>(database.read(tables -> tables.unsettledReaders().listLocations(id)));
        places.remove(location);
        places.forEach(place -> tell(caller, place, before, false, null));
    }

    /** In as many attempts as it takes. */
    private final class Telling {
        private final Caller caller;
        private final Location location;
        private final Image before;
        private boolean isOwed;
        private SharingNotes.Way written;

        Telling(Caller caller, Location location, Image before, boolean must, SharingNotes.Way owed) {
            this.caller = caller;
            this.location = location;
            this.before = before;
            this.isOwed = must;
            this.written = owed;
        }

        void make() {
            int attempt = 1;
            do {
                attempts.begin(attempt++);
            } while (!isDone());
        }

        /** Whether it has been told, or need not be. */
        private boolean isDone() {
            ReaderState now = database.snapshot(tables -> ReaderState.find(tables, location));
            if (!isOwed
                    && database.read(tables -> tables.unsettledReaders().list(location))
                            .isEmpty()) {
                return true;
            }
            String id = now.image() == null ? null : now.image().id();
            Optional<SharingNotes.Way> begun = notes.begin(caller, id, now, location, Set.of(), written);
            if (begun.isEmpty()) {
                return false;
            }
            SharingNotes.Way way = begun.get();
            Look look = new Look(found -> now.readers().isEmpty() || isRegistered(now.image(), found));
            boolean isGone;
            try {
                Optional<Boolean> told = share(now, way, look);
                if (told.isEmpty()) {
                    notes.cancel(caller, way, Set.of());
                    requireHeard();
                    return true;
                }
                isGone = told.get();
            } catch (Fault fault) {
                if (written == null) {
                    notes.giveUp(caller, fault, look, way, Set.of());
                }
                throw fault.kind() == Fault.Kind.FORBIDDEN && isOwn() ? uncertain(fault) : fault;
            }
            SharingNotes.End end =
                    database.inTransaction(caller.account(), tables -> end(tables, now, id, way, isGone));
            if (end.isOvertaken()) {
                isOwed = true;
                written = way;
                return false;
            }
            return true;
        }

        /** @throws Fault FORBIDDEN if it was the service: whoever has given it credentials is to hear of it */
        private void requireHeard() {
            if (caller.isService()) {
                throw new Fault(
                        Fault.Kind.FORBIDDEN, "the object store does not let the service itself say who may read");
            }
        }

        private SharingNotes.End end(Tables tables, ReaderState now, String id, SharingNotes.Way way, boolean isGone) {
            SharingNotes.End end = SharingNotes.end(tables, way, now.isStill(tables, id));
            if (end.wasAlone()) {
                if (isGone) {
                    noteObject(tables, now.isAt(location) ? now.image() : before, way);
                }
                unlessEmpty(way.noted(), noted -> tables.unsettledReaders().delete(location, noted));
            }
            return end;
        }

        private boolean isOwn() {
            return caller.account().equals(location.account());
        }

        /**
         * Whether it is certain that there is nothing of which to tell; empty if the store does not listen to the
         * caller, but to the object's owner, whose next request will have it told.
         */
        private Optional<Boolean> share(ReaderState now, SharingNotes.Way way, Look look) {
            Set<String> former = minus(way.noted(), now.readers());
            Set<String> readers = now.readers();
            Fault doubted = null;
            while (true) {
                try {
                    sharing.share(caller, location, readers, former, look);
                    return Optional.of(false);
                } catch (Fault fault) {
                    LOG.log(Level.DEBUG, "the store did not do as it was told", fault);
                    switch (fault.kind()) {
                        case CONFLICT, BAD_REQUEST -> {
                            if (readers.isEmpty()) {
                                throw fault;
                            }
                            if (look.isOther()) {
                                findings.record(caller, now.image(), Finding.CHANGED);
                            }
                            // Whom the store does not let in, or to another file than theirs, waits; who is no reader
                            // goes.
                            readers = Set.of();
                            look.takeAny();
                            continue;
                        }
                        case NO_OBJECT -> {
                            look.miss();
                            if (objects.isGone(caller, location)) { // and nobody reads what is not there
                                if (now.image() != null) {
                                    findings.record(caller, now.image(), Finding.GONE);
                                }
                                return Optional.of(true);
                            }
                        }
                        case FORBIDDEN -> {
                            if (!isOwn() && written == null) {
                                return Optional.empty();
                            }
                            if (!isOwn()) {
                                throw fault; // it has listened before, and what was written then stays noted
                            }
                            if (doubted != null && doubted.kind() == Fault.Kind.FORBIDDEN) {
                                throw fault; // a token that may not write, and so has undone nothing
                            }
                        }
                        case UNAVAILABLE -> {
                            // Where it is an answer it may be that the object has gone since the look, as when it is
                            // deleted.
                            if (fault.isOpen() || doubted != null) {
                                throw fault;
                            }
                        }
                        default -> throw fault;
                    }
                    if (doubted != null) {
                        throw uncertain(fault);
                    }
                    doubted = fault; // one such answer proves nothing
                }
            }
        }
    }

    /** The file may have been moved, and have taken them along; where to is known when it is registered there. */
    private static void noteObject(Tables tables, Image image, SharingNotes.Way way) {
        boolean isKnown = image != null && way.location().equals(image.location()) && image.knownObject() != null;
        if (isKnown) {
            unlessEmpty(way.noted(), noted -> tables.objectReaders().insert(image.knownObject(), noted));
        }
    }

    static boolean isRegistered(Image image, StoredObject found) {
        return image.content().isOf(found);
    }

    static Fault uncertain(Fault fault) {
        return Fault.misanswered(
                "the object store does not say for certain that nobody reads the image's file any longer who may not;"
                        + " repeat the request",
                fault);
    }
}

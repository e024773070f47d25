package org.plankton.registry.sharing;

import static org.plankton.registry.sharing.Accounts.minus;
import static org.plankton.registry.sharing.Accounts.unlessEmpty;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.request.Caller;

/**
 * What is noted in the tables of changes of readers that are on their way to the object store, and of whom the store
 * may take for readers that are none here.
 */
final class SharingNotes {
    private static final System.Logger LOG = System.getLogger(SharingNotes.class.getName());

    /**
     * How long a store may take at most for what it was told, whether or not somebody still waits; or it never does it.
     */
    private static final long LEASE_SECONDS = 180;

    private final Database database;

    SharingNotes(Database database) {
        this.database = database;
    }

    /**
     * A writer's way to the store: the change of an object's readers that is noted until it has ended.
     *
     * @param noted who was, when it began, that may be readers of the object at the store without being any here
     */
    record Way(String id, Location location, Set<String> noted) {}

    /**
     * How one has ended. One that is overtaken has not: it may have undone what others wrote, and has to write again.
     *
     * @param wasAlone whether the store has now just what was written: no other was on its way meanwhile, or is
     */
    record End(boolean wasAlone, boolean isOvertaken) {
        static final End OF_NONE = new End(false, false);
    }

    /**
     * Notes a change that is on its way. What it finds at the store from now on stays noted until it has ended.
     *
     * @param id of the image, for which {@code coming} are noted to be coming; null if it has none
     * @param again what is on its way already, and begins anew; or null
     * @return empty if others have changed the readers since {@code now}
     */
    Optional<Way> begin(Caller caller, String id, ReaderState now, Location location, Set<String> coming, Way again) {
        String way = again == null ? UUID.randomUUID().toString() : again.id();
        return database.inTransaction(caller.account(), tables -> {
            if (!now.isStill(tables, id)) {
                return Optional.empty();
            }
            tables.sharings().begin(location, way);
            // Behind whoever is just ending: they have not seen this one, and may forget whom it is about to note.
            tables.sharings().lock(location, LEASE_SECONDS);
            Set<String> noted = tables.unsettledReaders().list(location);
            unlessEmpty(coming, readers -> note(tables, id, now.image(), location, readers));
            return Optional.of(new Way(way, location, noted));
        });
    }

    static void note(Tables tables, String id, Image image, Location location, Set<String> readers) {
        tables.unsettledReaders().insert(location, id, image == null ? location.account() : image.owner(), readers);
    }

    /** @param isStill whether what was written is still what is so */
    static End end(Tables tables, Way way, boolean isStill) {
        List<SharingMapper.Underway> all = tables.sharings().lock(way.location(), LEASE_SECONDS);
        boolean isOvertaken = !isStill
                || all.stream()
                        .filter(one -> one.id().equals(way.id()))
                        .findAny()
                        .map(SharingMapper.Underway::isOvertaken)
                        .orElse(true); // it has taken so long that others have cleared it away
        tables.sharings().overtake(way.location(), way.id());
        if (isOvertaken) {
            return new End(false, true);
        }
        tables.sharings().delete(way.location(), way.id());
        boolean wasAlone = all.stream().allMatch(one -> one.isOver() || one.id().equals(way.id()));
        if (wasAlone) {
            tables.sharings().deleteOver(way.location(), LEASE_SECONDS);
        }
        return new End(wasAlone, false);
    }

    /** Where the store has failed. What it may have done, or do later, stays noted. */
    void giveUp(Caller caller, Fault fault, Look look, Way way, Set<String> coming) {
        try {
            noteFailure(caller, fault, look, way, coming);
        } catch (RuntimeException e) { // whatever it is, the caller hears of it, and else nobody of the store's
            LOG.log(Level.DEBUG, "the store had failed before", fault);
            throw e;
        }
    }

    private void noteFailure(Caller caller, Fault fault, Look look, Way way, Set<String> coming) {
        boolean mayHaveGiven = look.isPassed() && fault.kind() == Fault.Kind.UNAVAILABLE;
        if (!mayHaveGiven && !look.isMissed()) {
            cancel(caller, way, coming);
        } else if (!fault.isOpen()) {
            database.inTransaction(caller.account(), tables -> {
                List<SharingMapper.Underway> all = tables.sharings().lock(way.location(), LEASE_SECONDS);
                tables.sharings().overtake(way.location(), way.id());
                // Otherwise it may have undone what another wrote, and stays, too.
                if (isOnlyOne(all)) {
                    tables.sharings().delete(way.location(), way.id());
                    if (!mayHaveGiven) {
                        forgetComing(tables, way, coming);
                    }
                }
                return way;
            });
        }
    }

    /**
     * Nothing has been written.
     *
     * @param coming who was noted for this
     */
    void cancel(Caller caller, Way way, Set<String> coming) {
        database.inTransaction(caller.account(), tables -> {
            List<SharingMapper.Underway> all = tables.sharings().lock(way.location(), LEASE_SECONDS);
            tables.sharings().delete(way.location(), way.id());
            // Unless another has been there meanwhile, who may have brought the same ones.
            if (isOnlyOne(all)) {
                forgetComing(tables, way, coming);
            }
            return way;
        });
    }

    private static boolean isOnlyOne(List<SharingMapper.Underway> all) {
        return all.size() == 1 && !all.get(0).isOvertaken();
    }

    private static void forgetComing(Tables tables, Way way, Set<String> coming) {
        unlessEmpty(
                minus(coming, way.noted()), readers -> tables.unsettledReaders().delete(way.location(), readers));
    }
}

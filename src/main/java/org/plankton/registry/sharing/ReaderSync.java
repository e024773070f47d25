package org.plankton.registry.sharing;

import static org.plankton.registry.sharing.Accounts.minus;
import static org.plankton.registry.sharing.Accounts.union;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.writing.Findings;
import org.plankton.registry.writing.ImageEdit;

/**
 * Keeps in step who may see an image here (its members, and everyone if it is for everyone) and who may read its object
 * in the object store.
 *
 * <p>No transaction spans the two, the store may fail at any moment, and so may this service. So what is given is given
 * at the store first and recorded here afterwards; what is taken away is taken away here first. Whoever the store may
 * take for a reader and the registry does not is noted in a table of its own, by object: before the store is told of a
 * new reader, until they are recorded; and in the transaction that takes a reader away, until it is certain that the
 * store does not have them any longer.
 *
 * <p>The store has only "replace the whole list", so a slow writer may undo what a faster one did, and bring back whom
 * it found there. So every writer notes in another table that it is on its way, before it asks the store anything. When
 * it ends it learns whether it was alone. Only then anybody is forgotten who was noted. If others ended meanwhile, it
 * writes again what is so now; if others are still on their way it tells them to. One that was cut off stays noted,
 * until the store has either done what it was asked or never will.
 *
 * <p>A request that failed in between is finished by its repetition, by any later change of the image's readers, or by
 * whoever settles what is noted of an account.
 *
 * <p>Where nobody but the owner reads before or after, and nobody is noted, the store has nothing to be told.
 */
public final class ReaderSync {
    private final Database database;
    private final ObjectStore objects;
    private final Sharing sharing;
    private final Findings findings;
    private final Attempts attempts;
    private final ImageLocks locks;
    private final SharingNotes notes;
    private final ReaderTelling telling;

    /** To settle what is noted, anyway, for which nobody waits for another's change. */
    public ReaderSync(Database database, ObjectStore objects, Sharing sharing, Findings findings, Attempts attempts) {
        this(database, objects, sharing, findings, attempts, new Turns(1));
    }

    /** @param waiting who waits for another's change of the same image has one of these meanwhile */
    public ReaderSync(
            Database database,
            ObjectStore objects,
            Sharing sharing,
            Findings findings,
            Attempts attempts,
            Turns waiting) {
        this.database = database;
        this.objects = objects;
        this.sharing = sharing;
        this.findings = findings;
        this.attempts = attempts;
        this.locks = new ImageLocks(waiting);
        this.notes = new SharingNotes(database);
        this.telling = new ReaderTelling(database, objects, sharing, notes, findings, attempts);
    }

    /**
     * Changes who may read an image, and the image with it.
     *
     * @param plan who shall, from who may now; runs again when others change the image at the same time
     * @param edit what is written of the image in the same transaction; its members are added. It may read the tables,
     *     and write what is none of the image's
     * @return what has been written
     * @throws Fault of plan and edit; CONFLICT if somebody is to read a file that is not the one that was registered;
     *     those of {@link Sharing#share}; UNAVAILABLE if the store does not say for certain that those may read no
     *     longer who are no readers; CONFLICT if others got in the way each time. To the service itself only what
     *     comes before the change is recorded: what the store is not told afterwards stays noted
     */
    public ImageEdit change(
            Caller caller,
            String id,
            Function<ReaderState, ReaderPlan> plan,
            BiFunction<Tables, ReaderState, ImageEdit> edit) {
        ImageLocks.Held alone = locks.take(caller.account(), id);
        try (alone) {
            return new ReaderChange(database, objects, sharing, findings, notes, telling, attempts, caller, id)
                    .make(plan, edit);
        }
    }

    /**
     * Tells the object store of the readers that are noted of the object at that location, where an image has, or had,
     * its bytes.
     *
     * @throws Fault those of {@link Sharing#share}; UNAVAILABLE if the store does not say for certain that those may
     *     read no longer who are no readers; CONFLICT if others got in the way each time
     */
    public void settle(Caller caller, String id, Location location) {
        ImageLocks.Held alone = locks.take(caller.account(), id);
        try (alone) {
            telling.tell(caller, location, null, false, null);
        }
    }

    /**
     * Tells the object store of the readers of whatever is at that location, whether or not anybody is noted, since
     * somebody who was cut off may have undone there what others wrote. Any number of services may do it at once.
     *
     * @param caller whose token the store listens to there; or the service itself
     * @throws Fault FORBIDDEN if the store does not listen to the service; those of {@link #settle}
     */
    public void settleAnyway(Caller caller, Location location) {
        telling.tell(caller, location, null, true, null);
    }

    /**
     * Notes for whoever is next told of the object that these may be taken for readers of it who are none.
     *
     * @param owner whom the image belongs to, or did; or whose file it is
     */
    public static void note(Tables tables, String imageId, Location location, String owner, Set<String> readers) {
        if (!readers.isEmpty()) {
            tables.unsettledReaders().insert(location, imageId, owner, readers);
        }
    }

    /**
     * Notes the same of an image that is changed by who tells the store nothing: whom it is to let read from now on,
     * and whom no longer. A member who is given the image is left alone: an owner reads what a member read.
     *
     * @param membersBefore accounts
     */
    public static void noteChange(
            Tables tables, Image before, Set<String> membersBefore, Image after, Set<String> membersAfter) {
        Set<Location> places = new HashSet<>();
        places.add(before.location());
        places.add(after.location());
        places.remove(null);
        for (Location place : places) {
            Set<String> then = Accounts.readersAt(place, before, membersBefore);
            Set<String> now = Accounts.readersAt(place, after, membersAfter);
            Set<String> changed = union(minus(then, now), minus(now, then));
            if (!before.owner().equals(after.owner())) {
                changed.remove(after.owner());
            }
            note(tables, before.id(), place, place.account(), changed);
        }
    }
}

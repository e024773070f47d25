package org.plankton.registry.change;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.Findings;

/**
 * Does for one account what is noted that the object store is still to be told: who reads its objects, where a change
 * of readers was cut off; and to delete what uploads have left behind. Any number of servers may do it at once, beside
 * whatever else changes.
 */
public final class Settle {
    private static final int AT_ONCE = 10;

    private static final System.Logger LOG = System.getLogger(Settle.class.getName());

    private final Database database;
    private final ObjectStore objects;
    private final Sharing sharing;
    private final ReaderSync readers;
    private final Orphans orphans;
    private final long lease;
    private final long grace;
    private final Rounds<Noted> rounds = new Rounds<>(AT_ONCE);

    /**
     * @param sharing of the same store as {@code objects}
     * @param lease of silence after which an upload is dead; whole seconds
     * @param grace for which somebody who has begun to tell the store of an object's readers is left alone, since they
     *     may be about to; whole seconds
     */
    public Settle(
            Database database,
            ObjectStore objects,
            Sharing sharing,
            Attempts attempts,
            Duration lease,
            Duration grace,
            ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.sharing = sharing;
        this.readers = new ReaderSync(database, objects, sharing, new Findings(database, objects, clock), attempts);
        this.orphans = new Orphans(database, objects, lease.toSeconds());
        this.lease = lease.toSeconds();
        this.grace = grace.toSeconds();
    }

    /** How far it has come, from best to worst. */
    public enum Result {
        /** What there was is done, as far as it can be now. */
        DONE,
        /** Some is to be done once whoever has begun it has been left alone for long enough. */
        TOO_EARLY,
        /** Some could not be done, which is in the log. */
        FAILED
    }

    /**
     * An object of which something is noted.
     *
     * @param isBeingChanged whether somebody may be about to tell the store who reads it
     * @param orphan null: who reads it is noted; otherwise it is left behind
     */
    private record Noted(Location location, boolean isBeingChanged, UploadMapper.Orphan orphan) {}

    /**
     * The accounts of whose objects something is noted, in the order of their ids.
     *
     * @param after they come after that one; empty: from the first
     * @throws Fault UNAVAILABLE of the database
     */
    public List<String> listAccounts(String after, int limit) {
        return database.read(tables -> tables.notes().listAccounts(after, lease, limit));
    }

    /**
     * Settles what is noted of an account's objects. What fails stays noted, and does not stop the rest.
     *
     * @param caller the account itself, or the service
     * @throws Fault UNAVAILABLE if the store or the database does not answer, and UNAUTHORIZED if the store refuses the
     *     token: then the rest is left to the next time, which begins with it
     */
    public Result settle(Caller caller, String account) {
        Set<Result> results = EnumSet.of(Result.DONE);
        rounds.go(account, last -> list(account, last), one -> results.add(settle(caller, one)));
        return Collections.max(results);
    }

    /**
     * What is noted behind that, or from the first: objects whose readers are, and behind them what is left behind.
     *
     * @return fewer than {@link #AT_ONCE} if there is no more
     */
    private List<Noted> list(String account, Noted last) {
        List<Noted> some = new ArrayList<>();
        // Where the registry tells nobody who reads, what is noted is not forgotten by telling nobody.
        if (sharing != Sharing.NONE && (last == null || last.orphan == null)) {
            Location after = last == null ? null : last.location;
            database.read(tables -> tables.notes().listObjects(account, after, grace, AT_ONCE))
                    .forEach(one -> some.add(new Noted(one.location(), one.isBeingChanged(), null)));
        }
        if (some.size() < AT_ONCE) {
            String after = last == null || last.orphan == null ? "" : last.orphan.imageId();
            database.read(tables -> tables.notes().listOrphans(account, after, lease, AT_ONCE))
                    .forEach(one -> some.add(new Noted(one.location(), false, one)));
        }
        return some;
    }

    private Result settle(Caller caller, Noted one) {
        if (one.isBeingChanged) {
            return Result.TOO_EARLY;
        }
        return settle(
                caller,
                one.location,
                one.orphan == null
                        ? () -> readers.settleAnyway(caller, one.location)
                        : () -> orphans.deleteAlone(caller, one.orphan));
    }

    private Result settle(Caller caller, Location location, Runnable work) {
        try {
            requireShown(caller, location);
            work.run();
            return Result.DONE;
        } catch (Fault fault) {
            if (fault.isOpen() || fault.kind() == Fault.Kind.UNAUTHORIZED) {
                throw fault;
            }
            LOG.log(Level.WARNING, () -> "still to be settled: " + location + ": " + fault.getMessage());
            LOG.log(Level.DEBUG, "because of this", fault);
            return Result.FAILED;
        }
    }

    /**
     * That the service is shown nothing there says nothing of what is there, where the store may not listen to it at
     * all; and it is not to stand in the way of whoever it listens to.
     *
     * @throws Fault FORBIDDEN if that may be so
     */
    private void requireShown(Caller caller, Location location) {
        if (caller.isService() && !isShown(caller, location) && !objects.isGone(caller, location)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "the object store does not show it to the service itself; it is left to its owner's next request");
        }
    }

    private boolean isShown(Caller caller, Location location) {
        try {
            return objects.stat(caller, location).isPresent();
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.BAD_REQUEST) {
                return true; // and is none that can be registered
            }
            throw fault;
        }
    }
}

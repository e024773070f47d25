package org.plankton.registry.sharing;

import static org.plankton.registry.sharing.Accounts.minus;
import static org.plankton.registry.sharing.Accounts.union;
import static org.plankton.registry.sharing.Accounts.unlessEmpty;

import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.writing.Findings;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/** One change of an image's readers, in as many attempts as it takes: what {@link ReaderSync#change} promises. */
final class ReaderChange {
    private static final System.Logger LOG = System.getLogger(ReaderChange.class.getName());

    private final Database database;
    private final ObjectStore objects;
    private final Sharing sharing;
    private final Findings findings;
    private final SharingNotes notes;
    private final ReaderTelling telling;
    private final Attempts attempts;
    private final Caller caller;
    private final String id;

    /** As it was before, with whose file readers may have gone where it was moved; or null. */
    private Image before;

    /** What was written by an earlier attempt, and may have undone what others wrote; or null. */
    private SharingNotes.Way owed;

    ReaderChange(
            Database database,
            ObjectStore objects,
            Sharing sharing,
            Findings findings,
            SharingNotes notes,
            ReaderTelling telling,
            Attempts attempts,
            Caller caller,
            String id) {
        this.database = database;
        this.objects = objects;
        this.sharing = sharing;
        this.findings = findings;
        this.notes = notes;
        this.telling = telling;
        this.attempts = attempts;
        this.caller = caller;
        this.id = id;
    }

    /**
     * What has been recorded.
     *
     * @param end how the telling of the store has ended
     * @param isDirect whether nobody reads beside the owner, and nobody is noted
     */
    private record Recorded(ImageEdit edit, SharingNotes.End end, boolean isDirect) {}

    ImageEdit make(Function<ReaderState, ReaderPlan> plan, BiFunction<Tables, ReaderState, ImageEdit> edit) {
        try {
            for (int attempt = 1; ; attempt++) {
                attempts.begin(attempt);
                Optional<ImageEdit> written = attempt(plan, edit);
                if (written.isPresent()) {
                    return written.get();
                }
            }
        } catch (RuntimeException e) { // whatever it is, the store is not left with what nobody has recorded
            boolean isInVain = e instanceof Fault fault && fault.kind() == Fault.Kind.UNAVAILABLE;
            if (owed != null && !isInVain) {
                try {
                    telling.tell(caller, owed.location(), before, true, owed);
                } catch (RuntimeException another) {
                    // It stays noted, and why the change failed is what the caller is to hear of.
                    Level level = another instanceof Fault ? Level.DEBUG : Level.ERROR;
                    LOG.log(level, () -> "the store is still to be told who reads image " + id, another);
                }
            }
            throw e;
        }
    }

    /** Empty if others have changed the readers meanwhile. */
    private Optional<ImageEdit> attempt(
            Function<ReaderState, ReaderPlan> plan, BiFunction<Tables, ReaderState, ImageEdit> edit) {
        ReaderState now = database.snapshot(tables -> ReaderState.find(tables, id));
        before = now.image();
        ReaderPlan then = plan.apply(now);
        Location location = then.location();
        if (owed != null && !owed.location().equals(location)) {
            telling.tell(caller, owed.location(), before, true, owed);
            owed = null;
        }
        if (location == null) {
            return record(now, then, edit, null, Set.of()).map(recorded -> {
                tellOfRecorded(() -> telling.tellOfOthersThan(caller, id, null, before));
                return recorded.edit;
            });
        }
        Set<String> there = now.readersAt(location);
        Set<String> coming = minus(then.readers(), there);
        boolean takes = !minus(now.readers(), then.readers()).isEmpty();
        // Whose file it is gives again what is not new: somebody may have taken a reader away at the store.
        boolean again = !takes && !then.readers().isEmpty() && caller.account().equals(location.account());
        if (coming.isEmpty() && !(again && then.gives())) {
            return record(now, then, edit, null, Set.of()).map(recorded -> {
                if (!recorded.isDirect) {
                    tellOfRecorded(() -> {
                        telling.tell(caller, location, before, again || owed != null, owed);
                        telling.tellOfOthersThan(caller, id, location, before);
                    });
                }
                return recorded.edit;
            });
        }
        Optional<SharingNotes.Way> begun = notes.begin(caller, id, now, location, coming, owed);
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        SharingNotes.Way way = begun.get();
        Set<String> readers = union(there, then.readers());
        Set<String> former = minus(way.noted(), readers);
        give(now, then, way, readers, former, coming);
        owed = way; // until it has ended
        return record(now, then, edit, way, former).map(recorded -> {
            tellOfRecorded(() -> {
                if (recorded.end.isOvertaken() || takes) {
                    telling.tell(caller, location, before, recorded.end.isOvertaken(), owed);
                }
                telling.tellOfOthersThan(caller, id, location, before);
            });
            return recorded.edit;
        });
    }

    /**
     * A client hears of it if the store is not told, and repeats the request. An operator has done what they were to:
     * they may have no token at all, and it stays noted for who has one.
     */
    private void tellOfRecorded(Runnable work) {
        try {
            work.run();
        } catch (Fault fault) {
            if (!caller.isService()) {
                throw fault;
            }
            // Who has shown a token expects it to be good for something.
            LOG.log(
                    caller.token().isEmpty() ? Level.DEBUG : Level.WARNING,
                    () -> "the store is still to be told who reads image " + id + ": " + fault.getMessage());
        }
    }

    private void give(
            ReaderState now,
            ReaderPlan then,
            SharingNotes.Way way,
            Set<String> readers,
            Set<String> former,
            Set<String> coming) {
        Look look = new Look(found -> then.seen()
                .map(seen -> seen.uuid().equals(found.uuid()) && seen.checksum().equals(found.checksum()))
                .orElseGet(() -> ReaderTelling.isRegistered(now.image(), found)));
        try {
            sharing.share(caller, way.location(), readers, former, look);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.NO_OBJECT) {
                look.miss();
            }
            if (owed == null) {
                notes.giveUp(caller, fault, look, way, coming);
            }
            boolean isGone = fault.kind() == Fault.Kind.NO_OBJECT && objects.isGone(caller, way.location());
            if (now.isAt(way.location()) && then.seen().isEmpty() && (look.isOther() || isGone)) {
                findings.record(caller, now.image(), isGone ? Finding.GONE : Finding.CHANGED);
            }
            boolean isRefused = fault.kind() == Fault.Kind.NO_OBJECT || fault.kind() == Fault.Kind.FORBIDDEN;
            boolean isOwn = caller.account().equals(way.location().account());
            throw isRefused && isOwn && !isGone && !former.isEmpty() ? ReaderTelling.uncertain(fault) : fault;
        }
    }

    /**
     * Empty if others have changed the readers meanwhile.
     *
     * @param way by which the store has been told already; or null
     * @param former whom it has been told to let read no longer
     */
    private Optional<Recorded> record(
            ReaderState now,
            ReaderPlan then,
            BiFunction<Tables, ReaderState, ImageEdit> edit,
            SharingNotes.Way way,
            Set<String> former) {
        Set<String> given = minus(then.readers(), now.readers());
        Set<String> taken = minus(now.readers(), then.readers());
        Optional<Recorded> recorded = database.inTransaction(caller.account(), tables -> {
            boolean isStill = now.isStill(tables, id);
            SharingNotes.End end = way == null ? SharingNotes.End.OF_NONE : SharingNotes.end(tables, way, isStill);
            if (!isStill) {
                return Optional.empty();
            }
            ImageEdit written = write(tables, now, then, edit);
            if (now.location() != null) {
                unlessEmpty(taken, readers -> SharingNotes.note(tables, id, now.image(), now.location(), readers));
            }
            if (then.location() != null) {
                unlessEmpty(then.readers(), readers -> tables.unsettledReaders().delete(then.location(), readers));
            }
            if (end.wasAlone()) {
                unlessEmpty(former, readers -> tables.unsettledReaders().delete(way.location(), readers));
            }
            boolean isDirect = now.readers().isEmpty()
                    && then.readers().isEmpty()
                    && way == null
                    && owed == null
                    && !tables.images().isEntangled(id, then.location(), null, false);
            return Optional.of(new Recorded(written, end, isDirect));
        });
        if (recorded.isPresent() && way != null && !recorded.get().end.isOvertaken()) {
            owed = null;
        }
        return recorded;
    }

    private ImageEdit write(
            Tables tables, ReaderState now, ReaderPlan then, BiFunction<Tables, ReaderState, ImageEdit> edit) {
        ImageEdit planned = edit.apply(tables, now);
        Image after = planned.isDeletion() ? null : planned.after();
        // Also where nobody is a reader: whoever adds one must see where the image's bytes are by now.
        boolean isElsewhere = !Objects.equals(after == null ? null : after.location(), now.location())
                || after == null && now.image() != null;
        Set<String> joined = minus(then.members(), now.members());
        Set<String> left = minus(now.members(), then.members());
        boolean isForOthers = !then.readers().equals(now.readers());
        ImageEdit whole = planned.withLeft(union(planned.left(), left))
                .withJoined(union(planned.joined(), joined))
                .withCountsReaders(
                        planned.countsReaders() || isElsewhere || isForOthers || !joined.isEmpty() || !left.isEmpty());
        ImageWriter.write(tables, caller, whole);
        return whole;
    }
}

package org.plankton.registry.change;

import java.util.Optional;
import java.util.Set;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.Moment;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Past;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;

/**
 * Makes an image what it was: what is said of it, and whom it is shared with. Whose it is, and its bytes, stay; one
 * that is registered no longer is registered again, if its file is there as it was.
 */
public final class Restore {
    private final Database database;
    private final ReaderSync readers;
    private final Access access;
    private final ChangeClock clock;
    private final Past past;
    private final RegisterAgain registerAgain;

    public Restore(Database database, ObjectStore objects, ReaderSync readers, Access access, ChangeClock clock) {
        this.database = database;
        this.readers = readers;
        this.access = access;
        this.clock = clock;
        this.past = new Past(access);
        this.registerAgain = new RegisterAgain(database, objects, readers, access, clock);
    }

    public Image restore(Caller caller, String id, Optional<Moment> moment) {
        Access.requireId(id);
        // Undone within one of the caller's turns: it takes longer than other reading.
        Past.Former former = database.inTransaction(caller.account(), tables -> past.find(tables, caller, id, moment));
        return former.isRegistered()
                ? change(caller, former.then().image(id), new FormerMembers(former))
                : registerAgain.restore(caller, former);
    }

    /** @param then what was said of it */
    private Image change(Caller caller, Image then, FormerMembers members) {
        return readers.change(
                        caller,
                        then.id(),
                        now -> plan(caller, now, then, members),
                        (tables, now) -> edit(tables, caller, now, then, members))
                .after();
    }

    private ReaderPlan plan(Caller caller, ReaderState now, Image then, FormerMembers members) {
        Image before =
                access.requireChange(caller, now.image(), () -> now.readers().contains(caller.account()));
        Image after = changed(caller, before, then);
        Set<String> accounts = members.beside(after.owner());
        caller.view().limits().requireMembers(accounts.size(), now.members().size());
        boolean gives = after.isForEveryone() || !accounts.isEmpty();
        return ReaderPlan.ofRegistered(
                after.location(), gives, accounts, after.metadata().visibility());
    }

    private ImageEdit edit(Tables tables, Caller caller, ReaderState now, Image then, FormerMembers members) {
        Image before = access.requireChange(tables, caller, tables.images().lock(then.id()));
        Image after = changed(caller, before, then);
        return members.in(ImageEdit.of(EditKind.RESTORE, before, after), tables, caller, now);
    }

    private Image changed(Caller caller, Image now, Image then) {
        Metadata metadata = RegisterAgain.withFormats(then.metadata(), now);
        access.requirePublishing(caller, now.metadata().visibility(), metadata.visibility());
        Status status = now.hasBytes() && then.hasBytes() ? then.ownStatus() : now.ownStatus();
        Image same = now.withMetadata(metadata).withOwnStatus(status, now.updatedAt());
        if (same.equals(now)) {
            return now;
        }
        Image after = same.withUpdatedAt(clock.after(now));
        caller.view().limits().requireTags(metadata.tags(), now.metadata().tags());
        caller.view().limits().requireTotals(after, now);
        return after;
    }
}

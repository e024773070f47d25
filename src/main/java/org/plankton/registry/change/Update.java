package org.plankton.registry.change;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.ChangeRules;
import org.plankton.registry.rules.Inspection;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.Findings;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/** Changes what is said of an image. */
public final class Update {
    private final Database database;
    private final ObjectStore objects;
    private final ReaderSync readers;
    private final Findings findings;
    private final Access access;
    private final ChangeRules rules;
    private final Revision revision;
    private final ChangeClock clock;

    public Update(
            Database database,
            ObjectStore objects,
            ReaderSync readers,
            Findings findings,
            Access access,
            ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.readers = readers;
        this.findings = findings;
        this.access = access;
        this.rules = new ChangeRules(access, clock);
        this.revision = new Revision(database, access, rules);
        this.clock = clock;
    }

    public Image update(Caller caller, String id, Change change) {
        revision.requireSensible(caller, id, change);
        Access.requireId(id);
        UnaryOperator<Image> known = lookAgain(caller, id, change);
        if (change.metadata().visibility().isEmpty()) {
            return database.inTransaction(caller.account(), tables -> {
                ImageEdit edit = edit(tables, caller, id, known, change, false);
                ImageWriter.write(tables, caller, edit);
                return edit.after();
            });
        }
        return readers.change(
                        caller,
                        id,
                        now -> plan(caller, now, known, change),
                        (tables, now) -> edit(tables, caller, id, known, change, now.hasMembers()))
                .after();
    }

    private ReaderPlan plan(Caller caller, ReaderState now, UnaryOperator<Image> known, Change change) {
        Image before =
                access.requireChange(caller, now.image(), () -> now.readers().contains(caller.account()));
        Image after = rules.apply(caller, known.apply(before), change, now.hasMembers());
        return ReaderPlan.ofRegistered(
                after.location(),
                after.isForEveryone(),
                now.members(),
                after.metadata().visibility());
    }

    /** @param known makes of the image what is known by now, and has still to be written */
    private ImageEdit edit(
            Tables tables, Caller caller, String id, UnaryOperator<Image> known, Change change, boolean hasMembers) {
        Image before = access.requireChange(tables, caller, tables.images().lock(id));
        Image seen = known.apply(before);
        Image changed = rules.apply(caller, seen, change, hasMembers);
        Image after = changed.equals(seen) && !seen.equals(before) ? seen.withUpdatedAt(clock.after(before)) : changed;
        return Revision.withOwner(tables, ImageEdit.of(EditKind.UPDATE, before, after));
    }

    /** What is known of the image before the change is made, if it is to be available and was known to be amiss. */
    private UnaryOperator<Image> lookAgain(Caller caller, String id, Change change) {
        if (!change.status().equals(Optional.of(Status.AVAILABLE))) {
            return UnaryOperator.identity();
        }
        Image image = database.read(
                tables -> access.requireChange(tables, caller, tables.images().find(id)));
        if (image.found() == null) {
            return UnaryOperator.identity();
        }
        Optional<Finding> finding = Inspection.look(objects, caller, image);
        if (!finding.equals(Optional.of(Finding.AS_REGISTERED))) {
            finding.ifPresent(amiss -> findings.record(caller, image, amiss));
            return UnaryOperator.identity();
        }
        // Recorded with the change, not before: whoever sends the version that they saw has seen the last.
        return before -> before.updatedAt().equals(image.updatedAt())
                ? before.withFinding(Finding.AS_REGISTERED, before.updatedAt())
                : before;
    }
}

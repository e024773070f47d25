package org.plankton.registry.change;

import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.ChangeRules;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.Findings;
import org.plankton.registry.writing.ImageEdit;

/** Gives a reserved image an object that is there for its bytes. */
public final class Locate {
    private final Database database;
    private final ReaderSync readers;
    private final Access access;
    private final ChangeClock clock;
    private final Revision revision;
    private final OwnFiles files;

    public Locate(
            Database database,
            ObjectStore objects,
            ReaderSync readers,
            Findings findings,
            Access access,
            ChangeClock clock) {
        this.database = database;
        this.readers = readers;
        this.access = access;
        this.clock = clock;
        this.revision = new Revision(database, access, new ChangeRules(access, clock));
        this.files = new OwnFiles(database, objects, findings);
    }

    public Image locate(Caller caller, String id, Change change, Location location, Expected expected) {
        revision.requireSensible(caller, id, change);
        Access.requireId(id);
        database.read(tables -> {
            Image image = access.requireChange(tables, caller, tables.images().find(id));
            return changed(caller, image, change, false);
        });
        StoredObject object = files.require(caller, location);
        expected.require(object);
        return readers.change(
                        caller,
                        id,
                        now -> plan(caller, now, change, location, object),
                        (tables, now) -> edit(tables, caller, now, change, location, object))
                .after();
    }

    private ReaderPlan plan(Caller caller, ReaderState now, Change change, Location location, StoredObject object) {
        database.read(tables -> Coupling.find(tables, location, object)).requireNone();
        Image image =
                access.requireChange(caller, now.image(), () -> now.readers().contains(caller.account()));
        Image after = changed(caller, image, change, now.hasMembers());
        return ReaderPlan.of(object, location, now.members(), after.metadata().visibility());
    }

    private ImageEdit edit(
            Tables tables, Caller caller, ReaderState now, Change change, Location location, StoredObject object) {
        Image before = access.requireChange(
                tables, caller, tables.images().lock(now.image().id()));
        Image changed = changed(caller, before, change, now.hasMembers());
        Coupling.lock(tables, location, object).requireNone();
        Content content = Content.of(location, object, object.md5().orElse(""));
        Image image = changed.withBytes(content, clock.after(before));
        caller.view().limits().requireTotals(image, before);
        Orphans.take(tables, location);
        return Revision.withOwner(tables, ImageEdit.of(EditKind.LOCATE, before, image));
    }

    /** The reserved image with what else is to be different about it. */
    private Image changed(Caller caller, Image image, Change change, boolean hasMembers) {
        return revision.ofReserved(
                caller,
                image,
                change,
                hasMembers,
                () -> Fault.badRequest(
                        "location is only for an image that has no bytes yet; register it as another image"));
    }
}

package org.plankton.registry.change;

import java.util.Set;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;

/** Forgets an image and its members, and deletes its object if that is wanted and the object is the image's own. */
public final class Unregister {
    private final Database database;
    private final ReaderSync readers;
    private final Orphans orphans;
    private final Access access;
    private final ChangeClock clock;

    public Unregister(Database database, ReaderSync readers, Orphans orphans, Access access, ChangeClock clock) {
        this.database = database;
        this.readers = readers;
        this.orphans = orphans;
        this.access = access;
        this.clock = clock;
    }

    /** @param withBytes whether its object is to go, too */
    public void unregister(Caller caller, String id, boolean withBytes) {
        Access.requireId(id);
        boolean isRepeated = database.read(tables -> tables.images().find(id) == null) && finish(caller, id);
        if (isRepeated) {
            return;
        }
        readers.change(caller, id, now -> plan(caller, now), (tables, now) -> edit(tables, caller, id, withBytes));
        orphans.clearUp(caller, id);
    }

    private ReaderPlan plan(Caller caller, ReaderState now) {
        Image image =
                access.requireChange(caller, now.image(), () -> now.readers().contains(caller.account()));
        requireUnprotected(image);
        return ReaderPlan.ofNobody(image.location());
    }

    private ImageEdit edit(Tables tables, Caller caller, String id, boolean withBytes) {
        Image image = access.requireChange(tables, caller, tables.images().lock(id));
        requireUnprotected(image);
        if (withBytes && image.hasBytes() && image.content().isOwn()) {
            tables.uploads().insertOrphan(id, image.location().account(), image.location());
        }
        Revision.noteGivenTo(tables, image);
        return ImageEdit.of(EditKind.UNREGISTER, image, image.deleted(clock.after(image)));
    }

    private static void requireUnprotected(Image image) {
        if (image.metadata().isProtected()) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image is protected; update it to be protected no longer");
        }
    }

    /**
     * Tells the object store what it could not be told when the image was unregistered.
     *
     * @return whether there was anything
     */
    private boolean finish(Caller caller, String id) {
        Set<Location> untold =
                database.read(tables -> tables.unsettledReaders().listUnregistered(id, caller.account()));
        untold.forEach(location -> readers.settle(caller, id, location));
        return orphans.clearUp(caller, id) || !untold.isEmpty();
    }
}

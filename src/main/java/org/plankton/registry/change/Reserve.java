package org.plankton.registry.change;

import java.time.Instant;
import java.util.UUID;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Draft;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/** Reserves an image that has no bytes yet. */
public final class Reserve {
    private final Database database;
    private final Orphans orphans;
    private final Access access;
    private final ChangeClock clock;
    private final Drafts drafts;

    public Reserve(Database database, ObjectStore objects, Orphans orphans, Access access, ChangeClock clock) {
        this.database = database;
        this.orphans = orphans;
        this.access = access;
        this.clock = clock;
        this.drafts = new Drafts(database, objects, access);
    }

    public Image reserve(Caller caller, Draft draft) {
        drafts.require(caller, draft);
        orphans.clearUp(caller);
        Instant now = clock.now();
        Image image = Image.reserved(
                draft.id().orElseGet(() -> UUID.randomUUID().toString()),
                drafts.owner(caller, draft, caller.account()),
                draft.metadata().applyTo(Metadata.NONE, false),
                now);
        access.requirePublishing(caller, null, image.metadata().visibility());
        caller.view().limits().requireTags(image.metadata().tags(), Tags.NONE);
        caller.view().limits().requireTotals(image, null);
        return database.inTransaction(caller.account(), tables -> {
            draft.id().ifPresent(id -> Drafts.requireFree(tables, id));
            ImageWriter.write(tables, caller, ImageEdit.of(EditKind.RESERVE, null, image));
            return image;
        });
    }

    /** Takes a reservation back whose upload has not begun. */
    void takeBack(Caller caller, String id) {
        database.inTransaction(caller.account(), tables -> {
            Image image = tables.images().lock(id);
            if (image != null && image.status() == Status.QUEUED) {
                ImageWriter.write(tables, caller, ImageEdit.of(EditKind.FORGET, image, null));
            }
            return id;
        });
    }
}

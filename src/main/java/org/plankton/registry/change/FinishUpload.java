package org.plankton.registry.change;

import java.util.Optional;
import org.plankton.registry.bytes.UploadStream;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/** Gives a reserved image the bytes that have been uploaded for it, with which it is available, or unavailable. */
final class FinishUpload {
    private final Database database;
    private final ReaderSync readers;
    private final ChangeClock clock;

    FinishUpload(Database database, ReaderSync readers, ChangeClock clock) {
        this.database = database;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * @param content of the object
     * @param status of the image from then on, in the same transaction
     * @throws Fault STALE if the image waits for it no longer; CONFLICT if the object is an image's; those of
     *     {@link ReaderSync#change}
     */
    Image finish(Caller caller, String id, StoredObject object, Content content, Status status) {
        return database.inTransaction(
                        caller.account(), tables -> finishDirectly(tables, caller, id, object, content, status))
                .orElseGet(() -> readers.change(
                                caller,
                                id,
                                now -> plan(now, object, content),
                                (tables, now) -> edit(tables, lockSaving(tables, id), object, content, status))
                        .after());
    }

    /** Where nobody but the owner reads the image, the store has nobody to be told of. Empty if that is not so. */
    private Optional<Image> finishDirectly(
            Tables tables, Caller caller, String id, StoredObject object, Content content, Status status) {
        Image before = lockSaving(tables, id);
        String uuid = object.uuid().orElse(null);
        if (before.isForEveryone() || tables.images().isEntangled(id, content.location(), uuid, false)) {
            return Optional.empty();
        }
        ImageEdit edit = edit(tables, before, object, content, status)
                .withCountsReaders(true); // whoever is about to add one must see where the bytes are by now
        ImageWriter.write(tables, caller, edit);
        return Optional.of(edit.after());
    }

    private ReaderPlan plan(ReaderState now, StoredObject object, Content content) {
        Image image = requireSaving(now.image());
        database.read(tables -> Coupling.find(tables, content.location(), object))
                .requireNone();
        return ReaderPlan.of(
                object, content.location(), now.members(), image.metadata().visibility());
    }

    private ImageEdit edit(Tables tables, Image before, StoredObject object, Content content, Status status) {
        Coupling.lock(tables, content.location(), object).requireNone();
        if (tables.uploads().finish(before.id(), content.location()) == 0) {
            throw UploadStream.unwanted(); // another has begun since, to another place
        }
        Image available = before.withBytes(content, clock.after(before));
        return ImageEdit.of(EditKind.UPLOAD, before, available.withOwnStatus(status, available.updatedAt()));
    }

    private static Image lockSaving(Tables tables, String id) {
        return requireSaving(tables.images().lock(id));
    }

    private static Image requireSaving(Image image) {
        if (image == null || image.status() != Status.SAVING) {
            throw UploadStream.unwanted();
        }
        return image;
    }
}

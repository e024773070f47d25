package org.plankton.registry.change;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.bytes.UploadStream;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Upload;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.ChangeRules;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/**
 * Uploads a reserved image's bytes. They are handed on between client and object store, and never held.
 *
 * <p>No transaction spans database and store, and either may fail, or this server, at any moment. So an upload is noted
 * in a table of its own before the store is sent the first byte, and until its image is available; the note says when
 * it was last alive. What fails, or falls silent, leaves its image without bytes, and in error, or queued where the
 * wire has uploads repeated; and what may be left of it in the store is deleted as soon as its account comes by again,
 * since only with its token is that possible. A store that has not answered may still make the object of the bytes that
 * it has: it is deleted at once if it is there, and otherwise once the upload has been silent for a lease.
 *
 * <p>Uploads of one image are told apart by where they go: one that may be repeated has a place of its own, and whoever
 * clears up after another, or goes on after it was taken for dead, finds nothing of its own there.
 */
public final class UploadBytes {
    private static final System.Logger LOG = System.getLogger(UploadBytes.class.getName());

    private final Database database;
    private final ObjectStore objects;
    private final FinishUpload finish;
    private final Orphans orphans;
    private final UploadBounds bounds;
    private final Executor hashing;
    private final Access access;
    private final ChangeClock clock;
    private final Revision revision;

    public UploadBytes(
            Database database,
            ObjectStore objects,
            ReaderSync readers,
            Orphans orphans,
            UploadBounds bounds,
            Executor hashing,
            Access access,
            ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.finish = new FinishUpload(database, readers, clock);
        this.orphans = orphans;
        this.bounds = bounds;
        this.hashing = hashing;
        this.access = access;
        this.clock = clock;
        this.revision = new Revision(database, access, new ChangeRules(access, clock));
    }

    public Image upload(Caller caller, String id, Change change, Upload upload) throws IOException {
        Access.requireId(id);
        bounds.require(upload);
        revision.requireSensible(caller, id, change);
        String owner = database.read(tables -> {
            Image image = access.requireChange(tables, caller, tables.images().find(id));
            changed(caller, image, change, false);
            return image.owner();
        });
        orphans.clearUp(caller);
        return uploadToFreePlace(caller, id, owner, change, upload);
    }

    /** The same of an image that has just been reserved for it, by the same caller. */
    Image uploadReserved(Caller caller, String id, Upload upload) throws IOException {
        return uploadToFreePlace(caller, id, caller.account(), Change.NONE, upload);
    }

    /** @param owner in whose account: the caller's own, unless they are the service itself */
    private Image uploadToFreePlace(Caller caller, String id, String owner, Change change, Upload upload)
            throws IOException {
        // One that may be repeated goes where none has been: the store may still be at what an earlier one has sent.
        boolean isRepeatable = caller.view().repeatsUploads();
        Location location = objects.place(owner, isRepeatable ? id + "-" + UUID.randomUUID() : id);
        if (objects.stat(caller, location).isPresent()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "there is a file at " + location.uri() + " already, where the bytes would go; move it away");
        }
        Image saving = database.inTransaction(caller.account(), tables -> begin(tables, caller, id, change, location));
        UploadStream bytes = new UploadStream(
                upload,
                saving.metadata(),
                caller.view().inspectsUploads(),
                bounds,
                hashing,
                () -> isAlive(caller, id, location));
        boolean isOthers = false;
        boolean isInDoubt = false;
        boolean isDone = false;
        try {
            try {
                objects.put(caller, location, bytes, upload.length());
            } catch (Fault fault) {
                isOthers = fault.kind() == Fault.Kind.CONFLICT; // what is there
                isInDoubt = fault.kind() == Fault.Kind.UNAVAILABLE;
                throw fault;
            }
            StoredObject object = stored(caller, location, bytes);
            Image image = finish.finish(caller, id, object, bytes.content(location, object), upload.status());
            isDone = true;
            return image;
        } finally {
            if (!isDone) {
                boolean isBegun = bytes.hasBegun() && !isOthers;
                abandon(caller, new UploadMapper.Orphan(id, location), isBegun, isBegun && isInDoubt);
            }
        }
    }

    private Image begin(Tables tables, Caller caller, String id, Change change, Location location) {
        Image before = access.requireChange(tables, caller, tables.images().lock(id));
        boolean hasMembers = change.metadata().visibility().isPresent()
                && !tables.members().listAccounts(id).isEmpty();
        Image changed = changed(caller, before, change, hasMembers);
        Image saving = changed.withOwnStatus(Status.SAVING, clock.after(before));
        ImageEdit edit = ImageEdit.of(EditKind.BEGIN_UPLOAD, before, saving)
                .withCountsReaders(true); // public or not, it may have become that just now
        ImageWriter.write(tables, caller, Revision.withOwner(tables, edit));
        tables.uploads().setAside(id);
        tables.uploads().insert(id, location.account(), location, caller.view().repeatsUploads());
        return saving;
    }

    /** What has become of the bytes. */
    private StoredObject stored(Caller caller, Location location, UploadStream bytes) {
        bytes.requireAsSaid();
        return objects.stat(caller, location)
                .filter(object -> object.size() == bytes.count())
                .filter(object -> object.md5().orElse(bytes.md5()).equals(bytes.md5()))
                .orElseThrow(() -> new Fault(
                        Fault.Kind.UNAVAILABLE, "the object store has not kept the bytes as they were; try again"));
    }

    /** The reserved image with what else is to be different about it. */
    private Image changed(Caller caller, Image image, Change change, boolean hasMembers) {
        return revision.ofReserved(
                caller,
                image,
                change,
                hasMembers,
                () -> new Fault(
                        Fault.Kind.CONFLICT, "the image has its bytes, or they are on their way; make another image"));
    }

    /** Notes that the upload is alive. False if nobody waits for it any longer. */
    private boolean isAlive(Caller caller, String id, Location location) {
        try {
            return database.inTransaction(
                            caller.account(), tables -> tables.uploads().renew(location))
                    > 0;
        } catch (Fault fault) {
            // If the database is away for longer than the lease, the end of the upload will tell.
            LOG.log(Level.DEBUG, () -> "it was not noted that the upload of image " + id + " is alive", fault);
            return true;
        }
    }

    /**
     * Leaves the image as it is if another upload of it has begun since.
     *
     * @param isBegun whether the store may have an object of this upload
     * @param isInDoubt whether it may even make one yet
     */
    private void abandon(Caller caller, UploadMapper.Orphan left, boolean isBegun, boolean isInDoubt) {
        try {
            boolean isRecorded = database.inTransaction(caller.account(), tables -> {
                Image image = tables.images().lock(left.imageId());
                boolean isLast = left.imageId().equals(tables.uploads().lock(left.location()));
                if (isLast && image != null && image.status() == Status.SAVING) {
                    boolean isOver = isBegun && !caller.view().repeatsUploads();
                    Image failed = image.withOwnStatus(isOver ? Status.ERROR : Status.QUEUED, clock.after(image));
                    ImageWriter.write(tables, caller, ImageEdit.of(EditKind.END_UPLOAD, image, failed));
                }
                boolean isRecordedHere = image != null && left.location().equals(image.location());
                if (!isBegun) {
                    tables.uploads().delete(left.location());
                } else if (!isRecordedHere && tables.uploads().lock(left.location()) == null) {
                    // Whoever took it for dead has deleted what there was; there may be more by now.
                    tables.uploads()
                            .insertOrphan(
                                    UUID.randomUUID().toString(),
                                    left.location().account(),
                                    left.location());
                } else if (!isInDoubt) {
                    tables.uploads().end(left.location());
                }
                return isRecordedHere;
            });
            if (isRecorded || !isBegun) {
                return; // whoever was to tell of it failed, or there is nothing
            }
            if (!isInDoubt || objects.stat(caller, left.location()).isPresent()) {
                orphans.delete(caller, left);
            }
            // Else it stays noted. Deleted now, it might be made after that, and nobody would know of it.
        } catch (RuntimeException e) {
            // It is noted, and why the upload failed is what the caller is to hear of.
            Level level = e instanceof Fault ? Level.DEBUG : Level.ERROR;
            LOG.log(level, () -> "what the upload of image " + left.imageId() + " has left is still to be seen to", e);
        }
    }
}

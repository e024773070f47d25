package org.plankton.registry.bytes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.plankton.registry.Registry;
import org.plankton.registry.change.FileChecks;
import org.plankton.registry.change.Findings;
import org.plankton.registry.change.Registration;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.Upload;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.sharing.Readership;

/**
 * What can be done with images' bytes: upload and open. They are handed on between client and object store, and never held.
 *
 * <p>No transaction spans database and store, and either may fail, or this server, at any moment. So an upload is noted in a table
 * of its own before the store is sent the first byte, and until its image is available; the note says when it was last alive.
 * What fails, or falls silent, leaves its image in error and without bytes; and what may be left of it in the store is deleted as
 * soon as its account comes by again, since only with its token is that possible. A store that has not answered may still make the
 * object of the bytes that it has: it is deleted at once if it is there, and otherwise once the upload has been silent for a lease.
 */
public final class ImageData {
    private final Registry registry;
    private final Database database;
    private final ObjectStore objects;
    private final Readership readership;
    private final Findings findings;
    private final FileChecks checks;
    private final Leftovers leftovers;
    private final Bounds bounds;
    private final Clock clock;

    /**
     * How uploads are bounded.
     *
     * @param longest bytes
     * @param lease how long an upload may be silent before it is taken for dead
     */
    public record Bounds(long longest, Duration lease) {}

    public ImageData(
            Registry registry,
            Database database,
            ObjectStore objects,
            Readership readership,
            Findings findings,
            FileChecks checks,
            Leftovers leftovers,
            Bounds bounds,
            Clock clock) {
        this.registry = registry;
        this.database = database;
        this.objects = objects;
        this.readership = readership;
        this.findings = findings;
        this.checks = checks;
        this.leftovers = leftovers;
        this.bounds = bounds;
        this.clock = clock;
    }

    public Bounds bounds() {
        return bounds;
    }

    /**
     * Registers an image with its bytes: reserves it and uploads them.
     *
     * @return the image as it now stands
     * @throws IOException of the upload's bytes
     * @throws Fault those of {@link #upload} that can be told beforehand, and then nothing has been registered; those of {@link
     *     Registry#reserve}; those of {@link #upload}
     */
    public Image register(Caller caller, Draft draft, Upload upload) throws IOException {
        Registration.requireFormats(
                draft.diskFormat().isPresent(), draft.containerFormat().isPresent());
        requireBounds(upload);
        draft.owner().filter(owner -> !owner.equals(caller.account())).ifPresent(owner -> {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only the image's owner gives it its bytes");
        });
        String id = registry.reserve(caller, draft).id();
        boolean isDone = false;
        try {
            Image image = upload(caller, id, Change.NONE, upload);
            isDone = true;
            return image;
        } finally {
            if (!isDone) {
                giveUp(id);
            }
        }
    }

    /** Takes a reservation back whose upload has not begun. */
    private void giveUp(String id) {
        try {
            database.inTransaction(tables -> {
                Image image = tables.images().lock(id);
                if (image != null && image.status() == Status.QUEUED) {
                    tables.images().delete(image, Registry.later(clock, image));
                    tables.images().forget(id);
                }
                return id;
            });
        } catch (RuntimeException e) {
            // Why the upload was refused is what the caller is to hear of; the reservation does no harm.
        }
    }

    /**
     * Uploads the bytes of a reserved image to the caller's own account in the object store, and makes it available.
     *
     * <p>Where that fails once the first byte has been read, the image is in {@link Status#ERROR} and has no bytes; before that,
     * it is queued as it was.
     *
     * @param change what else is to be different about the image; it is not, if the upload is refused before it begins
     * @return the image as it now stands
     * @throws IOException of the upload's bytes
     * @throws Fault OVER_LIMIT if it is too long; BAD_REQUEST if length and size differ; those of {@link Registry#update};
     *     FORBIDDEN if the image is not the caller's own; CONFLICT if it is not queued; BAD_REQUEST if its formats have not been
     *     told; CONFLICT if there is something in its place; those of {@link ObjectStore#put}; BAD_REQUEST if size or MD5 are not
     *     as the upload says; STALE if the image has been unregistered meanwhile; those of {@link ObjectStore#share}
     */
    public Image upload(Caller caller, String id, Change change, Upload upload) throws IOException {
        Access.requireId(id);
        requireBounds(upload);
        registry.requireSensible(caller, id, change);
        database.read(tables -> requireQueued(tables, caller, tables.images().find(id), change));
        leftovers.clearUp(caller);
        Location location = objects.place(caller.account(), id);
        if (objects.stat(caller, location).isPresent()) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "there is a file at " + location.uri() + " already, where the bytes would go; move it away");
        }
        database.inTransaction(tables -> {
            Image before = requireQueued(tables, caller, tables.images().lock(id), change);
            Image image = registry.update(tables, caller, before, change);
            tables.images().countReadersChange(id); // public or not, it may have become that just now
            tables.uploads().insert(id, caller.account(), location);
            tables.images().update(image, image.withStatus(Status.SAVING, Registry.later(clock, image)));
            return id;
        });
        Intake intake = new Intake(upload, bounds, () -> isAlive(id));
        boolean isOthers = false;
        boolean isInDoubt = false;
        boolean isDone = false;
        try {
            try {
                objects.put(caller, location, intake, upload.length());
            } catch (Fault fault) {
                isOthers = fault.kind() == Fault.Kind.CONFLICT; // what is there
                isInDoubt = fault.kind() == Fault.Kind.UNAVAILABLE;
                throw fault;
            }
            Image image = activate(caller, id, location, stored(caller, location, intake), intake.md5());
            isDone = true;
            return image;
        } finally {
            if (!isDone) {
                boolean isBegun = intake.hasBegun() && !isOthers;
                abandon(caller, new UploadMapper.Left(id, location), isBegun, isBegun && isInDoubt);
            }
        }
    }

    /** What has become of the bytes. */
    private StoredObject stored(Caller caller, Location location, Intake intake) {
        intake.requireAsSaid();
        return objects.stat(caller, location)
                .filter(object -> object.size() == intake.count())
                .filter(object -> object.md5().orElse(intake.md5()).equals(intake.md5()))
                .orElseThrow(() -> new Fault(
                        Fault.Kind.UNAVAILABLE, "the object store has not kept the bytes as they were; try again"));
    }

    /** @throws Fault OVER_LIMIT; BAD_REQUEST */
    private void requireBounds(Upload upload) {
        if (Math.max(upload.length().orElse(0), upload.size().orElse(0)) > bounds.longest) {
            throw Intake.tooLong(bounds.longest);
        }
        if (upload.size().isPresent()
                && upload.length().isPresent()
                && upload.size().getAsLong() != upload.length().getAsLong()) {
            throw Fault.badRequest("size is not that of the body; leave it out, or correct it");
        }
    }

    private Image requireQueued(Database.Tables tables, Caller caller, Image found, Change change) {
        Image image = registry.requireChange(tables, caller, found);
        Registration.requireOwn(caller, image);
        if (image.status() != Status.QUEUED) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "the image has its bytes, or they are on their way; make another image");
        }
        Image after = registry.changed(caller, image, change);
        Registration.requireFormats(after.diskFormat() != null, after.containerFormat() != null);
        return image;
    }

    /** Notes that the upload is alive. False if nobody waits for it any longer. */
    private boolean isAlive(String id) {
        try {
            return database.inTransaction(tables -> tables.uploads().renew(id)) > 0;
        } catch (Fault fault) {
            return true; // if the database is away for longer than the lease, the end of the upload will tell
        }
    }

    private Image activate(Caller caller, String id, Location location, StoredObject object, String md5) {
        return readership.change(
                caller,
                id,
                now -> {
                    requireSaving(now.image());
                    Registration.requireUnregistered(database.read(tables -> Coupling.find(tables, location, object)));
                    return new Readership.Plan(location, now.readers()).of(object);
                },
                tables -> {
                    Image before = requireSaving(tables.images().lock(id));
                    Registration.requireUnregistered(Coupling.lock(tables, location, object));
                    Image image = before.withBytes(location, object, md5, true, Registry.later(clock, before));
                    tables.images().update(before, image);
                    tables.uploads().delete(id);
                    return image;
                });
    }

    private static Image requireSaving(Image image) {
        if (image == null || image.status() != Status.SAVING) {
            throw Intake.unwanted();
        }
        return image;
    }

    /**
     * @param isBegun whether the store may have an object of this upload
     * @param isInDoubt whether it may even make one yet
     */
    private void abandon(Caller caller, UploadMapper.Left left, boolean isBegun, boolean isInDoubt) {
        try {
            boolean isRecorded = database.inTransaction(tables -> {
                Image image = tables.images().lock(left.imageId());
                if (image != null && image.status() == Status.SAVING) {
                    tables.images()
                            .update(
                                    image,
                                    image.withStatus(
                                            isBegun ? Status.ERROR : Status.QUEUED, Registry.later(clock, image)));
                }
                if (!isInDoubt) {
                    tables.uploads().end(left.imageId());
                }
                return image != null && image.hasBytes();
            });
            if (isRecorded) {
                return; // and whoever was to tell so failed
            }
            if (!isBegun) {
                leftovers.forget(left.imageId());
            } else if (!isInDoubt || objects.stat(caller, left.location()).isPresent()) {
                leftovers.delete(caller, left);
            }
            // Else it stays noted. Deleted now, it might be made after that, and nobody would know of it.
        } catch (RuntimeException e) {
            // It is noted, and why the upload failed is what the caller is to hear of.
        }
    }

    /**
     * The bytes of an image, for the caller to close. What the answer tells of the file is recorded: that it has
     * changed, or is gone, or is back as it was.
     *
     * @param image as {@link Registry#find} has just told it to the caller
     * @param range which of them; empty: all
     * @throws Fault FORBIDDEN if the image is not available; NOT_FOUND if it has no bytes; UNAUTHORIZED or UNAVAILABLE
     *     of the object store; NOT_FOUND if they are not there any longer, or others than were registered
     */
    public StoredBytes open(Caller caller, Image image, Optional<ByteRange> range) {
        if (image.ownStatus() == Status.UNAVAILABLE) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image's owner says that it is not to be used");
        }
        if (image.ownStatus() != Status.AVAILABLE) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not active: it has no data, or no good data");
        }
        Optional<StoredBytes> bytes = objects.open(caller, image.location(), range);
        if (bytes.isEmpty()) {
            checks.record(caller, image);
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "the image's data is not in the object store any longer, or you may not read it there");
        }
        boolean isOpen = false;
        try {
            Finding finding = Finding.of(image, bytes.map(StoredBytes::object));
            findings.record(image, finding);
            if (finding != Finding.AS_REGISTERED) {
                throw new Fault(
                        Fault.Kind.NOT_FOUND,
                        "the image's file has been replaced since it was registered; its owner must register it again");
            }
            isOpen = true;
            return bytes.get();
        } finally {
            if (!isOpen) {
                close(bytes.get());
            }
        }
    }

    private static void close(StoredBytes bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            // nobody reads it
        }
    }
}

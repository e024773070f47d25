package org.plankton.registry;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be done with images' bytes: upload and open. They are handed on between client and object store, and never held.
 *
 * <p>No transaction spans database and store, and either may fail, or this server, at any moment. So an upload is noted in a table
 * of its own before the store is sent the first byte, and until its image is available; the note says when it was last alive.
 * What fails, or falls silent, leaves its image in error and without bytes; and what may be left of it in the store is deleted as
 * soon as its account comes by again, since only with its token is that possible.
 */
public final class ImageData {
    private final Registry registry;
    private final Database database;
    private final ObjectStore objects;
    private final Readership readership;
    private final Access access;
    private final Bounds bounds;
    private final Clock clock;

    /**
     * How uploads are bounded.
     *
     * @param longest bytes
     * @param lease how long an upload may be silent before it is taken for dead
     */
    public record Bounds(long longest, Duration lease) {}

    ImageData(
            Registry registry,
            Database database,
            ObjectStore objects,
            Readership readership,
            Access access,
            Bounds bounds,
            Clock clock) {
        this.registry = registry;
        this.database = database;
        this.objects = objects;
        this.readership = readership;
        this.access = access;
        this.bounds = bounds;
        this.clock = clock;
    }

    Bounds bounds() {
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
        Registry.requireFormats(
                draft.diskFormat().isPresent(), draft.containerFormat().isPresent());
        requireBounds(upload);
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
                    tables.images().delete(id, Registry.later(clock, image));
                    tables.images().forget(id);
                }
                return id;
            });
        } catch (Fault fault) {
            // Why the upload was refused is what the caller is to hear of; the reservation does no harm.
        }
    }

    /**
     * Uploads the bytes of a reserved image to the caller's own account in the object store, and makes it available.
     *
     * <p>Where that fails once it has begun, the image is in {@link Status#ERROR} and has no bytes.
     *
     * @param change what else is to be different about the image; it is not, if the upload is refused before it begins
     * @return the image as it now stands
     * @throws IOException of the upload's bytes
     * @throws Fault OVER_LIMIT if it is too long; BAD_REQUEST if length and size differ; those of {@link Registry#update}; CONFLICT
     *     if the image is not queued; BAD_REQUEST if its formats have not been told; CONFLICT if there is something in its place; those of {@link ObjectStore#put}; BAD_REQUEST if size or MD5 are
     *     not as the upload says; STALE if the image has been unregistered meanwhile; CONFLICT if its bytes have been registered as another; those of {@link ObjectStore#share}
     */
    public Image upload(Caller caller, String id, Change change, Upload upload) throws IOException {
        Access.requireId(id);
        requireBounds(upload);
        registry.requireSensible(change);
        database.read(tables -> requireQueued(tables, caller, tables.images().find(id), change));
        clearUp(caller);
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
            tables.images().update(image.withStatus(Status.SAVING, Registry.later(clock, image)));
            return id;
        });
        boolean isPut = true;
        boolean isDone = false;
        try {
            Intake intake = new Intake(upload, bounds, () -> isAlive(id));
            try {
                objects.put(caller, location, intake, upload.length());
            } catch (Fault fault) {
                isPut = fault.kind() != Fault.Kind.CONFLICT; // then what is there is somebody else's
                throw fault;
            }
            String md5 = intake.requireAsSaid();
            StoredObject object = objects.stat(caller, location)
                    .filter(stored -> stored.size() == intake.count())
                    .filter(stored -> stored.md5().orElse(md5).equals(md5))
                    .orElseThrow(() -> new Fault(
                            Fault.Kind.UNAVAILABLE, "the object store has not kept the bytes as they were; try again"));
            Image image = activate(caller, id, location, object, md5);
            isDone = true;
            return image;
        } finally {
            if (!isDone) {
                abandon(caller, id, location, isPut);
            }
        }
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
        if (image.status() != Status.QUEUED) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "the image has its bytes, or they are on their way; make another image");
        }
        Image after = registry.changed(caller, image, change);
        Registry.requireFormats(after.diskFormat() != null, after.containerFormat() != null);
        return image;
    }

    /** Notes that the upload is alive. False if nobody waits for it any longer. */
    private boolean isAlive(String id) {
        try {
            return database.inTransaction(tables -> tables.uploads().renew(id)) > 0;
        } catch (Fault fault) {
            return true; // the lease is longer than the database is away, let us hope
        }
    }

    private Image activate(Caller caller, String id, Location location, StoredObject object, String md5) {
        return readership.change(
                caller,
                id,
                now -> {
                    requireSaving(now.image());
                    Registry.requireUnregistered(
                            database.read(tables -> tables.images().findByLocation(location)));
                    return new Readership.Plan(location, now.readers());
                },
                tables -> {
                    Image before = requireSaving(tables.images().lock(id));
                    Registry.requireUnregistered(tables.images().lockByLocation(location));
                    Image image = before.withBytes(location, object, md5, true, Registry.later(clock, before));
                    tables.images().update(image);
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

    /** @param isPut whether the object is this upload's, if there is one */
    private void abandon(Caller caller, String id, Location location, boolean isPut) {
        try {
            boolean isRecorded = database.inTransaction(tables -> {
                Image image = tables.images().lock(id);
                if (image != null && image.status() == Status.SAVING) {
                    tables.images().update(image.withStatus(Status.ERROR, Registry.later(clock, image)));
                }
                return image != null && image.hasBytes();
            });
            if (isRecorded) {
                return; // and whoever was to tell so failed
            }
            if (isPut) {
                clearUp(caller, id, location);
            } else {
                forget(id);
            }
        } catch (Fault fault) {
            // It is noted, and why the upload failed is what the caller is to hear of.
        }
    }

    private void forget(String id) {
        database.inTransaction(tables -> {
            tables.uploads().delete(id);
            return id;
        });
    }

    /** Deletes what uploads of the caller's account have left behind in the object store; if that fails, the next time. */
    void clearUp(Caller caller) {
        for (UploadMapper.Left left : database.read(tables -> tables.uploads().listLeft(caller.account()))) {
            try {
                clearUp(caller, left.imageId(), left.location());
            } catch (Fault fault) {
                // What the caller asks for does not depend on it.
                if (fault.kind() == Fault.Kind.UNAVAILABLE) {
                    return; // and need not wait for it again
                }
            }
        }
    }

    /**
     * Deletes the object of an image that is registered no longer, if that is still to be done, and the caller's to do.
     *
     * @return whether it was
     * @throws Fault UNAUTHORIZED or UNAVAILABLE of the object store
     */
    boolean clearUp(Caller caller, String id) {
        UploadMapper.Left left = database.read(tables -> tables.uploads().findLeft(id, caller.account()));
        if (left == null) {
            return false;
        }
        try {
            clearUp(caller, id, left.location());
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.FORBIDDEN) {
                throw fault;
            }
            // It stays noted. The image is gone, and asking again would not help.
        }
        return true;
    }

    private void clearUp(Caller caller, String id, Location location) {
        // Of what was left behind its account may have made an image of its own.
        if (database.read(tables -> tables.images().findByLocation(location)) == null) {
            objects.delete(caller, location);
        }
        forget(id);
    }

    /**
     * The bytes of an image, for the caller to close.
     *
     * @param range which of them; empty: all
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it; FORBIDDEN if it is not available;
     *     NOT_FOUND if it has no bytes; UNAUTHORIZED or UNAVAILABLE of the object store; NOT_FOUND if they are not there any longer,
     *     or others than were registered
     */
    public StoredBytes open(Caller caller, String id, Optional<ByteRange> range) {
        Image image = registry.find(caller, id);
        if (image.status() == Status.UNAVAILABLE) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image's owner says that it is not to be used");
        }
        if (image.status() != Status.AVAILABLE) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not active: it has no data, or no good data");
        }
        StoredBytes bytes = objects.open(caller, image.location(), range)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NOT_FOUND,
                        "the image's data is not in the object store any longer, or you may not read it there"));
        if (bytes.object().size() != image.size() || !bytes.object().checksum().equals(image.checksum())) {
            try {
                bytes.close();
            } catch (IOException e) {
                // nobody reads it
            }
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "the image's file has been replaced since it was registered; its owner must register it again");
        }
        return bytes;
    }
}

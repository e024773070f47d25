package org.plankton.registry.bytes;

import java.lang.System.Logger.Level;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Caller;

/**
 * Objects that uploads have left behind in the object store, or that were an image's which has been deleted. Each is
 * noted in a table until it is gone, which needs a token that may delete it: its owner's, when they come by, or one of
 * the service's own.
 *
 * <p>What lies at such a place may be registered by its owner, and then it is not left behind any longer. So that it is
 * not deleted under a new image, the note says when the store has been told to delete it, and nothing is registered
 * there for a while.
 */
public final class Orphans {
    private static final System.Logger LOG = System.getLogger(Orphans.class.getName());

    private final Database database;
    private final ObjectStore objects;
    private final long lease;

    /** @param lease seconds of silence after which an upload is dead */
    public Orphans(Database database, ObjectStore objects, long lease) {
        this.database = database;
        this.objects = objects;
        this.lease = lease;
    }

    /** Deletes what the caller's account has left behind; what cannot be deleted now, the next time. */
    public void clearUp(Caller caller) {
        for (UploadMapper.Orphan orphan :
                database.read(tables -> tables.uploads().listOrphans(caller.account(), lease))) {
            try {
                delete(caller, orphan);
            } catch (Fault fault) {
                // What the caller asks for does not depend on it.
                LOG.log(Level.DEBUG, () -> "left behind as before: the object of image " + orphan.imageId(), fault);
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
    public boolean clearUp(Caller caller, String id) {
        UploadMapper.Orphan orphan = database.read(tables -> tables.uploads().findOrphan(id, caller.account(), lease));
        if (orphan == null) {
            return false;
        }
        try {
            delete(caller, orphan);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.FORBIDDEN) {
                throw fault;
            }
            // It stays noted. The image is gone, and asking again would not help.
            LOG.log(Level.WARNING, () -> "left behind for good: the object of image " + id + ": " + fault.getMessage());
        }
        return true;
    }

    /**
     * Deletes what is left behind, unless it is some image's by now.
     *
     * @throws Fault those of {@link ObjectStore#delete}
     */
    public void delete(Caller caller, UploadMapper.Orphan orphan) {
        delete(caller, orphan, false);
    }

    /**
     * The same unless somebody else is just about to: who deletes something for others leaves it alone for as long as
     * the store may do late what it was told, or it might delete what has come there since.
     */
    public void deleteAlone(Caller caller, UploadMapper.Orphan orphan) {
        delete(caller, orphan, true);
    }

    private void delete(Caller caller, UploadMapper.Orphan orphan, boolean onlyAlone) {
        boolean isToGo = database.inTransaction(caller.account(), tables -> {
            if (tables.uploads().lock(orphan.location()) == null) {
                return false;
            }
            if (onlyAlone && tables.uploads().findAt(orphan.location()).isBeingDeleted()) {
                return false;
            }
            if (tables.images().findByLocation(orphan.location()) != null) {
                tables.uploads().delete(orphan.location());
                return false;
            }
            tables.uploads().beginDeletion(orphan.location());
            return true;
        });
        if (isToGo) {
            objects.delete(caller, orphan.location());
            forget(caller, orphan.location());
        }
    }

    private void forget(Caller caller, Location location) {
        database.inTransaction(caller.account(), tables -> {
            tables.uploads().delete(location);
            return location;
        });
    }

    /**
     * Says that what lies at {@code location} is an image's.
     *
     * @throws Fault CONFLICT if it is being uploaded or deleted
     */
    public static void take(Tables tables, Location location) {
        UploadMapper.Note seen = tables.uploads().findAt(location);
        if (seen == null || tables.uploads().lock(location) == null) {
            return;
        }
        UploadMapper.Note note = tables.uploads().findAt(location);
        Image image = tables.images().find(note.imageId());
        if (note.isBeingDeleted() || image != null && image.status() == Status.SAVING) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "location is being uploaded, or deleted, by another request; try again later");
        }
        tables.uploads().delete(location);
    }
}

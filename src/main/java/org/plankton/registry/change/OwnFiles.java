package org.plankton.registry.change;

import java.util.Optional;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.writing.Findings;

/** Files that are to be registered, which must be the caller's own. */
final class OwnFiles {
    private final Database database;
    private final ObjectStore objects;
    private final Findings findings;

    OwnFiles(Database database, ObjectStore objects, Findings findings) {
        this.database = database;
        this.objects = objects;
        this.findings = findings;
    }

    /**
     * What is there.
     *
     * @throws Fault those of {@link ObjectStore#stat}; NO_OBJECT if the caller can read nothing there; FORBIDDEN if it
     *     is another account's
     */
    StoredObject require(Caller caller, Location location) {
        // Asked before any transaction: the store may be slow, and a transaction must not wait on it.
        Optional<StoredObject> object;
        try {
            object = objects.stat(caller, location);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.BAD_REQUEST) {
                recordFinding(caller, location);
            }
            throw fault;
        }
        if (object.isEmpty()) {
            recordFinding(caller, location);
            throw new Fault(
                    Fault.Kind.NO_OBJECT,
                    "location: there is no file that you can read; upload it, or correct the path");
        }
        if (!location.account().equals(caller.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "location is another account's file, which only that account registers");
        }
        return object.get();
    }

    /** Of the image at a location of the caller's where there is nothing that can be registered. */
    private void recordFinding(Caller caller, Location location) {
        Image registered = location.account().equals(caller.account())
                ? database.read(tables -> tables.images().findByLocation(location))
                : null;
        if (registered != null) {
            findings.look(caller, registered);
        }
    }
}

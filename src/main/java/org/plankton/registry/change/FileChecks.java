package org.plankton.registry.change;

import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;

/** Looks at registered images' files in the object store. */
public final class FileChecks {
    private final Database database;
    private final ObjectStore objects;
    private final Findings findings;
    private final Access access;

    public FileChecks(Database database, ObjectStore objects, Findings findings, Access access) {
        this.database = database;
        this.objects = objects;
        this.findings = findings;
        this.access = access;
    }

    /** What {@link Registry#check} promises. */
    public Image check(Caller caller, String id) {
        Access.requireId(id);
        Image image = find(caller, id);
        if (!image.hasBytes()) {
            throw new Fault(Fault.Kind.CONFLICT, "the image has no bytes yet, so that there is no file to look at");
        }
        findings.record(
                image,
                Finding.look(objects, caller, image)
                        .orElseThrow(() -> image.location().account().equals(caller.account())
                                ? new Fault(
                                        Fault.Kind.UNAVAILABLE,
                                        "the object store neither shows the file nor says that it is gone; try again")
                                : new Fault(
                                        Fault.Kind.FORBIDDEN,
                                        "the object store does not let you look at the file; whose it is may ask")));
        return find(caller, id);
    }

    private Image find(Caller caller, String id) {
        return database.read(tables -> {
            Image image = access.require(tables.images().find(id));
            access.requireChange(caller, image, () -> tables.members().isMember(id, caller.account()));
            return image;
        });
    }

    /** Looks at the file, and records what is found; nothing if the caller is not to know. */
    public void record(Caller caller, Image image) {
        Finding.look(objects, caller, image).ifPresent(finding -> findings.record(image, finding));
    }
}

package org.plankton.registry.change;

import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.writing.Findings;

/** Looks at an image's file because somebody asks for it. */
public final class Check {
    private final Database database;
    private final Findings findings;
    private final Access access;

    public Check(Database database, Findings findings, Access access) {
        this.database = database;
        this.findings = findings;
        this.access = access;
    }

    public Image check(Caller caller, String id) {
        Access.requireId(id);
        Image image = find(caller, id);
        if (!image.hasBytes()) {
            throw new Fault(Fault.Kind.CONFLICT, "the image has no bytes yet, so that there is no file to look at");
        }
        boolean isSeen = findings.look(caller, image).isPresent();
        if (!isSeen && image.location().account().equals(caller.account())) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the object store neither shows the file nor says that it is gone; try again");
        }
        if (!isSeen) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "the object store does not let you look at the file; whose it is may ask");
        }
        return find(caller, id);
    }

    private Image find(Caller caller, String id) {
        return database.read(
                tables -> access.requireChange(tables, caller, tables.images().find(id)));
    }
}

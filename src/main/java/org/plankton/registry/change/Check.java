package org.plankton.registry.change;

import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.Inspection;
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
        findings.look(caller, image).orElseThrow(() -> Inspection.unseen(caller, image));
        return find(caller, id);
    }

    private Image find(Caller caller, String id) {
        return database.read(
                tables -> access.requireChange(tables, caller, tables.images().find(id)));
    }
}

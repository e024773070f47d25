package org.plankton.registry.listing;

import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;

/** Finds one image. */
public final class Lookup {
    private final Database database;
    private final Access access;

    public Lookup(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    public Image find(Caller caller, String id) {
        Access.requireId(id);
        return database.read(
                tables -> access.requireSight(tables, caller, tables.images().find(id)));
    }

    public Image findEvenDeleted(Caller caller, String id) {
        Access.requireId(id);
        Image deleted = access.isAdministrator(caller)
                ? database.read(tables -> tables.images().findDeleted(id))
                : null;
        return deleted != null ? deleted : find(caller, id);
    }
}

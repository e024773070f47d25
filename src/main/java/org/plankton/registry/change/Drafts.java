package org.plankton.registry.change;

import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Draft;
import org.plankton.registry.rules.Access;

/** What of a draft is looked at however it is to become an image. */
final class Drafts {
    private final Database database;
    private final ObjectStore objects;
    private final Access access;

    Drafts(Database database, ObjectStore objects, Access access) {
        this.database = database;
        this.objects = objects;
        this.access = access;
    }

    /** @throws Fault BAD_REQUEST if it asks for more than the limits allow, or for another object store */
    void require(Caller caller, Draft draft) {
        caller.view().limits().require(draft.metadata(), Metadata.NONE);
        draft.store()
                .filter(store -> !store.equals(objects.name()) && !store.equals(Location.CLOUD))
                .ifPresent(store -> {
                    throw Fault.badRequest("store must be " + objects.name() + "; leave it out");
                });
    }

    /**
     * Whose the image is to be.
     *
     * @param usual whose it is if nothing is said
     * @throws Fault BAD_REQUEST if it is to be another's, and the caller is no administrator
     */
    String owner(Caller caller, Draft draft, String usual) {
        String owner = draft.owner().orElse(usual);
        if (!owner.equals(usual)) {
            if (!access.isAdministrator(caller)) {
                throw Fault.badRequest("owner must be the location's account; leave it out");
            }
            Account.require("owner", owner);
        }
        return owner;
    }

    /** @throws Fault CONFLICT if the draft has an id, and it is taken */
    void requireFreeId(Draft draft) {
        draft.id()
                .ifPresent(id -> database.read(tables -> {
                    requireFree(tables, id);
                    return id;
                }));
    }

    /** @throws Fault CONFLICT if there is an image of that id, or ever was */
    static void requireFree(Tables tables, String id) {
        if (tables.images().find(id) != null
                || tables.images().isRetired(id, null)
                || tables.uploads().isNoted(id)) {
            throw new Fault(Fault.Kind.CONFLICT, "id is taken; leave it out, or choose another");
        }
    }
}

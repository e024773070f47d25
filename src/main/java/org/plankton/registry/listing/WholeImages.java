package org.plankton.registry.listing;

import java.util.List;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;

/** All images with their members, for another registry. */
public final class WholeImages {
    private final Database database;
    private final Access access;

    public WholeImages(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /** Those after that id, in the order of their ids; each with the members that it has at the same moment. */
    public List<WholeImage> list(Caller caller, String after, int limit) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may export images");
        }
        return database.snapshot(tables -> tables.images().listAllAfter(after, limit).stream()
                .map(image -> WholeImage.of(image, tables.members().list(image.id())))
                .toList());
    }
}

package org.plankton.registry.change;

import java.util.Set;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.rules.Access;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;

/** What operations have in common by which an image becomes what a client asks for. */
final class Revision {
    private final Database database;
    private final Access access;

    Revision(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    /**
     * @throws Fault BAD_REQUEST if the owner is to be what no account is, or a value is longer than the limits allow;
     *     unless the image has it already, and the caller may change it
     */
    void requireSensible(Caller caller, String id, Change change) {
        change.owner().ifPresent(owner -> Account.require("owner", owner));
        try {
            caller.view().limits().require(change.metadata(), Metadata.NONE);
        } catch (Fault tooLong) {
            Image image =
                    Image.isId(id) ? database.read(tables -> tables.images().find(id)) : null;
            if (image == null || !access.mayChange(caller, image)) {
                throw tooLong;
            }
            caller.view().limits().require(change.metadata(), image.metadata());
        }
    }

    /** The same edit, and what else is to be done if it gives the image to another account. */
    static ImageEdit withOwner(Tables tables, ImageEdit edit) {
        Image before = edit.before();
        String owner = edit.after().owner();
        if (owner.equals(before.owner())) {
            return edit;
        }
        noteGivenTo(tables, before);
        // An owner is no member, and reads what a member read.
        boolean isMember = tables.members().isMember(before.id(), owner);
        return edit.withLeft(isMember ? Set.of(owner) : Set.of())
                .withCountsReaders(true); // whoever is changing them may not do so any longer
    }

    /** That the store may still take for a reader whom the image has been given to, and who loses it. */
    static void noteGivenTo(Tables tables, Image image) {
        if (!image.givenTo().isEmpty()) {
            String account = image.location().account(); // whose word the store listens to
            ReaderSync.note(tables, image.id(), image.location(), account, image.givenTo());
        }
    }

    /** @throws Fault FORBIDDEN if it is an administrator, in whose account the bytes would not be their owner's */
    static void requireOwn(Caller caller, Image image) {
        if (!image.owner().equals(caller.account())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only the image's owner gives it its bytes, from their own account");
        }
    }
}

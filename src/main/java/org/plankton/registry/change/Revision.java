package org.plankton.registry.change;

import java.util.Set;
import java.util.function.Supplier;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeRules;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;

/** What operations have in common by which an image becomes what a client asks for. */
final class Revision {
    private final Database database;
    private final Access access;
    private final ChangeRules rules;

    Revision(Database database, Access access, ChangeRules rules) {
        this.database = database;
        this.access = access;
        this.rules = rules;
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

    /**
     * The reserved image that is to get its bytes, with what else is to be different about it.
     *
     * @param otherwise if it is not queued
     * @throws Fault FORBIDDEN if the image is not the caller's own, unless they are the service itself;
     *     {@code otherwise}; those of {@link ChangeRules#apply}; BAD_REQUEST if a format is missing
     */
    Image ofReserved(Caller caller, Image image, Change change, boolean hasMembers, Supplier<Fault> otherwise) {
        requireOwn(caller, image);
        if (image.status() != Status.QUEUED) {
            throw otherwise.get();
        }
        Image after = rules.apply(caller, image, change, hasMembers);
        after.metadata().requireFormats();
        return after;
    }

    /**
     * Of the service itself it is the object store that says in whose account it may put them.
     *
     * @throws Fault FORBIDDEN if it is an administrator, in whose account the bytes would not be their owner's
     */
    private static void requireOwn(Caller caller, Image image) {
        if (!caller.isService() && !image.owner().equals(caller.account())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only the image's owner gives it its bytes, from their own account");
        }
    }
}

package org.plankton.registry.change;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Draft;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;

/**
 * An object that is there, and is to be an image's.
 *
 * @param draft names the object's location
 * @param owner whose the image is to be
 */
record Registration(Caller caller, Draft draft, StoredObject object, String owner) {
    Location location() {
        return draft.location().orElseThrow();
    }

    /** The id that the object's image has, as a rule. */
    String usualId() {
        return object.uuid().orElseGet(() -> location().uuid().toString());
    }

    /**
     * The id that the object's image is to have, which has none at the moment that is looked at: the usual one, unless
     * the draft has another, or somebody has, or had, an image under it that was not this object's.
     */
    String newId(Tables tables) {
        return draft.id()
                .orElseGet(() -> object.uuid()
                        .filter(id -> isFree(tables, id))
                        .or(() -> Optional.of(location().uuid().toString()).filter(id -> isFree(tables, id)))
                        .orElseGet(() -> UUID.randomUUID().toString()));
    }

    /** Whether the object's image may have that id. */
    boolean isFree(Tables tables, String id) {
        return tables.images().find(id) == null && !isRetired(tables, id);
    }

    /** Whether an image had that id, and it is not for this object's to have it again: by the usual id it is known. */
    boolean isRetired(Tables tables, String id) {
        return tables.images().isRetired(id, usualId());
    }

    /** Whether nobody is to read the image but whose file it is. */
    boolean isForOwner() {
        return !draft.metadata().applyTo(Metadata.NONE, false).visibility().isForEveryone()
                && owner.equals(location().account());
    }

    /**
     * The image as it is to be.
     *
     * @param before that is registered anew, and keeps its tags, and of its properties what the draft's wire does not
     *     show, which is not its to delete; or null
     * @throws Fault as {@link Access#requireChange} of {@code before}; BAD_REQUEST or TOO_MANY_PROPERTIES if there is
     *     more to the image than the limits allow
     */
    Image image(String id, Image before, Access access, ChangeClock clock) {
        if (before != null) {
            access.requireChange(caller, before, () -> true); // whose file it is may know of the image
        }
        Instant now = before == null ? clock.now() : clock.after(before);
        Properties properties =
                before == null ? Properties.NONE : before.metadata().properties();
        Tags tags = before == null ? Tags.NONE : before.metadata().tags();
        Metadata metadata = draft.metadata()
                .withProperties(draft.metadata().properties().replacing())
                .applyTo(Metadata.NONE.withProperties(properties).withTags(tags), false);
        Visibility then = before == null ? null : before.metadata().visibility();
        access.requirePublishing(caller, then, metadata.visibility());
        Image image = Image.reserved(id, owner, metadata, before == null ? now : before.createdAt())
                .withBytes(content(before), now);
        caller.view().limits().requireTotals(image, null);
        return image;
    }

    private Content content(Image before) {
        boolean isSame = before != null && before.checksum().equals(object.checksum());
        boolean isThere = isSame && location().equals(before.location());
        Content its = Content.of(location(), object, object.md5().orElse(isSame ? before.md5() : ""));
        return isSame
                ? its.with()
                        .sha512(before.content().sha512())
                        .virtualSize(before.content().virtualSize())
                        .isOwn(isThere && before.content().isOwn()) // what its owner has put there since is the owner's
                        .build()
                : its;
    }
}

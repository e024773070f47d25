package org.plankton.registry.change;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.rules.Inspection;
import org.plankton.registry.rules.Past;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.QuotaCheck;

/**
 * Registers an image again that is registered no longer, if its file is there as it was.
 *
 * <p>Its bytes are those that it had last, whatever it had at the moment that is asked for: an id means one object.
 * What it had when it was unregistered it may have again, whatever the limits are by now, as far as it can be told.
 */
final class RegisterAgain {
    private final Database database;
    private final ObjectStore objects;
    private final ReaderSync readers;
    private final Access access;
    private final ChangeClock clock;

    RegisterAgain(Database database, ObjectStore objects, ReaderSync readers, Access access, ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.readers = readers;
        this.access = access;
        this.clock = clock;
    }

    Image restore(Caller caller, Past.Former former) {
        Image last = former.last().image(former.id());
        Optional<StoredObject> object = last.hasBytes() ? Optional.of(requireFile(caller, last)) : Optional.empty();
        Image then = asItIs(former, last, object);
        access.requirePublishing(caller, null, then.metadata().visibility());
        requireRoom(caller, registered(then, null));
        FormerMembers members = new FormerMembers(former);
        AtomicBoolean isUntold = new AtomicBoolean();
        Image image = readers.change(
                        caller,
                        then.id(),
                        now -> {
                            requireUnregistered(now.image());
                            return new ReaderPlan(
                                    then.location(),
                                    object,
                                    object.isPresent(),
                                    members.beside(then.owner()),
                                    then.metadata().visibility());
                        },
                        (tables, now) -> {
                            requireStill(tables, former);
                            return edit(tables, caller, now, then, object, members, isUntold);
                        })
                .after();
        if (isUntold.get() && !caller.isService()) { // an operator may have no token for it, and it is noted
            readers.settle(caller, image.id(), image.location());
        }
        return image;
    }

    /** @param last what it was when it was registered last */
    private static Image asItIs(Past.Former former, Image last, Optional<StoredObject> object) {
        Image then = former.then().image(former.id());
        return last.with()
                .owner(former.owner())
                .metadata(withFormats(then.metadata(), last))
                .status(then.hasBytes() == last.hasBytes() ? then.ownStatus() : last.ownStatus())
                .content(object.flatMap(StoredObject::uuid)
                        .map(uuid -> last.content().withObjectUuid(uuid))
                        .orElse(last.content()))
                .build();
    }

    /** What has bytes has formats, be it that they were told after that moment. */
    static Metadata withFormats(Metadata then, Image now) {
        return now.hasBytes() && (then.diskFormat() == null || then.containerFormat() == null)
                ? then.withDiskFormat(now.metadata().diskFormat())
                        .withContainerFormat(now.metadata().containerFormat())
                : then;
    }

    private static void requireStill(Tables tables, Past.Former former) {
        if (!former.isStill(tables)) {
            throw new Fault(Fault.Kind.CONFLICT, "the image has just been changed by another request; try again");
        }
    }

    /** @throws Fault CONFLICT if the file is gone, or another; UNAVAILABLE or FORBIDDEN if that cannot be told */
    private StoredObject requireFile(Caller caller, Image image) {
        Optional<StoredObject> object;
        try {
            object = objects.stat(caller, image.location());
        } catch (Fault fault) {
            throw fault.kind() == Fault.Kind.BAD_REQUEST ? otherFile() : fault;
        }
        if (object.isPresent()) {
            return object.filter(there -> isThat(image, there)).orElseThrow(RegisterAgain::otherFile);
        }
        if (objects.isGone(caller, image.location())) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    image.content().isOwn()
                            ? "the image's bytes were deleted with it: upload them anew"
                            : "the image's file is gone from its location: put that very file back");
        }
        throw Inspection.unseen(caller, image);
    }

    /** Whether it is the image's object, as far as that was noted, and as it was. */
    private static boolean isThat(Image image, StoredObject there) {
        return image.content().isOf(there)
                && (image.knownObject() == null
                        || there.uuid().isEmpty()
                        || there.uuid().get().equals(image.knownObject()));
    }

    private static Fault otherFile() {
        return new Fault(
                Fault.Kind.CONFLICT,
                "the file at the image's location is another by now: register that one; if it has this image's id then,"
                        + " restore what was before the change that unregistered it");
    }

    private static void requireUnregistered(Image image) {
        if (image != null) {
            throw new Fault(Fault.Kind.CONFLICT, "the image has just been registered again");
        }
    }

    /** Before the store is told who reads the object: there may be no room for its image in a quota. */
    private void requireRoom(Caller caller, Image image) {
        caller.view().limits().requireTotals(image, null);
        database.read(tables -> {
            QuotaCheck.foresee(tables, caller, ImageEdit.of(EditKind.RESTORE, null, image));
            return image;
        });
    }

    /** @param before as it is remembered; or null */
    private Image registered(Image then, Image before) {
        return then.with()
                .status(then.status() == Status.SAVING ? Status.QUEUED : then.ownStatus())
                .found(null)
                .updatedAt(clock.after(before == null ? then : before))
                .build();
    }

    private ImageEdit edit(
            Tables tables,
            Caller caller,
            ReaderState now,
            Image then,
            Optional<StoredObject> object,
            FormerMembers members,
            AtomicBoolean isUntold) {
        requireUnregistered(tables.images().lock(then.id()));
        object.ifPresentOrElse(
                file -> isUntold.set(takeFile(tables, then, file)), () -> requireNoUpload(tables, then.id()));
        Image before = now.version() == null ? null : tables.images().findDeleted(then.id());
        ImageEdit edit = ImageEdit.of(EditKind.RESTORE, before, registered(then, before));
        return members.in(edit, tables, caller, now);
    }

    /**
     * @return whether the store may take somebody for a reader of the object who is none
     * @throws Fault CONFLICT if the object has an image, or its location; or it is being uploaded or deleted
     */
    private static boolean takeFile(Tables tables, Image image, StoredObject file) {
        Coupling coupling = Coupling.lock(tables, image.location(), file);
        coupling.requireNone();
        Orphans.take(tables, image.location());
        Set<String> former = Displacement.former(tables, coupling, Set.of(), Set.of());
        former.remove(image.owner());
        ReaderSync.note(tables, image.id(), image.location(), image.owner(), former);
        return !former.isEmpty();
    }

    private static void requireNoUpload(Tables tables, String id) {
        if (tables.uploads().isNoted(id)) {
            throw new Fault(Fault.Kind.CONFLICT, "an upload of the image is still to be cleared away; try again later");
        }
    }
}

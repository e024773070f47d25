package org.plankton.registry.change;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Draft;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.sharing.ReaderPlan;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.Findings;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;
import org.plankton.registry.writing.QuotaCheck;

/** Registers an object that is there. */
public final class Register {
    private static final System.Logger LOG = System.getLogger(Register.class.getName());

    private static final int ATTEMPTS = 10;

    private final Database database;
    private final ObjectStore objects;
    private final ReaderSync readers;
    private final Findings findings;
    private final Access access;
    private final ChangeClock clock;
    private final Drafts drafts;
    private final OwnFiles files;
    private final Displacement displacement;

    public Register(
            Database database,
            ObjectStore objects,
            ReaderSync readers,
            Findings findings,
            Access access,
            ChangeClock clock) {
        this.database = database;
        this.objects = objects;
        this.readers = readers;
        this.findings = findings;
        this.access = access;
        this.clock = clock;
        this.drafts = new Drafts(database, objects, access);
        this.files = new OwnFiles(database, objects, findings);
        this.displacement = new Displacement(findings, access, clock);
    }

    public Image register(Caller caller, Draft draft) {
        drafts.require(caller, draft);
        Location location = draft.location()
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_LOCATION,
                        "location is required: upload the file to the object"
                                + " store first, then register pithos://<account>/<container>/<object>"));
        draft.metadata().applyTo(Metadata.NONE, false).requireFormats();
        for (int attempt = 1; ; attempt++) {
            try {
                return register(caller, draft, location);
            } catch (Overtaken e) {
                if (attempt == ATTEMPTS) {
                    throw new Fault(
                            Fault.Kind.CONFLICT, "location is being registered by another request; try again", e);
                }
                LOG.log(Level.DEBUG, "the file is looked at again: others have changed what is registered there");
            }
        }
    }

    /** What was registered when the object was looked at is so no longer: look again. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Image register(Caller caller, Draft draft, Location location) {
        StoredObject object = files.require(caller, location);
        String owner = drafts.owner(caller, draft, location.account());
        draft.expected().require(object);
        Registration asked = new Registration(caller, draft, object, owner);
        // Directly only under the usual id, which is all that is looked at there.
        Optional<Image> registered = asked.isForOwner() && draft.id().isEmpty()
                ? database.inTransaction(caller.account(), tables -> registerDirectly(tables, asked))
                : Optional.empty();
        return registered.orElseGet(() -> registerWithReaders(asked));
    }

    /**
     * Where nobody but the owner reads the object, and nobody is noted, it is registered without asking the store who
     * does. Empty if that is not so.
     */
    private Optional<Image> registerDirectly(Tables tables, Registration asked) {
        String uuid = asked.object().uuid().orElse(null);
        // Unlocked: of two that find nothing one writes, and the other begins anew and finds that.
        if (tables.images().isUnknown(asked.location(), uuid, asked.usualId())) {
            return Optional.of(write(tables, asked, asked.usualId(), null));
        }
        List<Image> coupled = tables.images().lockCoupled(asked.location(), uuid, asked.usualId());
        return coupled.size() == 1
                        && isPlain(tables, asked, coupled)
                        && !tables.images().isEntangled(coupled.get(0).id(), asked.location(), uuid, true)
                ? Optional.of(write(tables, asked, coupled.get(0).id(), coupled.get(0)))
                : Optional.empty();
    }

    /** Whether the one image was this object's, be it no longer, or is the caller's own, to be replaced where it is. */
    private static boolean isPlain(Tables tables, Registration asked, List<Image> coupled) {
        Image known = coupled.get(0);
        if (known.deletedAt() != null) {
            return !asked.isRetired(tables, known.id());
        }
        Coupling coupling = Coupling.of(asked.location(), asked.object(), coupled);
        return known.equals(coupling.image())
                && !coupling.isMoved()
                && asked.draft().replaces()
                && !known.isForEveryone()
                && known.owner().equals(asked.caller().account());
    }

    /** @param known of that id, be it registered no longer; null: none */
    private Image write(Tables tables, Registration asked, String id, Image known) {
        boolean isRegistered = known != null && known.deletedAt() == null;
        Image image = asked.image(id, isRegistered ? known : null, access, clock);
        ImageWriter.write(tables, asked.caller(), ImageEdit.of(EditKind.REGISTER, known, image));
        return image;
    }

    /**
     * What is registered at one moment, and the id that the image has or is to have. Were it looked for at another, the
     * object's own could be its image's just then, and seem to be taken.
     */
    private record Seen(Coupling coupling, String id) {
        static Seen find(Tables tables, Registration asked) {
            Coupling coupling = Coupling.find(tables, asked.location(), asked.object());
            return new Seen(
                    coupling, coupling.image() != null ? coupling.image().id() : asked.newId(tables));
        }
    }

    private Image registerWithReaders(Registration asked) {
        Caller caller = asked.caller();
        Location location = asked.location();
        StoredObject object = asked.object();
        Seen looked = database.snapshot(tables -> Seen.find(tables, asked));
        Coupling seen = looked.coupling();
        String id = looked.id();
        if (!asked.draft().replaces() && !seen.isNone()) {
            recordFindings(caller, seen);
            throw Coupling.taken();
        }
        Optional<StoredObject> swapped = seen.isSwapPossible()
                ? objects.stat(caller, seen.image().location()).filter(seen::isDisplaced)
                : Optional.empty();
        if (seen.displaced() != null && swapped.isEmpty()) {
            displacement.require(caller, seen);
        }
        // Else a look that is older than what is registered would undo that.
        if (seen.changesLocations() && !objects.stat(caller, location).equals(Optional.of(object))
                || swapped.isPresent()
                        && !objects.stat(caller, seen.image().location()).equals(swapped)) {
            throw new Overtaken();
        }
        if (seen.image() == null) {
            drafts.requireFreeId(asked.draft());
        }
        requireRoom(asked, seen, swapped);
        AtomicBoolean isUntold = new AtomicBoolean();
        ImageEdit written = readers.change(
                caller,
                id,
                now -> {
                    if (!Coupling.isSame(seen.image(), now.image())) {
                        throw new Overtaken();
                    }
                    Image image = asked.image(id, now.image(), access, clock);
                    return ReaderPlan.of(
                            object, location, Set.of(), image.metadata().visibility());
                },
                (tables, now) -> edit(tables, asked, id, seen, swapped, now, isUntold));
        if (isUntold.get()) {
            readers.settle(caller, id, location);
        }
        if (swapped.isPresent()) {
            readers.settle(caller, seen.displaced().id(), seen.image().location());
        }
        return written.after();
    }

    /** Before the store is told who reads the object: there may be no room for its image in a quota. */
    private void requireRoom(Registration asked, Coupling seen, Optional<StoredObject> swapped) {
        Image image = asked.image(asked.usualId(), seen.image(), access, clock);
        ImageEdit displaced = seen.displaced() == null || swapped.isPresent()
                ? null
                : ImageEdit.of(EditKind.UNREGISTER, seen.displaced(), null);
        ImageEdit edit = ImageEdit.of(EditKind.REGISTER, seen.image(), image).withDisplaced(displaced);
        database.read(tables -> {
            QuotaCheck.foresee(tables, asked.caller(), edit);
            return edit;
        });
    }

    /** Whether the id that the image is to have has become another's since it was looked at, be it no longer. */
    private static boolean isTaken(Tables tables, Registration asked, String id) {
        boolean isChosen = asked.draft().id().isPresent();
        return tables.images().lock(id) != null
                || (isChosen ? tables.images().isRetired(id, null) : asked.isRetired(tables, id));
    }

    /** @param isUntold is set to whether the store may take somebody for a reader of the object who is none */
    private ImageEdit edit(
            Tables tables,
            Registration asked,
            String id,
            Coupling seen,
            Optional<StoredObject> swapped,
            ReaderState now,
            AtomicBoolean isUntold) {
        Coupling then = Coupling.lock(tables, seen.location(), seen.object());
        if (!then.isSame(seen)
                || then.displaced() != null && swapped.isEmpty() && !displacement.isAllowed(asked.caller(), then)
                || then.image() == null && isTaken(tables, asked, id)) {
            throw new Overtaken();
        }
        Image image = asked.image(id, then.image(), access, clock);
        Set<String> displaced = Displacement.readers(tables, then);
        ImageEdit displacedEdit = then.displaced() == null
                ? null
                : swapped.map(there -> displacement.swap(tables, then, there, displaced, now.readers()))
                        .orElseGet(() -> displacement.unregister(tables, then, displaced));
        Set<String> former = Displacement.former(tables, then, now.readers(), displaced);
        former.remove(asked.owner());
        ReaderSync.note(tables, id, asked.location(), asked.owner(), former);
        isUntold.set(!former.isEmpty());
        Orphans.take(tables, seen.location());
        Image before =
                then.image() == null && now.version() != null ? tables.images().findDeleted(id) : then.image();
        return ImageEdit.of(EditKind.REGISTER, before, image).withDisplaced(displacedEdit);
    }

    /** Of images that are registered, and are not to be replaced. */
    private void recordFindings(Caller caller, Coupling seen) {
        if (seen.displaced() != null) {
            findings.record(caller, seen.displaced(), seen.object());
        }
        if (seen.image() != null && seen.isMoved()) {
            findings.look(caller, seen.image());
        } else if (seen.image() != null) {
            findings.record(caller, seen.image(), seen.object());
        }
    }
}

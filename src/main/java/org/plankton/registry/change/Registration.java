package org.plankton.registry.change;

import static org.plankton.registry.ports.ObjectStore.EVERYONE;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.Leftovers;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Limits;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.Coupling;
import org.plankton.registry.sharing.Readership;

/**
 * How images come into being: from an object that is there, or reserved until one is. What each operation promises stands at {@link
 * Registry}.
 */
public final class Registration {
    /** What the scheme of every location says, whichever object store it is. */
    private static final String PITHOS = "pithos";

    private static final int TURNS = 10;

    private final Registry registry;
    private final Database database;
    private final ObjectStore objects;
    private final Readership readership;
    private final Findings findings;
    private final FileChecks checks;
    private final Leftovers leftovers;
    private final Access access;
    private final Limits limits;
    private final Clock clock;

    public Registration(
            Registry registry,
            Database database,
            ObjectStore objects,
            Readership readership,
            Findings findings,
            FileChecks checks,
            Leftovers leftovers,
            Access access,
            Limits limits,
            Clock clock) {
        this.registry = registry;
        this.database = database;
        this.objects = objects;
        this.readership = readership;
        this.findings = findings;
        this.checks = checks;
        this.leftovers = leftovers;
        this.access = access;
        this.limits = limits;
        this.clock = clock;
    }

    public Image register(Caller caller, Draft draft) {
        requireDraft(draft);
        Location location = draft.location()
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_LOCATION,
                        "location is required: upload the file to the object"
                                + " store first, then register pithos://<account>/<container>/<object>"));
        requireFormats(draft.diskFormat().isPresent(), draft.containerFormat().isPresent());
        for (int turn = 1; ; turn++) {
            try {
                return register(caller, draft, location);
            } catch (Overtaken e) {
                if (turn == TURNS) {
                    throw new Fault(
                            Fault.Kind.CONFLICT, "location is being registered by another request; try again", e);
                }
            }
        }
    }

    /** What was registered when the object was looked at is so no longer: look again. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Image register(Caller caller, Draft draft, Location location) {
        StoredObject object = own(caller, location);
        String owner = owner(caller, draft, location.account());
        requireSame(object, draft.size(), draft.checksum(), draft.md5());

        Coupling seen = database.read(tables -> Coupling.find(tables, location, object));
        if (!draft.replaces() && !seen.isNone()) {
            recordFindings(caller, seen);
            throw taken();
        }
        Optional<StoredObject> swapped = seen.isSwapPossible()
                ? objects.stat(caller, seen.image().location()).filter(seen::isDisplaced)
                : Optional.empty();
        if (seen.displaced() != null && swapped.isEmpty()) {
            requireDisplaceable(caller, seen);
        }
        // Else a look that is older than what is registered would undo that.
        if (seen.changesLocations() && !objects.stat(caller, location).equals(Optional.of(object))
                || swapped.isPresent()
                        && !objects.stat(caller, seen.image().location()).equals(swapped)) {
            throw new Overtaken();
        }
        String id = seen.image() != null ? seen.image().id() : newId(draft, location, object);
        AtomicBoolean isUntold = new AtomicBoolean();
        Image registered = readership.change(
                caller,
                id,
                now -> {
                    if (!Coupling.isSame(seen.image(), now.image())) {
                        throw new Overtaken();
                    }
                    registered(caller, draft, owner, id, object, now.image());
                    return new Readership.Plan(location, draft.isPublic() ? Set.of(EVERYONE) : Set.of()).of(object);
                },
                (tables, now) -> {
                    Coupling then = Coupling.lock(tables, location, object);
                    if (!then.isSame(seen)
                            || then.displaced() != null && swapped.isEmpty() && !isDisplaceable(caller, then)
                            || then.image() == null && tables.images().lock(id) != null) {
                        throw new Overtaken();
                    }
                    Image image = registered(caller, draft, owner, id, object, then.image());
                    Set<String> displaced = then.displaced() == null ? Set.of() : displace(tables, then, swapped);
                    if (then.image() == null) {
                        if (now.version() != null) {
                            tables.images().forget(id);
                        }
                        tables.images().insert(image);
                    } else {
                        tables.images().update(then.image(), image);
                    }
                    swapped.ifPresent(there -> swap(tables, then, there, displaced, now.readers()));
                    Set<String> former = former(tables, then, now.readers(), displaced);
                    former.remove(owner);
                    note(tables, image, former);
                    isUntold.set(!former.isEmpty());
                    Leftovers.take(tables, location);
                    return image;
                });
        if (isUntold.get()) {
            readership.settle(caller, id, location);
        }
        if (swapped.isPresent()) {
            readership.settle(caller, seen.displaced().id(), seen.image().location());
        }
        return registered;
    }

    /** Of images that are registered, and are not to be replaced. */
    private void recordFindings(Caller caller, Coupling seen) {
        if (seen.displaced() != null) {
            findings.record(seen.displaced(), Finding.of(seen.displaced(), Optional.of(seen.object())));
        }
        if (seen.image() != null && seen.isMoved()) {
            checks.record(caller, seen.image());
        } else if (seen.image() != null) {
            findings.record(seen.image(), Finding.of(seen.image(), Optional.of(seen.object())));
        }
    }

    /** @throws Fault FORBIDDEN unless the image may be unregistered because another object is at its location */
    private void requireDisplaceable(Caller caller, Coupling seen) {
        Image displaced = seen.displaced();
        boolean isOthers = !access.mayChange(caller, displaced);
        if (!isDisplaceable(caller, seen)) {
            findings.record(displaced, Finding.of(displaced, Optional.of(seen.object())));
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "location is still registered as "
                            + (isOthers ? "another account's image" : "the protected image " + displaced.id())
                            + " whose file was there: put this file elsewhere, or have that image unregistered first");
        }
    }

    private boolean isDisplaceable(Caller caller, Coupling coupling) {
        return access.mayChange(caller, coupling.displaced())
                && !coupling.displaced().isProtected();
    }

    /**
     * Takes the location from the image whose object is there no longer. Unless that is known to be elsewhere, the
     * image is registered no longer.
     *
     * @return whom the store may take for readers of what is at the location because of it
     */
    private Set<String> displace(Database.Tables tables, Coupling then, Optional<StoredObject> swapped) {
        Image displaced = then.displaced();
        Set<String> members = tables.members().listAccounts(displaced.id());
        Set<String> readers = new HashSet<>(members);
        if (displaced.isPublic()) {
            readers.add(EVERYONE);
        }
        readers.addAll(displaced.givenTo());
        readers.addAll(tables.unsettledReaders().list(then.location()));
        tables.images().countReadersChange(displaced.id()); // whoever is changing them finds that they were overtaken
        if (swapped.isPresent()) {
            tables.images().vacate(displaced.id());
            return readers;
        }
        if (!members.isEmpty()) {
            tables.members().delete(displaced.id(), members);
        }
        if (displaced.knownObject() != null && !readers.isEmpty()) {
            // Its file may have been moved, and have taken them along; nobody knows where.
            tables.objectReaders().insert(displaced.knownObject(), readers);
        }
        tables.images().delete(displaced, Registry.later(clock, displaced));
        return readers;
    }

    /**
     * Whom the store may take for readers of what is at the location, so that it must be told of them: those of what
     * was there before; and those of the object, where it is now.
     *
     * @param readers of the object's image before
     * @param displaced of the image that was at the location
     */
    private static Set<String> former(
            Database.Tables tables, Coupling then, Set<String> readers, Set<String> displaced) {
        Set<String> former = new HashSet<>(displaced);
        if (then.isMoved()) {
            former.addAll(readers);
            former.addAll(tables.unsettledReaders().list(then.image().location()));
        }
        if (then.image() != null) {
            former.addAll(then.image().givenTo());
        }
        then.object().uuid().ifPresent(uuid -> {
            former.addAll(tables.objectReaders().list(uuid));
            tables.objectReaders().delete(uuid);
        });
        return former;
    }

    /** Gives the image whose object has changed places with this one the location that this one's image had. */
    private void swap(
            Database.Tables tables, Coupling then, StoredObject there, Set<String> readers, Set<String> former) {
        Image displaced = then.displaced();
        Instant now = Registry.later(clock, displaced);
        Image moved = displaced
                .movedTo(then.image().location(), now)
                .withFinding(Finding.of(displaced, Optional.of(there)), now);
        tables.images().update(displaced, moved);
        Set<String> all = new HashSet<>(readers); // so that the store is told of them, too
        all.addAll(former);
        all.remove(moved.owner());
        note(tables, moved, all);
    }

    private static void note(Database.Tables tables, Image image, Set<String> readers) {
        if (!readers.isEmpty()) {
            tables.unsettledReaders().insert(image.location(), image.id(), image.owner(), readers);
        }
    }

    public Image reserve(Caller caller, Draft draft) {
        requireDraft(draft);
        leftovers.clearUp(caller);
        Image image = image(
                draft.id().orElseGet(() -> UUID.randomUUID().toString()),
                owner(caller, draft, caller.account()),
                draft,
                draft.properties(),
                Registry.later(clock, null));
        limits.requireTotals(image, null);
        return database.inTransaction(tables -> {
            requireFree(tables, image.id());
            tables.images().insert(image);
            return image;
        });
    }

    public Image locate(
            Caller caller, String id, Change change, Location location, OptionalLong size, Optional<String> md5) {
        registry.requireSensible(caller, id, change);
        Access.requireId(id);
        database.read(tables -> reserved(tables, caller, tables.images().find(id), change));
        StoredObject object = own(caller, location);
        requireSame(object, size, Optional.empty(), md5);
        return readership.change(
                caller,
                id,
                now -> {
                    Image before = database.read(tables -> {
                        requireUnregistered(Coupling.find(tables, location, object));
                        return reserved(tables, caller, now.image(), change);
                    });
                    return new Readership.Plan(
                                    location, Registry.readers(now, registry.changed(caller, before, change)))
                            .of(object);
                },
                tables -> {
                    Image before = reserved(tables, caller, tables.images().lock(id), change);
                    requireUnregistered(Coupling.lock(tables, location, object));
                    Image changed = registry.update(tables, caller, before, change);
                    Image image = changed.withBytes(
                            location, object, object.md5().orElse(""), false, Registry.later(clock, before));
                    limits.requireTotals(image, before);
                    tables.images().update(changed, image);
                    Leftovers.take(tables, location);
                    return image;
                });
    }

    private Image reserved(Database.Tables tables, Caller caller, Image found, Change change) {
        Image image = registry.requireChange(tables, caller, found);
        requireOwn(caller, image);
        if (image.status() != Status.QUEUED) {
            throw Fault.badRequest("location is only for an image that has no bytes yet; register it as another image");
        }
        Image after = registry.changed(caller, image, change);
        requireFormats(after.diskFormat() != null, after.containerFormat() != null);
        return image;
    }

    /** @throws Fault FORBIDDEN if it is an administrator, in whose account the bytes would not be their owner's */
    public static void requireOwn(Caller caller, Image image) {
        if (!image.owner().equals(caller.account())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only the image's owner gives it its bytes, from their own account");
        }
    }

    public static void requireFormats(boolean hasDiskFormat, boolean hasContainerFormat) {
        if (!hasDiskFormat || !hasContainerFormat) {
            throw Fault.badRequest((hasDiskFormat ? "container" : "disk")
                    + "-format is not specified: say what the bytes are, since an image that has them has one");
        }
    }

    private void requireDraft(Draft draft) {
        limits.requireName(draft.name());
        draft.properties().forEach(limits::requireProperty);
        draft.store()
                .filter(store -> !store.equals(objects.name()) && !store.equals(PITHOS))
                .ifPresent(store -> {
                    throw Fault.badRequest("store must be " + objects.name() + "; leave it out");
                });
    }

    /** What is there, which must be the caller's own. */
    private StoredObject own(Caller caller, Location location) {
        // Asked before any transaction: the store may be slow, and a transaction must not wait on it.
        Optional<StoredObject> object;
        try {
            object = objects.stat(caller, location);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.BAD_REQUEST) {
                recordFinding(caller, location);
            }
            throw fault;
        }
        if (object.isEmpty()) {
            recordFinding(caller, location);
            throw new Fault(
                    Fault.Kind.NO_OBJECT,
                    "location: there is no file that you can read; upload it, or correct the path");
        }
        if (!location.account().equals(caller.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "location is another account's file, which only that account registers");
        }
        return object.get();
    }

    /** Of the image at a location of the caller's where there is nothing that can be registered. */
    private void recordFinding(Caller caller, Location location) {
        Image registered = location.account().equals(caller.account())
                ? database.read(tables -> tables.images().findByLocation(location))
                : null;
        if (registered != null) {
            checks.record(caller, registered);
        }
    }

    private String owner(Caller caller, Draft draft, String usual) {
        String owner = draft.owner().orElse(usual);
        if (!owner.equals(usual)) {
            if (!access.isAdministrator(caller)) {
                throw Fault.badRequest("owner must be the location's account; leave it out");
            }
            Account.require("owner", owner);
        }
        return owner;
    }

    /** The id that the image of an object is to have which has none yet. */
    private String newId(Draft draft, Location location, StoredObject object) {
        return database.read(tables -> {
            draft.id().ifPresent(id -> requireFree(tables, id));
            // The others are for whoever finds that somebody has reserved an image under their object's id.
            return draft.id()
                    .or(object::uuid)
                    .filter(id -> tables.images().find(id) == null)
                    .or(() -> Optional.of(location.uuid().toString())
                            .filter(id -> tables.images().find(id) == null))
                    .orElseGet(() -> UUID.randomUUID().toString());
        });
    }

    /** @throws Fault CONFLICT if there is an image of that id, or was, as long as anything is known of that */
    private static void requireFree(Database.Tables tables, String id) {
        if (tables.images().find(id) != null
                || tables.images().findDeleted(id) != null
                || tables.uploads().isNoted(id)) {
            throw new Fault(Fault.Kind.CONFLICT, "id is taken; leave it out, or choose another");
        }
    }

    /** @throws Fault CONFLICT if the object has an image, or its location */
    public static void requireUnregistered(Coupling coupling) {
        if (!coupling.isNone()) {
            throw taken();
        }
    }

    private static Fault taken() {
        return new Fault(Fault.Kind.CONFLICT, "location is registered already; use that image, or unregister it first");
    }

    /** @param before the image that is registered anew, or null */
    private Image registered(Caller caller, Draft draft, String owner, String id, StoredObject object, Image before) {
        if (before != null) {
            access.requireChange(caller, before, () -> true); // whose file it is may know of the image
        }
        Instant now = Registry.later(clock, before);
        boolean isSame = before != null && before.checksum().equals(object.checksum());
        boolean isThere = isSame && draft.location().orElseThrow().equals(before.location());
        Image image = image(id, owner, draft, properties(draft, before), before == null ? now : before.createdAt())
                .withBytes(
                        draft.location().orElseThrow(),
                        object,
                        object.md5().orElse(isSame ? before.md5() : ""),
                        isThere && before.ownsBytes(), // what its owner has put there since is the owner's
                        now);
        limits.requireTotals(image, null);
        return image;
    }

    /** The draft's, and what the image has that the draft's wire does not show, which is not its to delete. */
    private Map<String, String> properties(Draft draft, Image before) {
        if (before == null) {
            return draft.properties();
        }
        Map<String, Set<String>> sent = new TreeMap<>();
        draft.properties().forEach((key, value) -> sent.put(key, Set.of(value)));
        return registry.changed(before.properties(), sent, true);
    }

    /** The image without bytes. */
    private Image image(String id, String owner, Draft draft, Map<String, String> properties, Instant createdAt) {
        return new Image(
                id,
                owner,
                draft.name(),
                null,
                draft.diskFormat().orElse(null),
                draft.containerFormat().orElse(null),
                0,
                "",
                null,
                "",
                false,
                Status.QUEUED,
                null,
                draft.isPublic(),
                draft.isProtected(),
                draft.minRam(),
                draft.minDisk(),
                properties,
                createdAt,
                createdAt,
                null);
    }

    private static void requireSame(
            StoredObject object, OptionalLong size, Optional<String> checksum, Optional<String> md5) {
        Registry.requireSame("size", size, object.size());
        Registry.requireSame("checksum", checksum, object.checksum());
        if (md5.isPresent() && object.md5().isEmpty()) {
            throw Fault.badRequest(
                    "checksum cannot be compared: the object store does not know the file's MD5; leave it out");
        }
        Registry.requireSame("checksum", md5, object.md5().orElse(""));
    }
}

package org.plankton.registry;

import static org.plankton.registry.ObjectStore.EVERYONE;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How images come into being: from an object that is there, or reserved until one is. What each operation promises stands at {@link
 * Registry}.
 */
final class Registration {
    /** What the scheme of every location says, whichever object store it is. */
    private static final String PITHOS = "pithos";

    private final Registry registry;
    private final Database database;
    private final ObjectStore objects;
    private final Readership readership;
    private final Leftovers leftovers;
    private final Access access;
    private final Limits limits;
    private final Clock clock;

    Registration(
            Registry registry,
            Database database,
            ObjectStore objects,
            Readership readership,
            Leftovers leftovers,
            Access access,
            Limits limits,
            Clock clock) {
        this.registry = registry;
        this.database = database;
        this.objects = objects;
        this.readership = readership;
        this.leftovers = leftovers;
        this.access = access;
        this.limits = limits;
        this.clock = clock;
    }

    Image register(Caller caller, Draft draft) {
        requireDraft(draft);
        Location location = draft.location()
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_LOCATION,
                        "location is required: upload the file to the object"
                                + " store first, then register pithos://<account>/<container>/<object>"));
        requireFormats(draft.diskFormat().isPresent(), draft.containerFormat().isPresent());
        StoredObject object = own(caller, location);
        String owner = owner(caller, draft, location.account());
        requireSame(object, draft.size(), draft.checksum(), draft.md5());

        String id = id(caller, draft, location, object);
        return readership.change(
                caller,
                id,
                now -> {
                    registered(caller, draft, owner, id, object, now.image());
                    return new Readership.Plan(location, draft.isPublic() ? Set.of(EVERYONE) : Set.of()).of(object);
                },
                (tables, now) -> {
                    boolean isNew = now.version() == null;
                    Image before = tables.images().lockByLocation(location);
                    if (before != null && !before.id().equals(id)) {
                        throw new Fault(
                                Fault.Kind.CONFLICT, "location is being registered by another request; try again");
                    }
                    if (before == null && !isNew) {
                        before = tables.images().lock(id);
                    }
                    Image image = registered(caller, draft, owner, id, object, before);
                    if (before == null) {
                        if (!isNew) {
                            tables.images().forget(id);
                        }
                        tables.images().insert(image);
                    } else {
                        tables.images().update(before, image);
                    }
                    Leftovers.take(tables, location);
                    return image;
                });
    }

    Image reserve(Caller caller, Draft draft) {
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

    Image locate(Caller caller, String id, Change change, Location location, OptionalLong size, Optional<String> md5) {
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
                        requireUnregistered(tables.images().findByLocation(location));
                        return reserved(tables, caller, now.image(), change);
                    });
                    return new Readership.Plan(
                                    location, Registry.readers(now, registry.changed(caller, before, change)))
                            .of(object);
                },
                tables -> {
                    Image before = reserved(tables, caller, tables.images().lock(id), change);
                    requireUnregistered(tables.images().lockByLocation(location));
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
    static void requireOwn(Caller caller, Image image) {
        if (!image.owner().equals(caller.account())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only the image's owner gives it its bytes, from their own account");
        }
    }

    static void requireFormats(boolean hasDiskFormat, boolean hasContainerFormat) {
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
        StoredObject object = objects.stat(caller, location)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_OBJECT,
                        "location: there is no file that you can read; upload it, or correct the path"));
        if (!location.account().equals(caller.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "location is another account's file, which only that account registers");
        }
        return object;
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

    /** The id of the image at that location, or, if there is none yet, the one that it is to have. */
    private String id(Caller caller, Draft draft, Location location, StoredObject object) {
        Image there = database.read(tables -> {
            Image registered = tables.images().findByLocation(location);
            if (registered == null) {
                draft.id().ifPresent(id -> requireFree(tables, id));
            }
            return registered;
        });
        if (there != null) {
            return there.id();
        }
        // The last is for whoever finds that somebody else has reserved the others.
        return draft.id()
                .or(object::uuid)
                .filter(id -> draft.id().isPresent() || isFree(caller, draft, location, id))
                .or(() -> Optional.of(location.uuid().toString()).filter(id -> isFree(caller, draft, location, id)))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    /** Whether the object at {@code location} may have the image of that id, or there is none. */
    private boolean isFree(Caller caller, Draft draft, Location location, String id) {
        Image registered = database.read(tables -> tables.images().find(id));
        if (registered == null || location.equals(registered.location())) {
            return true;
        }
        // Registered elsewhere, the object has been moved, and its registration follows; unless something else has
        // taken its former place, and is registered by that id.
        return draft.replaces()
                && registered.hasBytes()
                && registered.location().account().equals(location.account())
                && objects.stat(caller, registered.location()).isEmpty();
    }

    /** @throws Fault CONFLICT if there is an image of that id, or was */
    private static void requireFree(Database.Tables tables, String id) {
        if (tables.images().find(id) != null || tables.images().findDeleted(id) != null) {
            throw new Fault(Fault.Kind.CONFLICT, "id is taken; leave it out, or choose another");
        }
    }

    /**
     * @param there the image that has the location, or null
     * @throws Fault CONFLICT if there is one
     */
    static void requireUnregistered(Image there) {
        if (there != null) {
            throw taken();
        }
    }

    private static Fault taken() {
        return new Fault(Fault.Kind.CONFLICT, "location is registered already; use that image, or unregister it first");
    }

    /** @param before the image that is registered anew, or null */
    private Image registered(Caller caller, Draft draft, String owner, String id, StoredObject object, Image before) {
        if (before != null) {
            if (!draft.replaces()) {
                throw taken();
            }
            access.requireChange(caller, before, () -> true); // whose file it is may know of the image
        }
        Instant now = Registry.later(clock, before);
        boolean isSame = before != null
                && draft.location().orElseThrow().equals(before.location())
                && before.checksum().equals(object.checksum());
        Image image = image(id, owner, draft, properties(draft, before), before == null ? now : before.createdAt())
                .withBytes(
                        draft.location().orElseThrow(),
                        object,
                        object.md5().orElse(isSame ? before.md5() : ""),
                        isSame && before.ownsBytes(), // what its owner has put there since is the owner's
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
                "",
                false,
                Status.QUEUED,
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

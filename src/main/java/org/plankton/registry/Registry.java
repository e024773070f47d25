package org.plankton.registry;

import static org.plankton.registry.ObjectStore.EVERYONE;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What can be done to images: register, update, unregister, find, list. */
public final class Registry {
    private final Database database;
    private final ObjectStore objects;
    private final Readership readership;
    private final Memberships memberships;
    private final Access access;
    private final Limits limits;
    private final Clock clock;

    public Registry(Database database, ObjectStore objects, Access access, Limits limits, Clock clock) {
        this.database = database;
        this.objects = objects;
        this.readership = new Readership(database, objects);
        this.memberships = new Memberships(database, readership, access, limits);
        this.access = access;
        this.limits = limits;
        this.clock = clock;
    }

    /** What can be done to the images' members. */
    public Memberships memberships() {
        return memberships;
    }

    /**
     * Registers the object at the draft's location, or registers it anew: then everything but its id and its time of creation
     * is as the draft says, and its members are gone.
     *
     * <p>A location has one image, and an object that was moved keeps its own.
     *
     * @return the image as it now stands
     * @throws Fault BAD_REQUEST if the draft has no name, or more than the limits allow; NO_LOCATION if it names none;
     *     UNAUTHORIZED or UNAVAILABLE of the object store; NO_OBJECT if the caller can read nothing there; FORBIDDEN if it is
     *     another account's; BAD_REQUEST if the draft's owner, size or checksum is not the object's; FORBIDDEN if the image
     *     has been given to another owner; those of {@link ObjectStore#share} if it is to be public
     */
    public Image register(Caller caller, Draft draft) {
        String name = draft.name().orElseThrow(() -> Fault.badRequest("name is required"));
        limits.requireName(name);
        draft.properties().forEach(limits::requireProperty);
        Location location = draft.location()
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_LOCATION,
                        "location is required: upload the file to the object"
                                + " store first, then register pithos://<account>/<container>/<object>"));
        // Asked before any transaction: the store may be slow, and a transaction must not wait on it.
        StoredObject object = objects.stat(caller, location)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.NO_OBJECT,
                        "location: there is no file that you can read; upload it, or correct the path"));
        if (!location.account().equals(caller.account())) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "location is another account's file, which only that account registers");
        }
        String owner = draft.owner().orElse(location.account());
        if (!owner.equals(location.account())) {
            if (!access.isAdministrator(caller)) {
                throw Fault.badRequest("owner must be the location's account; leave it out");
            }
            Account.require("owner", owner);
        }
        requireSame("size", draft.size(), object.size());
        requireSame("checksum", draft.checksum(), object.checksum());

        String id = id(caller, location, object);
        return readership.change(
                caller,
                id,
                now -> {
                    image(caller, draft, owner, id, object, now.image());
                    return new Readership.Plan(location, draft.isPublic() ? Set.of(EVERYONE) : Set.of());
                },
                tables -> {
                    Image before = tables.images().lockByLocation(location);
                    if (before != null && !before.id().equals(id)) {
                        throw new Fault(
                                Fault.Kind.CONFLICT, "location is being registered by another request; try again");
                    }
                    if (before == null) {
                        before = tables.images().lock(id);
                    }
                    Image image = image(caller, draft, owner, id, object, before);
                    if (before == null) {
                        tables.images().insert(image);
                    } else {
                        tables.images().update(image);
                    }
                    return image;
                });
    }

    /** The id of the image at that location, or, if there is none yet, the one that it is to have. */
    private String id(Caller caller, Location location, StoredObject object) {
        String own = object.uuid().orElseGet(() -> location.uuid().toString());
        Image registered = database.read(tables -> {
            Image there = tables.images().findByLocation(location);
            return there != null ? there : tables.images().find(own);
        });
        if (registered == null) {
            return own;
        }
        // Registered elsewhere, the object has been moved, and its registration follows; unless something else has
        // taken its former place, and is registered by that id.
        boolean isTaken = !registered.location().equals(location)
                && objects.stat(caller, registered.location()).isPresent();
        return isTaken ? location.uuid().toString() : registered.id();
    }

    /** @param before the image that is registered anew, or null */
    private Image image(Caller caller, Draft draft, String owner, String id, StoredObject object, Image before) {
        if (before != null) {
            access.requireChange(caller, before);
        }
        Instant now = now(before);
        Image image = new Image(
                id,
                owner,
                draft.name().orElseThrow(),
                draft.location().orElseThrow(),
                draft.diskFormat(),
                draft.containerFormat(),
                object.size(),
                object.checksum(),
                Status.AVAILABLE,
                draft.isPublic(),
                draft.properties(),
                before == null ? now : before.createdAt(),
                now);
        limits.requireTotals(image, null);
        return image;
    }

    /**
     * Changes what {@code change} names and nothing else.
     *
     * @return the image as it now stands
     * @throws Fault BAD_REQUEST if a value is none, or longer than the limits allow; NOT_FOUND if there is no such image;
     *     FORBIDDEN if the caller may not change it, or may not give it away; STALE if the caller has not seen its last change;
     *     BAD_REQUEST if the size or checksum is not the image's, or the image would have more than the limits allow; those of
     *     {@link ObjectStore#share} if it is to be public
     */
    public Image update(Caller caller, String id, Change change) {
        change.name().ifPresent(limits::requireName);
        change.owner().ifPresent(owner -> Account.require("owner", owner));
        change.properties().forEach((key, values) -> values.forEach(value -> limits.requireProperty(key, value)));
        requireId(id);
        if (change.isPublic().isEmpty()) {
            return database.inTransaction(tables -> update(tables, caller, id, change));
        }
        return readership.change(
                caller,
                id,
                now -> {
                    Image after = changed(caller, require(now.image()), change);
                    Set<String> readers = new HashSet<>(now.readers());
                    readers.remove(EVERYONE);
                    if (after.isPublic()) {
                        readers.add(EVERYONE);
                    }
                    return new Readership.Plan(after.location(), readers);
                },
                tables -> update(tables, caller, id, change));
    }

    private Image update(Database.Tables tables, Caller caller, String id, Change change) {
        Image before = require(tables.images().lock(id));
        Image after = changed(caller, before, change);
        if (!after.equals(before)) {
            tables.images().update(after);
        }
        if (!after.owner().equals(before.owner())) {
            tables.members().delete(id, Set.of(after.owner())); // an owner is no member, and reads what a member read
            tables.images().countReadersChange(id); // whoever is changing them may not do so any longer
        }
        return after;
    }

    /** What {@code before} is to become; {@code before} itself if nothing is different. */
    private Image changed(Caller caller, Image before, Change change) {
        access.requireChange(caller, before);
        String owner = change.owner().orElse(before.owner());
        if (!owner.equals(before.owner()) && !access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only an administrator gives an image to another account");
        }
        if (change.seen().isPresent() && !change.seen().get().contains(before.updatedAt())) {
            throw new Fault(
                    Fault.Kind.STALE, "the image has changed since you saw it; HEAD it again and repeat the change");
        }
        requireSame("size", change.size(), before.size());
        requireSame("checksum", change.checksum(), before.checksum());
        Map<String, String> properties = changed(before.properties(), change.properties());
        Image same = changed(before, owner, properties, change, before.updatedAt());
        if (same.equals(before)) {
            return before;
        }
        Image after = changed(before, owner, properties, change, now(before));
        limits.requireTotals(after, before);
        return after;
    }

    private static Image changed(
            Image before, String owner, Map<String, String> properties, Change change, Instant updatedAt) {
        return new Image(
                before.id(),
                owner,
                change.name().orElse(before.name()),
                before.location(),
                change.diskFormat().orElse(before.diskFormat()),
                change.containerFormat().orElse(before.containerFormat()),
                before.size(),
                before.checksum(),
                change.status().orElse(before.status()),
                change.isPublic().orElse(before.isPublic()),
                properties,
                before.createdAt(),
                updatedAt);
    }

    private static Map<String, String> changed(Map<String, String> before, Map<String, Set<String>> changes) {
        Map<String, String> after = new TreeMap<>(before);
        changes.forEach((key, sent) -> {
            Set<String> values = new HashSet<>(sent);
            values.remove(before.get(key));
            if (values.size() > 1) {
                throw Fault.badRequest("property " + key + " is given several values; send one");
            }
            values.forEach(value -> {
                if (value.isEmpty()) {
                    after.remove(key);
                } else {
                    after.put(key, value);
                }
            });
        });
        return after;
    }

    /**
     * Forgets the image and its members. Its object stays where it is.
     *
     * @throws Fault NOT_FOUND if there is no such image; FORBIDDEN if the caller may not change it; UNAUTHORIZED or UNAVAILABLE
     *     of the object store, which has then still to be told that the members are readers no longer: the image is gone, and
     *     unregistering it again tells the store again
     */
    public void unregister(Caller caller, String id) {
        requireId(id);
        Location untold = database.read(tables -> tables.formerReaders().findUnregistered(id, caller.account()));
        if (untold != null) {
            readership.settle(caller, id, untold);
            return;
        }
        readership.change(
                caller,
                id,
                now -> {
                    Image image = require(now.image());
                    access.requireChange(caller, image);
                    return new Readership.Plan(image.location(), Set.of());
                },
                tables -> {
                    tables.images().delete(id);
                    return id;
                });
    }

    /**
     * The image.
     *
     * @throws Fault NOT_FOUND if there is no such image; FORBIDDEN if the caller may not see it
     */
    public Image find(Caller caller, String id) {
        requireId(id);
        return database.read(tables -> {
            Image image = access.isAdministrator(caller)
                    ? tables.images().find(id)
                    : tables.images().findVisible(id, caller.account());
            if (image == null && tables.images().find(id) != null) {
                throw Access.forbidden();
            }
            return require(image);
        });
    }

    /**
     * Hands the images that the caller owns, is a member of or that are public, each once, to {@code reader}, one by one.
     *
     * @param query without a marker
     * @throws Fault UNAVAILABLE if the database does not answer in time
     */
    public void list(Caller caller, Query query, Consumer<Image> reader) {
        database.eachVisible(caller.account(), query, reader);
    }

    /**
     * The first images of a listing after the query's marker.
     *
     * @param limit how many at most
     * @throws Fault BAD_REQUEST if the caller cannot see the marker
     */
    public Page page(Caller caller, Query query, int limit) {
        String marker = query.marker();
        if (marker != null && !Image.isId(marker)) {
            throw noMarker();
        }
        return database.read(tables -> {
            List<Image> images = tables.images().listVisible(caller.account(), query, limit + 1);
            if (images.isEmpty() && marker != null && tables.images().findVisible(marker, caller.account()) == null) {
                throw noMarker();
            }
            boolean hasMore = images.size() > limit;
            return new Page(hasMore ? images.subList(0, limit) : images, hasMore);
        });
    }

    private static Fault noMarker() {
        return Fault.badRequest("marker must be the id of an image that you can see");
    }

    /** Now, to the microsecond; at any rate later than the last change of {@code before}, which may be null. */
    private Instant now(Image before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return before == null || now.isAfter(before.updatedAt())
                ? now
                : before.updatedAt().plus(1, ChronoUnit.MICROS);
    }

    /** @throws Fault NOT_FOUND if no image can have that id */
    static void requireId(String id) {
        if (!Image.isId(id)) {
            throw notFound();
        }
    }

    static Image require(Image image) {
        if (image == null) {
            throw notFound();
        }
        return image;
    }

    private static Fault notFound() {
        return new Fault(Fault.Kind.NOT_FOUND, "there is no such image");
    }

    private static void requireSame(String field, OptionalLong given, long actual) {
        if (given.isPresent() && given.getAsLong() != actual) {
            throw Fault.badRequest(field + " is not that of the file; leave it out, or correct it");
        }
    }

    private static void requireSame(String field, Optional<String> given, String actual) {
        if (given.isPresent() && !given.get().equals(actual)) {
            throw Fault.badRequest(field + " is not that of the file; leave it out, or correct it");
        }
    }
}

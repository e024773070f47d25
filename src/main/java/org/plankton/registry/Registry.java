package org.plankton.registry;

import static org.plankton.registry.ports.ObjectStore.EVERYONE;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.plankton.registry.bytes.ImageData;
import org.plankton.registry.bytes.Leftovers;
import org.plankton.registry.change.FileChecks;
import org.plankton.registry.change.Findings;
import org.plankton.registry.change.Registration;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.listing.Listings;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.rules.Access;
import org.plankton.registry.sharing.Memberships;
import org.plankton.registry.sharing.Readership;

/** What can be done to images: register, reserve, locate, update, check, unregister, delete, find, list. */
public final class Registry {
    private final Database database;
    private final ObjectStore objects;
    private final Readership readership;
    private final Findings findings;
    private final FileChecks checks;
    private final Memberships memberships;
    private final Leftovers leftovers;
    private final Registration registration;
    private final LongLists longLists;
    private final Listings listings;
    private final ImageData data;
    private final Access access;
    private final Limits limits;
    private final KeyFolding keys;
    private final Clock clock;

    /** @param uploads how they are bounded */
    public Registry(
            Database database,
            ObjectStore objects,
            Access access,
            Limits limits,
            ImageData.Bounds uploads,
            LongLists longLists,
            Clock clock) {
        this(database, objects, new Findings(database, clock), access, limits, uploads, longLists, clock);
    }

    private Registry(
            Database database,
            ObjectStore objects,
            Findings findings,
            Access access,
            Limits limits,
            ImageData.Bounds uploads,
            LongLists longLists,
            Clock clock) {
        this(
                database,
                objects,
                new Readership(database, objects, findings),
                findings,
                access,
                limits,
                KeyFolding.NONE,
                uploads,
                longLists,
                clock);
    }

    public Registry(
            Database database,
            ObjectStore objects,
            Readership readership,
            Findings findings,
            Access access,
            Limits limits,
            KeyFolding keys,
            ImageData.Bounds uploads,
            LongLists longLists,
            Clock clock) {
        this.database = database;
        this.objects = objects;
        this.readership = readership;
        this.findings = findings;
        this.checks = new FileChecks(database, objects, findings, access);
        this.memberships = new Memberships(database, readership, access, limits);
        this.leftovers = new Leftovers(database, objects, uploads.lease().toSeconds());
        this.registration = new Registration(
                this, database, objects, readership, findings, checks, leftovers, access, limits, clock);
        this.longLists = longLists;
        this.listings = new Listings(database, access, longLists);
        this.data = new ImageData(this, database, objects, readership, findings, checks, leftovers, uploads, clock);
        this.access = access;
        this.limits = limits;
        this.keys = keys;
        this.clock = clock;
    }

    /** The same registry as clients see it who know no images without bytes. */
    public Registry hidingReserved() {
        return new Registry(
                database,
                objects,
                readership,
                findings,
                access.hidingReserved(),
                limits,
                keys,
                data.bounds(),
                longLists,
                clock);
    }

    /** The same registry over a wire that has these limits, and spells the keys of properties so. */
    public Registry over(Limits itsLimits, KeyFolding itsKeys) {
        return new Registry(
                database, objects, readership, findings, access, itsLimits, itsKeys, data.bounds(), longLists, clock);
    }

    /** What can be done to the images' members. */
    public Memberships memberships() {
        return memberships;
    }

    /** What can be done with the images' bytes. */
    public ImageData data() {
        return data;
    }

    public boolean isAdministrator(Caller caller) {
        return access.isAdministrator(caller);
    }

    /**
     * Registers the object at the draft's location. An object that is registered already, there or where it was before
     * it was moved, is registered anew, if the draft says so: then everything but its id and its time of creation is as
     * the draft says, and its members are gone.
     *
     * <p>A location has one image, and an object has one. What was registered at the location and is another object's
     * is registered no longer; unless that object is now where this one was, for then its image is there, too.
     *
     * @return the image as it now stands; its id is the object's own where the object store gives one, and the draft
     *     none
     * @throws Fault BAD_REQUEST if the draft asks for more than the limits allow, or another object store, or has no
     *     format; NO_LOCATION if it names none; UNAUTHORIZED or UNAVAILABLE of the object store; NO_OBJECT if the
     *     caller can read nothing there; FORBIDDEN if it is another account's; BAD_REQUEST if the draft's owner is not
     *     the object's; MISMATCH if its size, checksum or MD5 is not; CONFLICT if the object or the location is
     *     registered and the draft does not replace; FORBIDDEN if the image there is another object's, and protected or
     *     another owner's; CONFLICT if the id is taken; FORBIDDEN if the image has been given to another owner; those
     *     of {@link ObjectStore#share} if it is to be public
     */
    public Image register(Caller caller, Draft draft) {
        return registration.register(caller, draft);
    }

    /**
     * Reserves an image that has no bytes yet: it is queued.
     *
     * @throws Fault BAD_REQUEST as {@link #register}; CONFLICT if the id is taken
     */
    public Image reserve(Caller caller, Draft draft) {
        return registration.reserve(caller, draft);
    }

    /**
     * Gives a reserved image the object at {@code location} for its bytes, and makes it available.
     *
     * @param change what else is to be different about the image
     * @param size bytes, which must be the object's
     * @param md5 which must be the object's
     * @return the image as it now stands
     * @throws Fault those of {@link #update}; BAD_REQUEST if the image is not queued or has no format; those of
     *     {@link #register} for the location; CONFLICT if it or its object is registered already
     */
    public Image locate(
            Caller caller, String id, Change change, Location location, OptionalLong size, Optional<String> md5) {
        return registration.locate(caller, id, change, location, size, md5);
    }

    /**
     * Changes what {@code change} names and nothing else.
     *
     * <p>An image whose file is known to be gone or changed has two statuses: the one that everybody is told, and the
     * owner's, which is the one again when the file is back. A change to the first is none; any other is to the second.
     * Where it is to be available, the file is looked at anew.
     *
     * @return the image as it now stands
     * @throws Fault BAD_REQUEST if a value is none, or longer than the limits allow and not the image's already;
     *     NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if the caller may not change it; UNAUTHORIZED if the
     *     file is looked at and the object store refuses the token, UNAVAILABLE if it does not answer then, or not as
     *     it should; FORBIDDEN if they may not give it away; STALE if they have not seen its last change; MISMATCH if
     *     the size or checksum is not the image's; BAD_REQUEST if it has no bytes and is to have another status;
     *     CONFLICT if it is to be available, and its file is not what was registered; BAD_REQUEST or
     *     TOO_MANY_PROPERTIES if the image would have more than the limits allow; those of {@link ObjectStore#share} if
     *     it is to be public
     */
    public Image update(Caller caller, String id, Change change) {
        requireSensible(caller, id, change);
        Access.requireId(id);
        UnaryOperator<Image> known = lookAgain(caller, id, change);
        if (change.isPublic().isEmpty()) {
            return database.inTransaction(tables -> update(
                    tables,
                    caller,
                    requireChange(tables, caller, tables.images().lock(id)),
                    known,
                    change));
        }
        return readership.change(
                caller,
                id,
                now -> {
                    Image before = access.require(now.image());
                    access.requireChange(caller, before, () -> now.readers().contains(caller.account()));
                    Image after = changed(caller, known.apply(before), change);
                    return new Readership.Plan(after.location(), readers(now, after)).giving(after.isPublic());
                },
                tables -> update(
                        tables,
                        caller,
                        requireChange(tables, caller, tables.images().lock(id)),
                        known,
                        change));
    }

    /** What is known of the image before the change is made, if it is to be available and was known to be amiss. */
    private UnaryOperator<Image> lookAgain(Caller caller, String id, Change change) {
        if (!change.status().equals(Optional.of(Status.AVAILABLE))) {
            return UnaryOperator.identity();
        }
        Image image = database.read(
                tables -> requireChange(tables, caller, tables.images().find(id)));
        if (image.found() == null) {
            return UnaryOperator.identity();
        }
        Optional<Finding> finding = Finding.look(objects, caller, image);
        if (!finding.equals(Optional.of(Finding.AS_REGISTERED))) {
            finding.ifPresent(amiss -> findings.record(image, amiss));
            return UnaryOperator.identity();
        }
        // Recorded with the change, not before: whoever sends the version that they saw has seen the last.
        return before -> before.updatedAt().equals(image.updatedAt())
                ? before.withFinding(Finding.AS_REGISTERED, before.updatedAt())
                : before;
    }

    /**
     * @throws Fault BAD_REQUEST if the owner is to be what no account is, or a value is longer than the limits allow;
     *     unless the image has it already, and the caller may change it
     */
    public void requireSensible(Caller caller, String id, Change change) {
        change.owner().ifPresent(owner -> Account.require("owner", owner));
        try {
            requireLimits(change, "", Map.of());
        } catch (Fault tooLong) {
            Image image =
                    Image.isId(id) ? database.read(tables -> tables.images().find(id)) : null;
            if (image == null || !access.mayChange(caller, image)) {
                throw tooLong;
            }
            requireLimits(change, image.name(), image.properties());
        }
    }

    /** @throws Fault BAD_REQUEST if a value is longer than the limits allow, and not one of these */
    private void requireLimits(Change change, String name, Map<String, String> properties) {
        change.name().filter(other -> !other.equals(name)).ifPresent(limits::requireName);
        Map<String, String> shown = keys.stored(properties.keySet());
        change.properties().forEach((spelled, values) -> {
            String key = shown.getOrDefault(spelled, spelled);
            values.stream().filter(value -> !value.equals(properties.get(key))).forEach(value -> {
                if (properties.containsKey(key)) {
                    limits.requireValue(key, value);
                } else {
                    limits.requireProperty(key, value);
                }
            });
        });
    }

    /** Who may read the image when it is as it is to become. */
    public static Set<String> readers(Readership.Now now, Image after) {
        Set<String> readers = new HashSet<>(now.readers());
        readers.remove(EVERYONE);
        if (after.isPublic()) {
            readers.add(EVERYONE);
        }
        return readers;
    }

    /**
     * Writes what is different.
     *
     * @param before locked
     */
    public Image update(Database.Tables tables, Caller caller, Image before, Change change) {
        return update(tables, caller, before, UnaryOperator.identity(), change);
    }

    /** @param known makes of {@code before} what is known by now, and has still to be written */
    private Image update(
            Database.Tables tables, Caller caller, Image before, UnaryOperator<Image> known, Change change) {
        Image seen = known.apply(before);
        Image changed = changed(caller, seen, change);
        Image after =
                changed.equals(seen) && !seen.equals(before) ? seen.withStatus(seen.status(), now(before)) : changed;
        if (!after.equals(before)) {
            tables.images().update(before, after);
        }
        if (!after.owner().equals(before.owner())) {
            // An owner is no member, and reads what a member read.
            tables.members().delete(before.id(), Set.of(after.owner()));
            noteGivenTo(tables, before);
            tables.images().countReadersChange(before.id()); // whoever is changing them may not do so any longer
        }
        return after;
    }

    /** That the store may still take for a reader whom the image has been given to, and who loses it. */
    private static void noteGivenTo(Database.Tables tables, Image image) {
        if (!image.givenTo().isEmpty()) {
            String account = image.location().account(); // whose word the store listens to
            tables.unsettledReaders().insert(image.location(), image.id(), account, image.givenTo());
        }
    }

    public Image requireChange(Database.Tables tables, Caller caller, Image found) {
        Image image = access.require(found);
        access.requireChange(caller, image, () -> tables.members().isMember(image.id(), caller.account()));
        return image;
    }

    /** What {@code before} is to become; {@code before} itself if nothing is different. */
    public Image changed(Caller caller, Image before, Change change) {
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
        if (!before.hasBytes() && change.status().orElse(before.status()) != before.status()) {
            throw Fault.badRequest("status is for an image that has bytes; leave it out");
        }
        if (before.found() != null && change.status().equals(Optional.of(Status.AVAILABLE))) {
            throw new Fault(Fault.Kind.CONFLICT, before.found().message());
        }
        requireLimits(change, before.name(), before.properties());
        Map<String, String> properties = changed(before.properties(), change.properties(), change.replacesProperties());
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
        // Clients send back what they were told along with what they change.
        Status status =
                change.status().filter(given -> given != before.status()).orElse(before.ownStatus());
        Found found = before.found() == null
                ? null
                : new Found(before.found().finding(), before.found().at(), status);
        return new Image(
                before.id(),
                owner,
                change.name().orElse(before.name()),
                before.location(),
                change.diskFormat().orElse(before.diskFormat()),
                change.containerFormat().orElse(before.containerFormat()),
                before.size(),
                before.checksum(),
                before.objectUuid(),
                before.md5(),
                before.ownsBytes(),
                found == null ? status : found.status(),
                found,
                change.isPublic().orElse(before.isPublic()),
                change.isProtected().orElse(before.isProtected()),
                change.minRam().orElse(before.minRam()),
                change.minDisk().orElse(before.minDisk()),
                properties,
                before.createdAt(),
                updatedAt,
                before.deletedAt());
    }

    /**
     * @param sent the values for each key as the wire spells it
     * @param replaces whether those that are not among them are deleted, as far as the wire shows them
     */
    public Map<String, String> changed(Map<String, String> before, Map<String, Set<String>> sent, boolean replaces) {
        Map<String, String> shown = keys.stored(before.keySet());
        Map<String, String> after = new TreeMap<>(before);
        if (replaces) {
            after.keySet().removeAll(shown.values());
        }
        sent.forEach((spelled, choice) -> {
            String key = shown.getOrDefault(spelled, spelled);
            Set<String> values = new HashSet<>(choice);
            if (values.remove(before.get(key)) && values.isEmpty()) {
                after.put(key, before.get(key));
            }
            if (values.size() > 1) {
                throw Fault.badRequest("property " + spelled + " is given several values; send one");
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
     * Looks at the image's file in the object store, and records what it finds: whether it is as it was registered, has
     * changed, or is gone.
     *
     * @return the image as it now stands
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if the caller may not change it; CONFLICT
     *     if it has no bytes; UNAUTHORIZED if the object store refuses the token; UNAVAILABLE if it does not answer, or
     *     not as it should, or neither shows the caller their own file nor proves that it is gone; FORBIDDEN if it does
     *     not show them another account's
     */
    public Image check(Caller caller, String id) {
        return checks.check(caller, id);
    }

    /**
     * Forgets the image and its members. Its object stays where it is.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if the caller may not change it; FORBIDDEN if it is
     *     protected; UNAUTHORIZED or UNAVAILABLE of the object store, which has then still to be told that the members are
     *     readers no longer: the image is gone, and unregistering it again tells the store again
     */
    public void unregister(Caller caller, String id) {
        remove(caller, id, false);
    }

    /**
     * Forgets the image and its members, and deletes its object, if its bytes came through the registry.
     *
     * @throws Fault as {@link #unregister}; where the store failed and has still to delete the object, deleting the image again
     *     tells it again
     */
    public void delete(Caller caller, String id) {
        remove(caller, id, true);
    }

    private void remove(Caller caller, String id, boolean withBytes) {
        Access.requireId(id);
        boolean isRepeated = database.read(tables -> tables.images().find(id) == null) && finish(caller, id);
        if (isRepeated) {
            return;
        }
        readership.change(
                caller,
                id,
                now -> {
                    Image image = database.read(tables -> requireRemovable(tables, caller, now.image()));
                    return new Readership.Plan(image.location(), Set.of());
                },
                tables -> {
                    Image image =
                            requireRemovable(tables, caller, tables.images().lock(id));
                    if (withBytes && image.hasBytes() && image.ownsBytes()) {
                        tables.uploads().insertLeft(id, image.location().account(), image.location());
                    }
                    noteGivenTo(tables, image);
                    tables.images().delete(image, now(image));
                    return id;
                });
        leftovers.clearUp(caller, id);
    }

    private Image requireRemovable(Database.Tables tables, Caller caller, Image found) {
        Image image = requireChange(tables, caller, found);
        if (image.isProtected()) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image is protected; update it to be protected no longer");
        }
        return image;
    }

    /**
     * Tells the object store what it could not be told when the image was unregistered.
     *
     * @return whether there was anything
     */
    private boolean finish(Caller caller, String id) {
        Set<Location> untold =
                database.read(tables -> tables.unsettledReaders().listUnregistered(id, caller.account()));
        untold.forEach(location -> readership.settle(caller, id, location));
        return leftovers.clearUp(caller, id) || !untold.isEmpty();
    }

    /**
     * The image.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it
     */
    public Image find(Caller caller, String id) {
        Access.requireId(id);
        return database.read(tables -> {
            Image image = access.require(tables.images().find(id));
            access.requireSight(caller, image, () -> tables.members().isMember(id, caller.account()));
            return image;
        });
    }

    /**
     * The image, for an administrator even if it is registered no longer.
     *
     * @throws Fault as {@link #find}
     */
    public Image findEvenDeleted(Caller caller, String id) {
        Access.requireId(id);
        Image deleted = access.isAdministrator(caller)
                ? database.read(tables -> tables.images().findDeleted(id))
                : null;
        return deleted != null ? deleted : find(caller, id);
    }

    /**
     * Hands the images that are asked for to {@code reader}, one by one, however many they are.
     *
     * <p>Each that is there all the time, and keeps its place in the order, comes once. Creation and id keep it; an image that is
     * changed meanwhile may come twice or not at all where the order is another.
     *
     * @param query without a marker
     * @throws Fault UNAVAILABLE if the database does not answer in time, or too many long lists are being read
     */
    public void list(Caller caller, Query query, Consumer<Image> reader) {
        listings.list(caller, query, reader);
    }

    /**
     * The first images of a listing after the query's marker.
     *
     * @param limit how many at most
     * @throws Fault BAD_REQUEST if the caller cannot see the marker
     */
    public Page page(Caller caller, Query query, int limit) {
        return listings.page(caller, query, limit);
    }

    /**
     * The version of a page, without reading its images.
     *
     * @throws Fault as {@link #page}
     */
    public String version(Caller caller, Query query, int limit) {
        return listings.version(caller, query, limit);
    }

    private Instant now(Image before) {
        return later(clock, before);
    }

    /** Now, to the microsecond; at any rate later than the last change of {@code before}, which may be null. */
    public static Instant later(Clock clock, Image before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return before == null || now.isAfter(before.updatedAt())
                ? now
                : before.updatedAt().plus(1, ChronoUnit.MICROS);
    }

    public static void requireSame(String field, OptionalLong given, long actual) {
        if (given.isPresent() && given.getAsLong() != actual) {
            throw mismatch(field);
        }
    }

    public static void requireSame(String field, Optional<String> given, String actual) {
        if (given.isPresent() && !given.get().equals(actual)) {
            throw mismatch(field);
        }
    }

    private static Fault mismatch(String field) {
        return new Fault(Fault.Kind.MISMATCH, field + " is not that of the file; leave it out, or correct it");
    }
}

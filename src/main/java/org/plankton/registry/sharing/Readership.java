package org.plankton.registry.sharing;

import static org.plankton.registry.ports.ObjectStore.EVERYONE;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plankton.registry.change.Findings;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;

/**
 * Keeps in step who may see an image here (its members, and everyone if it is public) and who may read its object in the
 * object store.
 *
 * <p>No transaction spans the two, the store may fail at any moment, and so may this service. So what is given is given
 * at the store first and recorded here afterwards; what is taken away is taken away here first. Whoever the store may
 * take for a reader and the registry does not is noted in a table of its own, by object: before the store is told of a
 * new reader, until they are recorded; and in the transaction that takes a reader away, until it is certain that the
 * store does not have them any longer.
 *
 * <p>The store has only "replace the whole list", so a slow writer may undo what a faster one did, and bring back whom
 * it found there. So every writer notes in another table that it is on its way, before it asks the store anything. When
 * it ends it learns whether it was alone. Only then anybody is forgotten who was noted. If others ended meanwhile, it
 * writes again what is so now; if others are still on their way it tells them to. One that was cut off stays noted,
 * until the store has either done what it was asked or never will.
 *
 * <p>A request that failed in between is finished by its repetition, or by any later change of the image's readers.
 */
public final class Readership {
    private static final int TURNS = 10;
    private static final long PATIENCE_SECONDS = 10;

    /**
     * How long a store may take at most for what it was told, whether or not somebody still waits; or it never does it.
     */
    private static final long LEASE_SECONDS = 180;

    private final Database database;
    private final ObjectStore objects;
    private final Findings findings;
    private final IntConsumer pause;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(1024).toArray(ReentrantLock[]::new);

    public Readership(Database database, ObjectStore objects, Findings findings) {
        this(database, objects, findings, Readership::pauseBefore);
    }

    /** @param pause before each turn, the first of which is 1 */
    public Readership(Database database, ObjectStore objects, Findings findings, IntConsumer pause) {
        this.database = database;
        this.objects = objects;
        this.findings = findings;
        this.pause = pause;
    }

    /**
     * What is so at one moment.
     *
     * @param image or null: not registered, or no longer
     * @param version null if there is no image of that id, nor was lately
     */
    public record Now(Image image, Long version, Set<String> readers) {
        private static final Now NOTHING = new Now(null, null, Set.of());

        /** Who may read the object at that location for the sake of this image. */
        private Set<String> readersOf(Location location) {
            return isAt(location) ? readers : Set.of();
        }

        private boolean isAt(Location location) {
            return image != null && location.equals(image.location());
        }
    }

    /**
     * What is to be so.
     *
     * @param location where the image's bytes are from now on; null: nowhere, so the store has nobody to be told of
     * @param seen what was there when it was looked at; empty: what is registered
     * @param gives whether the caller asks for somebody to read, new or not: the store is told of them again
     * @param readers who may read from now on
     */
    public record Plan(Location location, Optional<StoredObject> seen, boolean gives, Set<String> readers) {
        public Plan(Location location, Set<String> readers) {
            this(location, Optional.empty(), false, readers);
        }

        public Plan giving(boolean whether) {
            return new Plan(location, seen, whether, readers);
        }

        /** Of a file that is not registered yet, but has been seen. */
        public Plan of(StoredObject file) {
            return new Plan(location, Optional.of(file), true, readers);
        }
    }

    /**
     * A writer's way to the store: the change of an object's readers that is noted until it has ended.
     *
     * @param noted who was, when it began, that may be readers of the object at the store without being any here
     */
    private record Sharing(String id, Location location, Set<String> noted) {}

    /**
     * How one has ended. One that is overtaken has not: it may have undone what others wrote, and has to write again.
     *
     * @param wasAlone whether the store has now just what was written: no other was on its way meanwhile, or is
     */
    private record End(boolean wasAlone, boolean isOvertaken) {
        private static final End OF_NONE = new End(false, false);
    }

    /** What is at a location is looked at before it is shared. */
    private static final class Look implements Consumer<StoredObject> {
        private Predicate<StoredObject> isFile;
        private boolean isOther;
        private boolean isPassed;

        /** The store has said that nothing is there, and may have written nonetheless whom it lets read no longer. */
        private boolean isMissed;

        Look(Predicate<StoredObject> isFile) {
            this.isFile = isFile;
        }

        @Override
        public void accept(StoredObject found) {
            isOther = !isFile.test(found);
            if (isOther) {
                throw new Fault(
                        Fault.Kind.CONFLICT,
                        "the file at the location is another than was registered; register it again");
            }
            isPassed = true;
        }

        public void takeAny() {
            isFile = any -> true;
        }
    }

    /**
     * Changes who may read an image, and its members with it.
     *
     * @param plan who shall, from who may now; runs again when others change the image at the same time
     * @param record what else is written in the same transaction, when the members have been: the image, public or not, or no
     *     longer
     * @return what {@code record} answers
     * @throws Fault of plan and record; CONFLICT if somebody is to read a file that is not the one that was registered;
     *     those of {@link ObjectStore#share}; UNAVAILABLE if the store does not say for certain that those may read no
     *     longer who are no readers; CONFLICT if others got in the way each time
     */
    public <T> T change(Caller caller, String id, Function<Now, Plan> plan, Function<Database.Tables, T> record) {
        return change(caller, id, plan, (tables, now) -> record.apply(tables));
    }

    /** The same for {@code record} that wants to know what is still so when it runs. */
    public <T> T change(
            Caller caller, String id, Function<Now, Plan> plan, BiFunction<Database.Tables, Now, T> record) {
        return alone(id, () -> new Change<>(caller, id, plan, record).make());
    }

    /** One change, in as many turns as it takes. */
    private final class Change<T> {
        private final Caller caller;
        private final String id;
        private final Function<Now, Plan> plan;
        private final BiFunction<Database.Tables, Now, T> record;

        /** As it was before, with whose file readers may have gone where it was moved; or null. */
        private Image before;

        /** What was written by an earlier turn, and may have undone what others wrote; or null. */
        private Sharing owed;

        Change(Caller caller, String id, Function<Now, Plan> plan, BiFunction<Database.Tables, Now, T> record) {
            this.caller = caller;
            this.id = id;
            this.plan = plan;
            this.record = record;
        }

        T make() {
            try {
                for (int turn = 1; turn <= TURNS; turn++) {
                    pause.accept(turn);
                    Optional<T> result = turn();
                    if (result.isPresent()) {
                        return result.get();
                    }
                }
                throw tooMany();
            } catch (RuntimeException e) { // whatever it is, the store is not left with what nobody has recorded
                boolean isInVain = e instanceof Fault fault && fault.kind() == Fault.Kind.UNAVAILABLE;
                if (owed != null && !isInVain) {
                    try {
                        tellStore(caller, owed.location, before, true, owed);
                    } catch (Fault another) {
                        e.addSuppressed(another); // it stays noted, and why the change failed is what is to be told
                    }
                }
                throw e;
            }
        }

        /** Empty if others have changed the readers meanwhile. */
        private Optional<T> turn() {
            Now now = now(id);
            before = now.image;
            Plan then = plan.apply(now);
            Location location = then.location;
            if (owed != null && !owed.location.equals(location)) {
                tellStore(caller, owed.location, before, true, owed);
                owed = null;
            }
            if (location == null) {
                return record(now, then, null, Set.of()).map(recorded -> {
                    tellOfOthersThan(null);
                    return recorded.result;
                });
            }
            Set<String> there = now.readersOf(location);
            Set<String> coming = minus(then.readers, there);
            boolean takes = !minus(now.readers, then.readers).isEmpty();
            // Whose file it is gives again what is not new: somebody may have taken a reader away at the store.
            boolean again =
                    !takes && !then.readers.isEmpty() && caller.account().equals(location.account());
            if (coming.isEmpty() && !(again && then.gives)) {
                return record(now, then, null, Set.of()).map(recorded -> {
                    tellStore(caller, location, before, again || owed != null, owed);
                    tellOfOthersThan(location);
                    return recorded.result;
                });
            }
            Set<String> readers = union(there, then.readers);
            Optional<Sharing> begun = begin(id, now, location, coming, owed);
            if (begun.isEmpty()) {
                return Optional.empty();
            }
            Sharing sharing = begun.get();
            Set<String> former = minus(sharing.noted, readers);
            give(now, then, sharing, readers, former, coming);
            owed = sharing; // until it has ended
            return record(now, then, sharing, former).map(recorded -> {
                if (recorded.end.isOvertaken || takes) {
                    tellStore(caller, location, before, recorded.end.isOvertaken, owed);
                }
                tellOfOthersThan(location);
                return recorded.result;
            });
        }

        private void give(
                Now now, Plan then, Sharing sharing, Set<String> readers, Set<String> former, Set<String> coming) {
            Look look = new Look(found -> then.seen
                    .map(seen ->
                            seen.uuid().equals(found.uuid()) && seen.checksum().equals(found.checksum()))
                    .orElseGet(() -> isRegistered(now.image, found)));
            try {
                objects.share(caller, sharing.location, readers, former, look);
            } catch (Fault fault) {
                look.isMissed = fault.kind() == Fault.Kind.NO_OBJECT;
                if (owed == null) {
                    giveUp(fault, look, sharing, coming);
                }
                boolean isGone = fault.kind() == Fault.Kind.NO_OBJECT && objects.isGone(caller, sharing.location);
                if (now.isAt(sharing.location) && then.seen.isEmpty() && (look.isOther || isGone)) {
                    findings.record(now.image, isGone ? Finding.GONE : Finding.CHANGED);
                }
                boolean isRefused = fault.kind() == Fault.Kind.NO_OBJECT || fault.kind() == Fault.Kind.FORBIDDEN;
                boolean isOwn = caller.account().equals(sharing.location.account());
                throw isRefused && isOwn && !isGone && !former.isEmpty() ? uncertain(fault) : fault;
            }
        }

        /**
         * Empty if others have changed the readers meanwhile.
         *
         * @param sharing by which the store has been told already; or null
         * @param former whom it has been told to let read no longer
         */
        private Optional<Recorded<T>> record(Now now, Plan then, Sharing sharing, Set<String> former) {
            Set<String> given = minus(then.readers, now.readers);
            Set<String> taken = minus(now.readers, then.readers);
            Location before = place(now.image);
            Optional<Recorded<T>> recorded = database.inTransaction(tables -> {
                boolean isStill = isStill(now, id, tables);
                End end = sharing == null ? End.OF_NONE : end(tables, sharing, isStill);
                if (!isStill) {
                    return Optional.empty();
                }
                unlessEmpty(members(taken), accounts -> tables.members().delete(id, accounts));
                unlessEmpty(members(given), accounts -> tables.members().insert(id, accounts));
                T result = record.apply(tables, now);
                if (before != null) {
                    unlessEmpty(taken, readers -> note(tables, id, now.image, before, readers));
                }
                if (then.location != null) {
                    unlessEmpty(
                            then.readers, readers -> tables.unsettledReaders().delete(then.location, readers));
                }
                if (end.wasAlone) {
                    unlessEmpty(former, readers -> tables.unsettledReaders().delete(sharing.location, readers));
                }
                // Also where nobody is a reader: whoever adds one must see where the image's bytes are by now.
                Image after = tables.images().find(id);
                boolean isElsewhere = !Objects.equals(place(after), before) || after == null && now.image != null;
                if (isElsewhere || !given.isEmpty() || !taken.isEmpty()) {
                    tables.images().countReadersChange(id);
                }
                return Optional.of(new Recorded<>(result, end));
            });
            if (recorded.isPresent() && sharing != null && !recorded.get().end.isOvertaken) {
                owed = null;
            }
            return recorded;
        }

        /** Tells the store of the image's readers at other places than that, where it may have had its bytes. */
        private void tellOfOthersThan(Location location) {
            Set<Location> places = new HashSet<>(
                    database.read(tables -> tables.unsettledReaders().listLocations(id)));
            places.remove(location);
            places.forEach(place -> tellStore(caller, place, before, false, null));
        }
    }

    /** What has been recorded, and how the telling of the store has ended. */
    private record Recorded<T>(T result, End end) {}

    /**
     * Tells the store of the readers that are noted of the object at that location, where an image has, or had, its
     * bytes.
     *
     * @throws Fault those of {@link ObjectStore#share}; UNAVAILABLE if the store does not say for certain that those
     *     may read no longer who are no readers; CONFLICT if others got in the way each time
     */
    public void settle(Caller caller, String id, Location location) {
        alone(id, () -> {
            tellStore(caller, location, null, false, null);
            return id;
        });
    }

    /**
     * Tells the store who may read, and of everybody noted that they may not.
     *
     * @param before the image that is being changed, which may be registered no longer; or null
     * @param must whether it is told even if nobody is noted
     * @param owed what was written before, and has not ended; or null
     */
    private void tellStore(Caller caller, Location location, Image before, boolean must, Sharing owed) {
        boolean isOwed = must;
        Sharing written = owed;
        for (int turn = 1; turn <= TURNS; turn++) {
            pause.accept(turn);
            Now now = now(location);
            if (!isOwed
                    && database.read(tables -> tables.unsettledReaders().list(location))
                            .isEmpty()) {
                return;
            }
            String id = now.image == null ? null : now.image.id();
            Optional<Sharing> begun = begin(id, now, location, Set.of(), written);
            if (begun.isEmpty()) {
                continue;
            }
            Sharing sharing = begun.get();
            Look look = new Look(found -> now.readers.isEmpty() || isRegistered(now.image, found));
            boolean isGone;
            try {
                Optional<Boolean> told = tell(caller, now, sharing, look);
                if (told.isEmpty()) {
                    cancel(sharing, Set.of());
                    return;
                }
                isGone = told.get();
            } catch (Fault fault) {
                if (written == null) {
                    giveUp(fault, look, sharing, Set.of());
                }
                throw fault;
            }
            End end = database.inTransaction(tables -> {
                End ended = end(tables, sharing, isStill(now, id, tables));
                if (ended.wasAlone) {
                    if (isGone) {
                        noteObject(tables, now.isAt(location) ? now.image : before, sharing);
                    }
                    unlessEmpty(
                            sharing.noted, noted -> tables.unsettledReaders().delete(location, noted));
                }
                return ended;
            });
            if (!end.isOvertaken) {
                return;
            }
            isOwed = true;
            written = sharing;
        }
        throw tooMany();
    }

    /** The file may have been moved, and have taken them along; where to is known when it is registered there. */
    private static void noteObject(Database.Tables tables, Image image, Sharing sharing) {
        boolean isKnown = image != null && sharing.location.equals(image.location()) && image.knownObject() != null;
        if (isKnown) {
            unlessEmpty(sharing.noted, noted -> tables.objectReaders().insert(image.knownObject(), noted));
        }
    }

    /**
     * Whether it is certain that there is nothing of which to tell; empty if the store does not listen to the caller,
     * but to the object's owner, whose next change will tell it.
     */
    private Optional<Boolean> tell(Caller caller, Now now, Sharing sharing, Look look) {
        Location location = sharing.location;
        Set<String> former = minus(sharing.noted, now.readers);
        Set<String> readers = now.readers;
        boolean isDoubted = false;
        while (true) {
            try {
                objects.share(caller, location, readers, former, look);
                return Optional.of(false);
            } catch (Fault fault) {
                switch (fault.kind()) {
                    case CONFLICT, BAD_REQUEST -> {
                        if (readers.isEmpty()) {
                            throw fault;
                        }
                        if (look.isOther) {
                            findings.record(now.image, Finding.CHANGED);
                        }
                        // Whom the store does not let in, or to another file than theirs, waits; who is no reader goes.
                        readers = Set.of();
                        look.takeAny();
                        continue;
                    }
                    case NO_OBJECT -> {
                        look.isMissed = true;
                        if (objects.isGone(caller, location)) { // and nobody reads what is not there
                            if (now.image != null) {
                                findings.record(now.image, Finding.GONE);
                            }
                            return Optional.of(true);
                        }
                    }
                    case FORBIDDEN -> {
                        if (!caller.account().equals(location.account())) {
                            return Optional.empty();
                        }
                    }
                    case UNAVAILABLE -> {
                        // Where it is an answer it may be that the object has gone since the look, as when it is
                        // deleted.
                        if (fault.isOpen() || isDoubted) {
                            throw fault;
                        }
                    }
                    default -> throw fault;
                }
                if (isDoubted) {
                    throw uncertain(fault);
                }
                isDoubted = true; // one such answer proves nothing
            }
        }
    }

    /**
     * Notes a change that is on its way. What it finds at the store from now on stays noted until it has ended.
     *
     * @param id of the image, for which {@code coming} are noted to be coming; null if it has none
     * @param again what is on its way already, and begins anew; or null
     * @return empty if others have changed the readers since {@code now}
     */
    private Optional<Sharing> begin(String id, Now now, Location location, Set<String> coming, Sharing again) {
        String sharing = again == null ? UUID.randomUUID().toString() : again.id;
        return database.inTransaction(tables -> {
            if (!isStill(now, id, tables)) {
                return Optional.empty();
            }
            tables.sharings().begin(location, sharing);
            // Behind whoever is just ending: they have not seen this one, and may forget whom it is about to note.
            tables.sharings().lock(location, LEASE_SECONDS);
            Set<String> noted = tables.unsettledReaders().list(location);
            unlessEmpty(coming, readers -> note(tables, id, now.image, location, readers));
            return Optional.of(new Sharing(sharing, location, noted));
        });
    }

    /** @param isStill whether what was written is still what is so */
    private static End end(Database.Tables tables, Sharing sharing, boolean isStill) {
        List<SharingMapper.Sharing> all = tables.sharings().lock(sharing.location, LEASE_SECONDS);
        boolean isOvertaken = !isStill
                || all.stream()
                        .filter(one -> one.id().equals(sharing.id))
                        .findAny()
                        .map(SharingMapper.Sharing::isOvertaken)
                        .orElse(true); // it has taken so long that others have cleared it away
        tables.sharings().overtake(sharing.location, sharing.id);
        if (isOvertaken) {
            return new End(false, true);
        }
        tables.sharings().delete(sharing.location, sharing.id);
        boolean wasAlone = all.stream().allMatch(one -> one.isOver() || one.id().equals(sharing.id));
        if (wasAlone) {
            tables.sharings().deleteOver(sharing.location, LEASE_SECONDS);
        }
        return new End(wasAlone, false);
    }

    /** Where the store has failed. What it may have done, or do later, stays noted. */
    private void giveUp(Fault fault, Look look, Sharing sharing, Set<String> coming) {
        boolean mayHaveGiven = look.isPassed && fault.kind() == Fault.Kind.UNAVAILABLE;
        if (!mayHaveGiven && !look.isMissed) {
            cancel(sharing, coming);
        } else if (!fault.isOpen()) {
            database.inTransaction(tables -> {
                List<SharingMapper.Sharing> all = tables.sharings().lock(sharing.location, LEASE_SECONDS);
                tables.sharings().overtake(sharing.location, sharing.id);
                // Otherwise it may have undone what another wrote, and stays, too.
                if (all.size() == 1 && !all.get(0).isOvertaken()) {
                    tables.sharings().delete(sharing.location, sharing.id);
                    if (!mayHaveGiven) {
                        unlessEmpty(
                                minus(coming, sharing.noted),
                                readers -> tables.unsettledReaders().delete(sharing.location, readers));
                    }
                }
                return sharing;
            });
        }
    }

    /**
     * Nothing has been written.
     *
     * @param coming who was noted for this
     */
    private void cancel(Sharing sharing, Set<String> coming) {
        database.inTransaction(tables -> {
            List<SharingMapper.Sharing> all = tables.sharings().lock(sharing.location, LEASE_SECONDS);
            tables.sharings().delete(sharing.location, sharing.id);
            // Unless another has been there meanwhile, who may have brought the same ones.
            if (all.size() == 1 && !all.get(0).isOvertaken()) {
                unlessEmpty(
                        minus(coming, sharing.noted),
                        readers -> tables.unsettledReaders().delete(sharing.location, readers));
            }
            return sharing;
        });
    }

    /** Null where it has no bytes, or is not there. */
    private static Location place(Image image) {
        return image == null ? null : image.location();
    }

    private Now now(String id) {
        return database.snapshot(tables -> now(tables, id));
    }

    /** Of the image that has the object at that location. */
    private Now now(Location location) {
        return database.snapshot(tables -> {
            Image there = tables.images().findByLocation(location);
            return there == null ? Now.NOTHING : now(tables, there.id());
        });
    }

    private static Now now(Database.Tables tables, String id) {
        Long version = tables.images().findReadersVersion(id);
        if (version == null) {
            return Now.NOTHING;
        }
        Image image = tables.images().find(id);
        Set<String> readers = new HashSet<>(tables.members().listAccounts(id));
        if (image != null && image.isPublic()) {
            readers.add(EVERYONE);
        }
        return new Now(image, version, readers);
    }

    /**
     * Whether nobody has changed the image's readers since; nobody will until the transaction ends.
     *
     * @param id null: there was no image, and whoever has registered one meanwhile, and let anybody read it, was on
     *     their way
     */
    private static boolean isStill(Now now, String id, Database.Tables tables) {
        return id == null || Objects.equals(tables.images().lockReadersVersion(id), now.version);
    }

    private static boolean isRegistered(Image image, StoredObject found) {
        return Finding.of(image, Optional.of(found)) == Finding.AS_REGISTERED;
    }

    private static void note(Database.Tables tables, String id, Image image, Location location, Set<String> readers) {
        tables.unsettledReaders().insert(location, id, image == null ? location.account() : image.owner(), readers);
    }

    private <T> T alone(String id, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE, "changes of readers wait too long for the object store; try again");
            }
        } catch (InterruptedException e) {
            throw stopping(e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Each time a while longer, and each server another, so that the same ones do not meet again. */
    private static void pauseBefore(int turn) {
        if (turn > 1) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(20L << Math.min(turn, 5)));
            } catch (InterruptedException e) {
                throw stopping(e);
            }
        }
    }

    private static Fault stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
    }

    private static Fault uncertain(Fault fault) {
        return Fault.misanswered(
                "the object store does not say for certain that nobody reads the image's file any longer who may not;"
                        + " repeat the request",
                fault);
    }

    private static Fault tooMany() {
        return new Fault(Fault.Kind.CONFLICT, "this image is being changed by others at the same time; try again");
    }

    private static Set<String> members(Set<String> readers) {
        return minus(readers, Set.of(EVERYONE));
    }

    private static void unlessEmpty(Set<String> accounts, Consumer<Set<String>> statement) {
        if (!accounts.isEmpty()) {
            statement.accept(accounts);
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static Set<String> minus(Set<String> some, Set<String> others) {
        Set<String> rest = new HashSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}

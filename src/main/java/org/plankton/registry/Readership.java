package org.plankton.registry;

import static org.plankton.registry.ObjectStore.EVERYONE;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps in step who may see an image here (its members, and everyone if it is public) and who may read its object in the
 * object store.
 *
 * <p>No transaction spans the two, and the store may fail at any moment. So what is given is given at the store first and
 * recorded here afterwards; what is taken away is taken away here first. Whoever the store may take for a reader and the registry
 * does not is noted in a table of its own: before the store is told of a new reader, until they are recorded; and in the
 * transaction that takes a reader away, until the store has been told. A request that failed in between is finished by its
 * repetition, or by any later change of the image's readers.
 *
 * <p>The store has only "replace the whole list", so a slow writer could undo what a faster one did. Each change is therefore
 * counted: whoever wrote to the store looks whether the count is still what it was before they began, and if not, writes again
 * what is so now. Within one server, changes of one image wait for each other.
 */
final class Readership {
    private static final int TURNS = 10;
    private static final long PATIENCE_SECONDS = 10;

    private final Database database;
    private final ObjectStore objects;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(1024).toArray(ReentrantLock[]::new);

    Readership(Database database, ObjectStore objects) {
        this.database = database;
        this.objects = objects;
    }

    /**
     * @param image or null: not registered, or no longer
     * @param version null if there is no image of that id, nor was lately
     * @param former whom the store may take for readers though they are none
     */
    record Now(Image image, Long version, Set<String> readers, Set<String> former) {}

    /**
     * @param location where the image's bytes are from now on; null: nowhere, so the store has nobody to be told of
     * @param readers who may read from now on
     */
    record Plan(Location location, Set<String> readers) {}

    /**
     * Changes who may read an image, and its members with it.
     *
     * @param plan who shall, from who may now; runs again when others change the image at the same time
     * @param record what else is written in the same transaction, when the members have been: the image, public or not, or no
     *     longer
     * @return what {@code record} answers
     * @throws Fault of plan and record; those of {@link ObjectStore#share}; CONFLICT if others got in the way each time
     */
    <T> T change(Caller caller, String id, Function<Now, Plan> plan, Function<Database.Tables, T> record) {
        return change(caller, id, plan, (tables, now) -> record.apply(tables));
    }

    /** The same for {@code record} that wants to know what is still so when it runs. */
    <T> T change(Caller caller, String id, Function<Now, Plan> plan, BiFunction<Database.Tables, Now, T> record) {
        return alone(id, () -> {
            for (int turn = 1; turn <= TURNS; turn++) {
                pauseBefore(turn);
                Now now = now(id);
                Plan then = plan.apply(now);
                Set<String> given = minus(then.readers, now.readers);
                Set<String> taken = minus(now.readers, then.readers);
                Set<String> told = union(now.readers, then.readers);
                // Whose file it is gives again what is not new: somebody may have taken a reader away at the store.
                boolean isAnywhere = then.location != null;
                boolean repairs = isAnywhere
                        && taken.isEmpty()
                        && !then.readers.isEmpty()
                        && caller.account().equals(then.location.account());
                boolean gives = isAnywhere && !given.isEmpty() || repairs;
                if (gives) {
                    note(id, now.image, then.location, given);
                    give(caller, id, then.location, told, minus(given, now.former));
                }
                Optional<T> recorded = database.inTransaction(tables -> {
                    if (!isStill(now, id, tables)) {
                        return Optional.empty();
                    }
                    unlessEmpty(members(taken), accounts -> tables.members().delete(id, accounts));
                    unlessEmpty(members(given), accounts -> tables.members().insert(id, accounts));
                    T result = record.apply(tables, now);
                    if (isAnywhere) {
                        unlessEmpty(taken, readers -> note(tables, id, now.image, then.location, readers));
                        unlessEmpty(
                                then.readers, readers -> tables.formerReaders().delete(id, readers));
                    }
                    if (gives || !given.isEmpty() || !taken.isEmpty()) {
                        tables.images().countReadersChange(id);
                    }
                    return Optional.of(result);
                });
                if (recorded.isPresent()) {
                    if (isAnywhere && (!taken.isEmpty() || !now.former.isEmpty())) {
                        tellStore(caller, id, then.location);
                    }
                    return recorded.get();
                }
                if (gives) {
                    // Others have changed the readers meanwhile; what was written here may have undone theirs.
                    note(id, now.image, then.location, union(told, now.former));
                }
            }
            throw tooMany();
        });
    }

    /** @param noted who was noted for this alone, and need not be where the store has said no */
    private void give(Caller caller, String id, Location location, Set<String> readers, Set<String> noted) {
        try {
            objects.share(caller, location, readers, Set.of());
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.UNAVAILABLE) {
                unlessEmpty(
                        noted,
                        accounts -> database.inTransaction(tables -> {
                            tables.formerReaders().delete(id, accounts);
                            return id;
                        }));
            }
            throw fault;
        }
    }

    /** Tells the store of the readers that an image has lost which is registered no longer. */
    void settle(Caller caller, String id, Location location) {
        alone(id, () -> {
            tellStore(caller, id, location);
            return id;
        });
    }

    /** Tells the store who may read, and of everybody noted that they may not. */
    private void tellStore(Caller caller, String id, Location location) {
        boolean overtaken = false;
        for (int turn = 1; turn <= TURNS; turn++) {
            pauseBefore(turn);
            Now now = now(id);
            if (now.former.isEmpty() && !overtaken) {
                return;
            }
            try {
                objects.share(caller, location, now.readers, now.former);
            } catch (Fault fault) {
                switch (fault.kind()) {
                    case NO_OBJECT -> {} // nobody reads what is not there
                    case FORBIDDEN -> {
                        // An administrator's change. The store listens only to the object's owner, whose next change
                        // of the image's readers will tell it.
                        return;
                    }
                    default -> throw fault;
                }
            }
            overtaken = !database.inTransaction(tables -> {
                if (!isStill(now, id, tables)) {
                    return false;
                }
                unlessEmpty(now.former, readers -> tables.formerReaders().delete(id, readers));
                tables.images().countReadersChange(id);
                return true;
            });
            if (!overtaken) {
                return;
            }
            note(id, now.image, location, now.readers);
        }
        throw tooMany();
    }

    private Now now(String id) {
        return database.read(tables -> {
            // The version first: what is read after it is at least as new, and if it is newer the version will tell.
            Long version = tables.images().findReadersVersion(id);
            Set<String> former = tables.formerReaders().list(id);
            if (version == null) {
                return new Now(null, null, Set.of(), former);
            }
            Image image = tables.images().find(id);
            Set<String> readers = new HashSet<>(tables.members().listAccounts(id));
            if (image != null && image.isPublic()) {
                readers.add(EVERYONE);
            }
            return new Now(image, version, readers, former);
        });
    }

    /** Whether nobody has changed the image's readers since; nobody will until the transaction ends. */
    private static boolean isStill(Now now, String id, Database.Tables tables) {
        return Objects.equals(tables.images().lockReadersVersion(id), now.version);
    }

    private void note(String id, Image image, Location location, Set<String> readers) {
        unlessEmpty(
                readers,
                accounts -> database.inTransaction(tables -> {
                    note(tables, id, image, location, accounts);
                    return id;
                }));
    }

    private static void note(Database.Tables tables, String id, Image image, Location location, Set<String> readers) {
        tables.formerReaders().insert(id, image == null ? location.account() : image.owner(), location, readers);
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

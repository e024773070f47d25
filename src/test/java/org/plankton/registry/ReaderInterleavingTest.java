package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.uploadOf;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.database.MemoryDatabase;
import org.plankton.database.TestDatabase;
import org.plankton.objects.FakeObjectStore;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.change.Settle;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.rules.Access;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.turns.Turns;
import org.plankton.testing.MovableClock;
import org.plankton.testing.TestCatalogue;

/**
 * Two services change who reads one image: each pair of changes that there is, each stopped at each of its steps
 * (before the database is asked, before the store is, and between looking at the object's readers there and writing
 * them) while the other goes on, or dies. So is the settling of what is noted. In the end the store's readers are the
 * registry's; or that is noted, and the owner's next change brings it about, or the next settling.
 */
@Tag("long")
class ReaderInterleavingTest {
    private static final Caller SERVICE = Caller.service("token");
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @AfterAll
    static void endThreads() {
        THREADS.shutdown();
    }

    /** Something that is done to the one image. */
    enum Operation {
        ADD((registry, settle, there) -> registry.addMember(ALICE, there.id, "carol", Optional.empty())),
        ADD_AGAIN((registry, settle, there) -> registry.addMember(ALICE, there.id, "bob", Optional.empty())),
        REMOVE((registry, settle, there) -> registry.removeMember(ALICE, there.id, "bob")),
        REPLACE((registry, settle, there) ->
                registry.replaceMembers(ALICE, there.id, Map.of("carol", Optional.empty(), "dave", Optional.empty()))),
        EMPTY((registry, settle, there) -> registry.replaceMembers(ALICE, there.id, Map.of())),
        PUBLISH((registry, settle, there) ->
                registry.update(ALICE, there.id, change().isPublic(true).done())),
        UNPUBLISH((registry, settle, there) ->
                registry.update(ALICE, there.id, change().isPublic(false).done())),
        REGISTER((registry, settle, there) ->
                registry.register(ALICE, draft(there.location).done())),
        REGISTER_PUBLICLY((registry, settle, there) ->
                registry.register(ALICE, draft(there.location).isPublic().done())),
        UNREGISTER((registry, settle, there) -> registry.unregister(ALICE, there.id)),
        DELETE((registry, settle, there) -> registry.delete(ALICE, there.id)),
        LOCATE((registry, settle, there) ->
                registry.locate(ALICE, there.id, Change.NONE, there.location, Expected.NOTHING)),
        UPLOAD((registry, settle, there) -> registry.upload(ALICE, there.id, Change.NONE, uploadOf("hello"))),
        SETTLE((registry, settle, there) -> settle.settle(ALICE, "alice")),
        SETTLE_BY_SERVICE((registry, settle, there) -> settle.settle(SERVICE, "alice"));

        private interface Work {
            void on(Registry registry, Settle settle, Scene there) throws Exception;
        }

        private final Work work;

        Operation(Work work) {
            this.work = work;
        }
    }

    /** How the image is before. */
    enum Beginning {
        SHARED(
                Operation.ADD,
                Operation.ADD_AGAIN,
                Operation.REMOVE,
                Operation.REPLACE,
                Operation.EMPTY,
                Operation.PUBLISH,
                Operation.UNPUBLISH,
                Operation.REGISTER,
                Operation.REGISTER_PUBLICLY,
                Operation.UNREGISTER,
                Operation.DELETE,
                Operation.SETTLE),
        /** Bob is a member no longer, which the store could not be told. */
        LEFT_OFF(
                Operation.ADD,
                Operation.ADD_AGAIN,
                Operation.REPLACE,
                Operation.PUBLISH,
                Operation.REGISTER,
                Operation.UNREGISTER,
                Operation.SETTLE,
                Operation.SETTLE_BY_SERVICE),
        PUBLIC(
                Operation.ADD,
                Operation.REMOVE,
                Operation.PUBLISH,
                Operation.UNPUBLISH,
                Operation.REGISTER,
                Operation.REGISTER_PUBLICLY,
                Operation.UNREGISTER,
                Operation.SETTLE_BY_SERVICE),
        RESERVED(
                Operation.ADD,
                Operation.REMOVE,
                Operation.PUBLISH,
                Operation.LOCATE,
                Operation.UPLOAD,
                Operation.REGISTER_PUBLICLY,
                Operation.UNREGISTER,
                Operation.SETTLE),
        RESERVED_FOR_NOBODY(Operation.ADD, Operation.PUBLISH, Operation.LOCATE, Operation.UPLOAD, Operation.UNREGISTER),
        UNREGISTERED(
                Operation.REGISTER, Operation.REGISTER_PUBLICLY, Operation.UNREGISTER, Operation.SETTLE_BY_SERVICE);

        private final List<Operation> operations;

        Beginning(Operation... operations) {
            this.operations = List.of(operations);
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Beginning.values())
                .flatMap(beginning -> beginning.operations.stream()
                        .flatMap(one ->
                                beginning.operations.stream().map(another -> Arguments.of(beginning, one, another))));
    }

    /** An image, its file, and two services that know of both. */
    private static final class Scene {
        private final FakeObjectStore store = new FakeObjectStore();
        private final Database database;
        private final Beginning beginning;
        private final Location location = new Location("alice", "images", "a");
        private final String id;
        private final Location place;
        private final List<Runnable> late = new ArrayList<>();

        Scene(Database database, Beginning beginning) {
            this.database = database;
            this.beginning = beginning;
            store.put(
                    location,
                    new StoredObject(
                            Optional.of("5f0c8c57-9f5b-4a0e-9a4d-0c3f8c1c7b11"),
                            5,
                            "2cf24dba5fb0a30e",
                            Optional.empty()));
            Registry registry = service(() -> {});
            id = switch (beginning) {
                case SHARED, LEFT_OFF, UNREGISTERED ->
                    registry.register(ALICE, draft(location).done()).id();
                case PUBLIC ->
                    registry.register(ALICE, draft(location).isPublic().done()).id();
                case RESERVED, RESERVED_FOR_NOBODY ->
                    registry.reserve(ALICE, draft(null).done()).id();
            };
            place = store.place("alice", id);
            Set<String> members = switch (beginning) {
                case SHARED, LEFT_OFF, UNREGISTERED -> Set.of("bob", "dave");
                case PUBLIC, RESERVED -> Set.of("bob");
                case RESERVED_FOR_NOBODY -> Set.of();
            };
            members.forEach(member -> registry.addMember(ALICE, id, member, Optional.empty()));
            if (beginning == Beginning.UNREGISTERED) {
                registry.unregister(ALICE, id);
            }
            if (beginning == Beginning.LEFT_OFF) {
                store.fail();
                assertThat(TestRegistry.fault(() -> registry.removeMember(ALICE, id, "bob")))
                        .isEqualTo(Fault.Kind.UNAVAILABLE);
                store.recover();
            }
        }

        /** As many as there are services may do it. */
        Settle settling(Runnable stop) {
            Database stopping = new StoppingDatabase(database, stop);
            StoppingStore between = new StoppingStore(store, stop);
            return new Settle(
                    stopping,
                    between,
                    between,
                    new Attempts(attempt -> {}),
                    TestRegistry.BOUNDS.lease(),
                    Duration.ZERO,
                    TestRegistry.clock(TestRegistry.NOON));
        }

        Registry service(Runnable stop) {
            Database stopping = new StoppingDatabase(database, stop);
            StoppingStore between = new StoppingStore(store, stop);
            return new Operations(
                    stopping,
                    between,
                    between,
                    new FakeObjectStore(),
                    new Access(Set.of(), true),
                    TestRegistry.BOUNDS,
                    new Transfers(32),
                    Runnable::run,
                    new LongLists(2),
                    new Turns(32),
                    new Attempts(attempt -> {}),
                    TestCatalogue.ASSESSOR,
                    TestRegistry.clock(TestRegistry.NOON));
        }

        /** The store carries out what it is told as {@code lost} says, and does not answer. */
        Consumer<Runnable> losing(Lost lost) {
            return writing -> {
                switch (lost) {
                    case DONE -> writing.run();
                    case DONE_LATE -> late.add(writing);
                    case NEVER_DONE -> {}
                }
                throw StoreBetween.isDown();
            };
        }

        StepByStep begin(Operation operation) {
            StepByStep[] steps = new StepByStep[1];
            Registry registry = service(() -> steps[0].stop());
            Settle settle = settling(() -> steps[0].stop());
            steps[0] = new StepByStep(THREADS, () -> operation.work.on(registry, settle, this));
            return steps[0];
        }

        /** Who may read what is there, for the sake of the image that has it. */
        private Set<String> readersHere(Location where) {
            return database.snapshot(tables -> {
                Image image = tables.images().findByLocation(where);
                if (image == null) {
                    return Set.of();
                }
                return image.isForEveryone()
                        ? Set.of(EVERYONE)
                        : new TreeSet<>(tables.members().listAccounts(image.id()));
            });
        }

        boolean isInStep() {
            return Stream.of(location, place)
                    .allMatch(where -> store.stat(ALICE, where).isEmpty()
                            || store.readers(where).equals(readersHere(where)));
        }

        /** The owner's next change of whatever is there; the repetition of the unregistering if nothing is. */
        void repair() {
            store.recover();
            Registry registry = service(() -> {});
            Set<String> ids = new HashSet<>(Set.of(id));
            for (Location where : List.of(location, place)) {
                Image there = database.read(tables -> tables.images().findByLocation(where));
                if (there != null) {
                    ids.add(there.id());
                }
            }
            for (String one : ids) {
                try {
                    registry.addMember(ALICE, one, "erin", Optional.empty());
                    registry.removeMember(ALICE, one, "erin");
                } catch (Fault fault) {
                    assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND);
                    try {
                        registry.unregister(ALICE, one);
                    } catch (Fault gone) {
                        assertThat(gone.kind()).isEqualTo(Fault.Kind.NOT_FOUND);
                    }
                }
            }
            if (isReserved() && database.read(tables -> tables.images().findByLocation(location)) == null) {
                // Somebody may have begun to register the file by an id that nobody has heard of, and do so again.
                registry.register(ALICE, draft(location).replacesNothing().done());
            }
        }

        private boolean isReserved() {
            return beginning == Beginning.RESERVED || beginning == Beginning.RESERVED_FOR_NOBODY;
        }

        String state() {
            return store.readers(location) + " " + store.readers(place) + " at the store, " + readersHere(location)
                    + " "
                    + readersHere(place) + " here, noted: "
                    + (database instanceof MemoryDatabase memory ? memory.notes() : "");
        }
    }

    private static Scene scene(Beginning beginning) {
        return scene(beginning, Clock.fixed(TestRegistry.NOON, ZoneOffset.UTC));
    }

    private static Scene scene(Beginning beginning, Clock clock) {
        return new Scene(new MemoryDatabase(clock), beginning);
    }

    private static boolean isSettled(Scene scene) {
        return scene.database instanceof MemoryDatabase memory
                ? memory.isSettled()
                : TestRegistry.unsettled().isEmpty();
    }

    /** One goes some steps, then the other some, then the first to its end, and the other. */
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("pairs")
    void bothEndWithRegistryAndStoreInStep(Beginning beginning, Operation one, Operation another) {
        boolean isOneLonger = true;
        for (int i = 0; isOneLonger; i++) {
            boolean isOtherLonger = true;
            for (int j = 1; isOtherLonger; j++) {
                Scene scene = scene(beginning);
                StepByStep first = scene.begin(one);
                StepByStep second = scene.begin(another);
                isOneLonger = first.steps(i);
                isOtherLonger = second.steps(j);
                first.toTheEnd();
                second.toTheEnd();

                requireInStep(scene, i + ", " + j, first, second);
            }
        }
    }

    /** One goes some steps, then the other to its end, then the first some more, and its service dies. */
    @ParameterizedTest(name = "{0}: {1} dies, {2}")
    @MethodSource("pairs")
    void whereOneDiesItIsNotedAndTheNextChangeMendsIt(Beginning beginning, Operation one, Operation another) {
        boolean isLonger = true;
        for (int i = 0; isLonger; i++) {
            boolean isLongerThen = true;
            for (int j = 0; isLongerThen; j++) {
                Scene scene = scene(beginning);
                StepByStep first = scene.begin(one);
                StepByStep second = scene.begin(another);
                isLonger = first.steps(i);
                second.toTheEnd();
                isLongerThen = first.steps(j);
                first.die();

                requireMendable(scene, i + ", " + j + ": " + second.failure());
            }
        }
    }

    /** The same, and nobody changes anything any more, but what is noted is settled. */
    @ParameterizedTest(name = "{0}: {1} dies, {2}, settled")
    @MethodSource("pairs")
    void whereOneDiesWhatIsNotedIsSettled(Beginning beginning, Operation one, Operation another) {
        boolean isLonger = true;
        for (int i = 0; isLonger; i++) {
            boolean isLongerThen = true;
            for (int j = 0; isLongerThen; j++) {
                MovableClock clock = new MovableClock(TestRegistry.NOON);
                Scene scene = scene(beginning, clock);
                StepByStep first = scene.begin(one);
                StepByStep second = scene.begin(another);
                isLonger = first.steps(i);
                second.toTheEnd();
                isLongerThen = first.steps(j);
                first.die();

                String where = i + ", " + j + ": " + second.failure();
                requireSettled(scene, where);
                requireSettledForGood(scene, clock, where);
            }
        }
    }

    /** One goes some steps, then the other some, then the first dies, and the other goes to its end. */
    @ParameterizedTest(name = "{0}: {1} dies during {2}")
    @MethodSource("pairs")
    void whereOneDiesInTheMiddleOfAnotherItIsNotedAndTheNextChangeMendsIt(
            Beginning beginning, Operation one, Operation another) {
        boolean isLonger = true;
        for (int i = 1; isLonger; i++) {
            boolean isOtherLonger = true;
            for (int j = 1; isOtherLonger; j++) {
                Scene scene = scene(beginning);
                StepByStep first = scene.begin(one);
                StepByStep second = scene.begin(another);
                isLonger = first.steps(i);
                isOtherLonger = second.steps(j);
                first.die();
                second.toTheEnd();

                requireMendable(scene, i + ", " + j + ": " + second.failure());
            }
        }
    }

    /** What becomes of what the store was told and did not answer. */
    enum Lost {
        /** It has been done. */
        DONE,
        /** It is done when all that was asked later has been. */
        DONE_LATE,
        NEVER_DONE
    }

    static Stream<Arguments> pairsAndLosses() {
        return pairs().flatMap(pair -> Stream.of(Lost.values()).map(lost -> {
            Object[] both = pair.get();
            return Arguments.of(both[0], both[1], both[2], lost);
        }));
    }

    /** One goes some steps, then the other to its end, and then the first, to whom the store does not answer. */
    @ParameterizedTest(name = "{0}: {1} hears nothing, {2}, {3}")
    @MethodSource("pairsAndLosses")
    void whatTheStoreDoesNotAnswerIsNotedAndTheNextChangeMendsIt(
            Beginning beginning, Operation one, Operation another, Lost lost) {
        boolean isLonger = true;
        for (int i = 0; isLonger; i++) {
            Scene scene = scene(beginning);
            StepByStep first = scene.begin(one);
            StepByStep second = scene.begin(another);
            isLonger = first.steps(i);
            second.toTheEnd();
            scene.store.onWriting(scene.losing(lost));
            first.toTheEnd();
            scene.store.recover();

            requireMended(scene, i, first, second);
        }
    }

    /** One goes some steps, then the other to its end without an answer of the store, and then the first. */
    @ParameterizedTest(name = "{0}: {1} while {2} hears nothing, {3}")
    @MethodSource("pairsAndLosses")
    void whatTheStoreDidNotAnswerInTheMiddleIsNotedAndTheNextChangeMendsIt(
            Beginning beginning, Operation one, Operation another, Lost lost) {
        boolean isLonger = true;
        for (int i = 0; isLonger; i++) {
            Scene scene = scene(beginning);
            StepByStep first = scene.begin(one);
            StepByStep second = scene.begin(another);
            isLonger = first.steps(i);
            scene.store.onWriting(scene.losing(lost));
            second.toTheEnd();
            scene.store.recover();
            first.toTheEnd();

            requireMended(scene, i, first, second);
        }
    }

    /** One goes some steps, then the other to its end, then the first, unheard; and what is noted is settled. */
    @ParameterizedTest(name = "{0}: {1} hears nothing, {2}, {3}, settled")
    @MethodSource("pairsAndLosses")
    void whatTheStoreDoesNotAnswerIsSettled(Beginning beginning, Operation one, Operation another, Lost lost) {
        boolean isLonger = true;
        for (int i = 0; isLonger; i++) {
            MovableClock clock = new MovableClock(TestRegistry.NOON);
            Scene scene = scene(beginning, clock);
            StepByStep first = scene.begin(one);
            StepByStep second = scene.begin(another);
            isLonger = first.steps(i);
            second.toTheEnd();
            scene.store.onWriting(scene.losing(lost));
            first.toTheEnd();
            scene.store.recover();

            String where = i + ": " + first.failure() + ", " + second.failure();
            requireSettled(scene, where);
            scene.late.forEach(Runnable::run);
            requireSettled(scene, where + ", late");
            requireSettledForGood(scene, clock, where);
        }
    }

    /** Also where the store does what it was asked only when the next change has been made. */
    private static void requireMended(Scene scene, int steps, StepByStep first, StepByStep second) {
        String where = steps + ": " + first.failure() + ", " + second.failure();
        requireMendable(scene, where);
        scene.late.forEach(Runnable::run);
        requireMendable(scene, where + ", late");
    }

    static Stream<Arguments> somePairs() {
        return Stream.of(
                Arguments.of(Beginning.SHARED, Operation.ADD, Operation.REMOVE),
                Arguments.of(Beginning.SHARED, Operation.PUBLISH, Operation.EMPTY),
                Arguments.of(Beginning.SHARED, Operation.REGISTER_PUBLICLY, Operation.UNREGISTER),
                Arguments.of(Beginning.RESERVED, Operation.ADD, Operation.UPLOAD));
    }

    /** The tables in memory are as those of the database. */
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("somePairs")
    void bothEndInStepOnARealDatabase(Beginning beginning, Operation one, Operation another) {
        for (boolean dies : new boolean[] {false, true}) {
            boolean isLonger = true;
            for (int i = 0; isLonger; i++) {
                Scene scene = new Scene(TestDatabase.empty(), beginning);
                StepByStep first = scene.begin(one);
                StepByStep second = scene.begin(another);
                isLonger = first.steps(i);
                second.toTheEnd();
                if (dies) {
                    first.die();
                    requireMendable(scene, i + ": " + second.failure());
                } else {
                    first.toTheEnd();
                    requireInStep(scene, String.valueOf(i), first, second);
                }
            }
        }
    }

    /** Both were answered, and nothing is left to do. */
    private static void requireInStep(Scene scene, String steps, StepByStep first, StepByStep second) {
        String where = steps + ": " + first.failure() + ", " + second.failure() + ", " + scene.state();
        assertThat(List.of(first.isAnswered(), second.isAnswered())).as(where).containsOnly(true);
        assertThat(scene.isInStep()).as(where).isTrue();
        assertThat(isSettled(scene)).as(where).isTrue();
    }

    /** Once whoever may still be under way is taken for dead, nothing is noted any longer. */
    private static void requireSettledForGood(Scene scene, MovableClock clock, String where) {
        clock.move(Duration.ofHours(1));
        requireSettled(scene, where);
        assertThat(isSettled(scene)).as(() -> where + ", " + scene.state()).isTrue();
    }

    private static void requireSettled(Scene scene, String where) {
        assertThat(scene.isInStep() || !isSettled(scene))
                .as(() -> where + ", " + scene.state())
                .isTrue();
        assertThat(scene.settling(() -> {}).settle(SERVICE, "alice"))
                .as(() -> where + ", " + scene.state())
                .isEqualTo(Settle.Result.DONE);
        assertThat(scene.isInStep())
                .as(() -> where + ", settled: " + scene.state())
                .isTrue();
    }

    private static void requireMendable(Scene scene, String where) {
        assertThat(scene.isInStep() || !isSettled(scene))
                .as(() -> where + ", " + scene.state())
                .isTrue();
        scene.repair();
        assertThat(scene.isInStep())
                .as(() -> where + ", repaired: " + scene.state())
                .isTrue();
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.endDeletions;
import static org.plankton.registry.TestRegistry.endSharings;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.unsettled;
import static org.plankton.registry.TestRegistry.unsettledReaders;
import static org.plankton.registry.TestRegistry.uploads;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.change.Settle;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.NoteMapper;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.sharing.Attempts;

/** What is noted that the object store is still to be told is settled, by whoever may tell it. */
class SettleTest {
    private static final Caller SERVICE = Caller.service("token");
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofHours(1);

    private final TestRegistry test = new TestRegistry();

    enum By {
        OWNER(ALICE),
        THE_SERVICE(SERVICE);

        private final Caller caller;

        By(Caller caller) {
            this.caller = caller;
        }
    }

    private Settle settle() {
        return settle(test.store, test.store, Duration.ZERO);
    }

    private Settle settle(StoreBetween store) {
        return settle(store, store, Duration.ZERO);
    }

    private Settle settle(ObjectStore objects, Sharing sharing, Duration grace) {
        return new Settle(test.database, objects, sharing, new Attempts(), LEASE, grace, TestRegistry.clock(NOON));
    }

    /** An image of Alice's that the store still lets Bob read, though he is a member no longer. */
    private Image leftOff(String name) {
        Image image = test.register(ALICE, name);
        test.share(ALICE, image.id(), "bob");
        test.store.fail();
        assertThat(fault(() -> test.registry().removeMember(ALICE, image.id(), "bob")))
                .isEqualTo(Fault.Kind.UNAVAILABLE);
        test.store.recover();
        endSharings();
        assertThat(test.store.readers(image.location())).containsExactly("bob");
        return image;
    }

    private List<Image> leftOff(int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(leftOff("file " + i));
        }
        return images;
    }

    /** An image that was uploaded and deleted while the store did nothing. */
    private Location leftBehind() throws IOException {
        Image image = test.upload(ALICE, "bytes");
        test.store.beforeDelete(() -> {
            throw StoreBetween.isDown();
        });
        assertThat(fault(() -> test.registry().delete(ALICE, image.id()))).isEqualTo(Fault.Kind.UNAVAILABLE);
        test.store.recover();
        assertThat(test.store.bytes(image.location())).isPresent();
        return image.location();
    }

    @ParameterizedTest
    @EnumSource
    void whoReadsManyObjectsIsSettled(By by) {
        List<Image> images = leftOff(23);
        assertThat(settle().listAccounts("", 10)).containsExactly("alice");

        assertThat(settle().settle(by.caller, "alice")).isEqualTo(Settle.Result.DONE);

        assertThat(images)
                .allSatisfy(image ->
                        assertThat(test.store.readers(image.location())).isEmpty());
        assertThat(unsettled()).isEmpty();
        assertThat(settle().listAccounts("", 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLeftBehindIsDeletedUnlessTheStoreMayBeAboutToAnyway(By by) throws IOException {
        Location orphan = leftBehind();

        settle().settle(by.caller, "alice");
        assertThat(test.store.bytes(orphan)).as("it is being deleted").isPresent();
        assertThat(settle().listAccounts("", 10)).isEmpty();

        endDeletions();
        assertThat(settle().settle(by.caller, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(test.store.bytes(orphan)).isEmpty();
        assertThat(uploads()).isEmpty();
    }

    /** What was noted for nobody's sake, as by who publishes again, may still have undone what others wrote. */
    @Test
    void whatWasCutOffIsSettledThoughNobodyIsNoted() {
        Image image = test.register(ALICE, "a");
        test.share(ALICE, image.id(), "bob");
        test.database.inTransaction("alice", tables -> {
            tables.sharings().begin(image.location(), image.id());
            return image;
        });
        test.store.setReaders(image.location(), Set.of());
        endSharings();

        assertThat(settle().settle(SERVICE, "alice")).isEqualTo(Settle.Result.DONE);

        assertThat(test.store.readers(image.location())).containsExactly("bob");
        assertThat(unsettled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsDoesNotStopTheRest(By by) throws IOException {
        List<Image> images = leftOff(3);
        Location orphan = leftBehind();
        endDeletions();
        Location bad = images.get(1).location();
        StoreBetween store = new StoreBetween(test.store, location -> {
            if (location.equals(bad)) {
                throw Fault.misanswered("that one is broken");
            }
        });

        assertThat(settle(store).settle(by.caller, "alice")).isEqualTo(Settle.Result.FAILED);

        for (Image image : images) {
            boolean isBad = image.location().equals(bad);
            assertThat(test.store.readers(image.location())).isEqualTo(isBad ? Set.of("bob") : Set.of());
        }
        assertThat(test.store.bytes(orphan)).isEmpty();
        assertThat(unsettledReaders()).containsExactly("bob");
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatDoesNotAnswerIsAskedOnce(By by) {
        leftOff(3);
        List<Location> asked = new ArrayList<>();
        Settle settle = settle(new StoreBetween(test.store, location -> {
            asked.add(location);
            throw StoreBetween.isDown();
        }));

        assertThat(fault(() -> settle.settle(by.caller, "alice"))).isEqualTo(Fault.Kind.UNAVAILABLE);

        assertThat(asked).hasSize(1);
        assertThat(unsettledReaders()).containsExactly("bob");
        assertThat(settle().settle(by.caller, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(unsettledReaders()).isEmpty();
    }

    /** However many there are of which it does not: each costs what comes behind it one time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12})
    void anObjectOfWhichTheStoreNeverAnswersDoesNotKeepTheOthersFromTheirTurn(int count) throws IOException {
        List<Image> images = leftOff(count + 2);
        Location orphan = leftBehind();
        Location another = leftBehind();
        endDeletions();
        Set<Location> silent =
                test.database.read(tables -> tables.notes().listObjects("alice", null, 0, count)).stream()
                        .map(NoteMapper.NotedObject::location)
                        .collect(Collectors.toSet());
        Consumer<Location> beforeSharing = location -> {
            if (silent.contains(location)) {
                throw StoreBetween.isDown();
            }
        };
        Settle settle = settle(new StoreBetween(test.store, beforeSharing) {
            @Override
            public void delete(Caller caller, Location location) {
                if (location.equals(orphan)) {
                    throw isDown();
                }
                super.delete(caller, location);
            }
        });

        for (int i = 0; i < count + 2; i++) {
            assertThat(fault(() -> settle.settle(ALICE, "alice"))).isEqualTo(Fault.Kind.UNAVAILABLE);
        }

        assertThat(images)
                .allSatisfy(image -> assertThat(test.store.readers(image.location()))
                        .isEqualTo(silent.contains(image.location()) ? Set.of("bob") : Set.of()));
        assertThat(test.store.bytes(another)).isEmpty();
        silent.clear();
        endSharings();
        assertThat(settle.settle(ALICE, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(unsettledReaders()).as("once it answers, all in one go").isEmpty();
    }

    /** As by a role with which an account may only read, and is the account nonetheless. */
    @Test
    void aTokenThatMayNotWriteOvertakesNobodyAndIsForgotten() {
        Image image = leftOff("a");
        String another = UUID.randomUUID().toString();
        test.database.inTransaction("alice", tables -> {
            tables.sharings().begin(image.location(), another);
            return image;
        });
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public void share(
                    Caller caller,
                    Location location,
                    Set<String> readers,
                    Set<String> former,
                    Consumer<StoredObject> look) {
                look.accept(stat(caller, location).orElseThrow());
                throw new Fault(Fault.Kind.FORBIDDEN, "it may only read");
            }
        };

        for (int i = 0; i < 3; i++) {
            assertThat(settle(store).settle(ALICE, "alice")).isEqualTo(Settle.Result.FAILED);
        }

        assertThat(unsettled()).containsExactlyInAnyOrder("bob", another);
        List<SharingMapper.Underway> ways =
                test.database.inTransaction("alice", tables -> tables.sharings().lock(image.location(), 180));
        assertThat(ways).extracting(SharingMapper.Underway::isOvertaken).containsExactly(false);
        test.database.inTransaction("alice", tables -> {
            tables.sharings().delete(image.location(), another);
            return image;
        });
        assertThat(settle().settle(ALICE, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(unsettled()).as("at once").isEmpty();
    }

    @Test
    void whoeverHasJustBegunIsLeftAlone() {
        Image image = leftOff("a");
        test.database.inTransaction("alice", tables -> {
            tables.sharings().begin(image.location(), image.id());
            return image;
        });

        assertThat(settle(test.store, test.store, GRACE).settle(SERVICE, "alice"))
                .isEqualTo(Settle.Result.TOO_EARLY);
        assertThat(test.store.readers(image.location())).containsExactly("bob");

        assertThat(settle().settle(SERVICE, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(unsettledReaders())
                .as("the store may do late what another has told it")
                .containsExactly("bob");
        endSharings();
        settle().settle(SERVICE, "alice");
        assertThat(unsettled()).isEmpty();
    }

    /** As Pithos+ does. What is noted waits for the owner, and is not made to wait for longer. */
    @Test
    void aStoreThatDoesNotListenToTheServiceIsToldByTheOwner() throws IOException {
        Image image = leftOff("a");
        Location orphan = leftBehind();
        endDeletions();
        test.store.ignoreService();
        List<String> before = unsettled();

        for (int i = 0; i < 3; i++) {
            assertThat(settle().settle(SERVICE, "alice")).isEqualTo(Settle.Result.FAILED);
        }

        assertThat(unsettled()).isEqualTo(before);
        assertThat(test.store.readers(image.location())).containsExactly("bob");
        assertThat(test.store.bytes(orphan)).isPresent();
        assertThat(settle().listAccounts("", 10)).containsExactly("alice");
        assertThat(settle().settle(ALICE, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(test.store.bytes(orphan)).isEmpty();
        assertThat(unsettled()).isEmpty();
    }

    /** A public file is shown to it, and still not its to share. */
    @Test
    void aStoreThatOnlyShowsTheServiceWhatIsThereIsToldByTheOwner() {
        Image image = test.registerPublic(ALICE, "a");
        test.database.inTransaction("alice", tables -> {
            tables.unsettledReaders().insert(image.location(), image.id(), "alice", Set.of("bob"));
            return image;
        });
        test.store.ignoreService();
        List<String> before = unsettled();

        assertThat(settle().settle(SERVICE, "alice")).isEqualTo(Settle.Result.FAILED);
        assertThat(unsettled()).isEqualTo(before);
    }

    @Test
    void whatIsNotedOfAnAccountIsNoStrangersToSettle() {
        Image image = leftOff("a");

        assertThat(settle().settle(BOB, "bob")).isEqualTo(Settle.Result.DONE);
        assertThat(settle().settle(BOB, "alice")).isEqualTo(Settle.Result.DONE);

        assertThat(test.store.readers(image.location())).containsExactly("bob");
        assertThat(unsettledReaders()).containsExactly("bob");
    }

    @Test
    void whereTheStoreIsToldNothingNothingIsForgotten() throws IOException {
        leftOff("a");
        Location orphan = leftBehind();
        endDeletions();

        assertThat(settle(test.store, Sharing.NONE, Duration.ZERO).settle(ALICE, "alice"))
                .isEqualTo(Settle.Result.DONE);

        assertThat(unsettledReaders()).containsExactly("bob");
        assertThat(test.store.bytes(orphan)).isEmpty();
    }

    /** The image may be another's than the file. */
    @Test
    void theFilesAccountIsTheOneThatSettles() {
        Image image = leftOff("a");
        test.registry()
                .update(
                        TestRegistry.ADMIN,
                        image.id(),
                        TestRegistry.change().owner("carol").done());

        assertThat(settle().listAccounts("", 10)).containsExactly("alice");
        assertThat(settle().settle(ALICE, "alice")).isEqualTo(Settle.Result.DONE);
        assertThat(test.store.readers(image.location())).doesNotContain("bob");
    }

    @Test
    void aTokenThatTheStoreRefusesIsToldAndStopsTheRest() {
        leftOff(2);
        AtomicInteger asked = new AtomicInteger();
        Settle settle = settle(new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                asked.incrementAndGet();
                throw new Fault(Fault.Kind.UNAUTHORIZED, "the object store refuses the token");
            }
        });

        assertThat(fault(() -> settle.settle(SERVICE, "alice"))).isEqualTo(Fault.Kind.UNAUTHORIZED);
        assertThat(asked).hasValue(1);
    }

    /** Two services, or a service and an owner. */
    @Test
    void whatIsSettledIsSettledAgainWithoutHarm() {
        Image image = leftOff("a");
        test.share(ALICE, image.id(), "dave");

        settle().settle(SERVICE, "alice");
        settle().settle(ALICE, "alice");

        assertThat(test.store.readers(image.location())).containsExactly("dave");
        assertThat(test.registry()
                        .register(ALICE, draft(image.location()).done())
                        .id())
                .isEqualTo(image.id());
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(unsettled()).isEmpty();
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;

/** Whoever may read no longer does not, whatever the store says in the meantime. */
class RevocationTest {
    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");

    /** What takes readers away from an image that is public and bob's, too. */
    enum Revocation {
        REMOVE((registry, image) -> registry.removeMember(ALICE, image.id(), "bob"), Set.of("dave")),
        REPLACE(
                (registry, image) -> registry.replaceMembers(ALICE, image.id(), Map.of("dave", Optional.empty())),
                Set.of("dave")),
        EMPTY((registry, image) -> registry.replaceMembers(ALICE, image.id(), Map.of()), Set.of()),
        UNPUBLISH(
                (registry, image) -> registry.update(
                        ALICE, image.id(), change().isPublic(false).done()),
                Set.of("bob", "dave")),
        UNREGISTER((registry, image) -> registry.unregister(ALICE, image.id()), Set.of()),
        DELETE((registry, image) -> registry.delete(ALICE, image.id()), Set.of()),
        REGISTER_ANEW(
                (registry, image) ->
                        registry.register(ALICE, draft(image.location()).done()),
                Set.of());

        private interface Work {
            void on(Registry registry, Image image);
        }

        private final Work work;
        private final Set<String> rest;

        Revocation(Work work, Set<String> rest) {
            this.work = work;
            this.rest = rest;
        }
    }

    private void share(Revocation revocation) {
        test.share(ALICE, image.id(), Set.of("bob", "dave"));
        if (revocation == Revocation.UNPUBLISH) {
            test.registry().update(ALICE, image.id(), change().isPublic(true).done());
            assertThat(test.store.readers(image.location())).containsExactly(EVERYONE);
        }
    }

    /** One whose store answers so to what it is told of readers, so many times. */
    private Registry misanswered(Kind kind, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return test.registry(test.database, new StoreBetween(test.store, location -> {
            if (left.getAndDecrement() > 0) {
                throw new Fault(kind, "so it says");
            }
        }));
    }

    static Stream<Arguments> misanswers() {
        return Stream.of(Revocation.values())
                .flatMap(revocation ->
                        Stream.of(Kind.NO_OBJECT, Kind.FORBIDDEN).map(kind -> Arguments.of(revocation, kind)));
    }

    @ParameterizedTest
    @MethodSource("misanswers")
    void isToldAgainToAStoreThatSaysOnceThatThereIsNoSuchFile(Revocation revocation, Kind kind) {
        share(revocation);

        revocation.work.on(misanswered(kind, 1), image);

        assertThat(test.store.readers(image.location())).isEqualTo(revocation.rest);
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("misanswers")
    void isNotDoneAsLongAsItIsUncertainAndIsDoneByItsRepetition(Revocation revocation, Kind kind) {
        share(revocation);
        Registry uncertain = misanswered(kind, Integer.MAX_VALUE);

        for (int i = 0; i < 2; i++) {
            assertThat(fault(() -> revocation.work.on(uncertain, image))).isEqualTo(Kind.UNAVAILABLE);
            assertThat(TestRegistry.unsettled()).isNotEmpty();
        }
        revocation.work.on(test.registry(), image);

        assertThat(test.store.readers(image.location())).isEqualTo(revocation.rest);
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("misanswers")
    void isDoneByTheOwnersNextChange(Revocation revocation, Kind kind) {
        share(revocation);
        fault(() -> revocation.work.on(misanswered(kind, Integer.MAX_VALUE), image));

        test.registry().register(ALICE, draft(image.location()).done());

        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "REGISTER_ANEW", mode = EnumSource.Mode.EXCLUDE)
    void ofAFileThatIsCertainlyGoneIsDone(Revocation revocation) {
        share(revocation);
        test.store.remove(image.location());

        revocation.work.on(test.registry(), image);

        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isNotRefusedWhereThereIsAnotherFileNow(Revocation revocation) {
        share(revocation);
        replaceFile();

        revocation.work.on(test.registry(), image);

        assertThat(test.store.readers(image.location())).doesNotContain("bob", EVERYONE);
    }

    private void replaceFile() {
        test.store.put(image.location(), new StoredObject(Optional.empty(), 6, "486ea46224d1bb4f", Optional.empty()));
    }

    @Test
    void letsNobodyReadAnotherFileWhoStaysAMember() {
        test.share(ALICE, image.id(), Set.of("bob", "dave"));
        replaceFile();
        test.store.setReaders(image.location(), Set.of("bob"));

        test.registry().removeMember(ALICE, image.id(), "bob");

        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(test.members(ALICE, image.id())).containsExactly("dave");
    }

    @Test
    void nobodyIsLetReadAnotherFileThanWasRegistered() {
        test.share(ALICE, image.id(), "bob");
        replaceFile();
        test.store.setReaders(image.location(), Set.of());

        assertThat(fault(() -> test.share(ALICE, image.id(), "carol"))).isEqualTo(Kind.CONFLICT);
        assertThat(fault(() -> test.share(ALICE, image.id(), "bob"))).isEqualTo(Kind.CONFLICT);
        assertThat(fault(() -> test.share(ALICE, image.id(), Set.of("bob")))).isEqualTo(Kind.CONFLICT);
        assertThat(fault(() -> test.share(ALICE, image.id(), Set.of("dave")))).isEqualTo(Kind.CONFLICT);
        assertThat(fault(() -> test.registry()
                        .update(
                                ALICE,
                                image.id(),
                                change().name("new").isPublic(true).done())))
                .isEqualTo(Kind.CONFLICT);

        assertThat(test.store.readers(image.location())).isEmpty();
        Image now = test.registry().find(ALICE, image.id());
        assertThat(now.found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(now.withFinding(Finding.AS_REGISTERED, image.updatedAt())).isEqualTo(TestRegistry.shared(image));
        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(TestRegistry.unsettled()).isEmpty();
        test.registry().register(ALICE, draft(image.location()).isPublic().done());
        assertThat(test.store.readers(image.location())).containsExactly(EVERYONE);
    }

    @Test
    void aFileThatIsReplacedWhileItIsRegisteredIsNotPublished() {
        test.store.beforeSharing(this::replaceFile);

        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(image.location()).isPublic().done())))
                .isEqualTo(Kind.CONFLICT);

        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    /** What a store was told and did not answer it may do yet; who may read because of that is noted as long. */
    @Test
    void whoMayComeBackIsNotedUntilTheStoreHasEitherDoneWhatItWasToldOrNeverWill() {
        test.share(ALICE, image.id(), "bob");
        test.store.onWriting(lost -> {
            throw StoreBetween.isDown();
        });
        assertThat(fault(() -> test.registry().removeMember(ALICE, image.id(), "bob")))
                .isEqualTo(Kind.UNAVAILABLE);
        test.store.recover();

        test.registry().removeMember(ALICE, image.id(), "bob");
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(TestRegistry.unsettled()).contains("bob");

        TestRegistry.endSharings();
        test.registry().removeMember(ALICE, image.id(), "bob");
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    /** As a member they were let read the file; an owner is no member, but the file is not theirs. */
    @Test
    void whoeverWasGivenTheImageIsTakenOffTheFileWhenTheyLoseIt() {
        test.share(ALICE, image.id(), "bob");
        give("bob");
        assertThat(test.store.readers(image.location())).containsExactly("bob");

        give("carol");
        assertThat(TestRegistry.unsettledReaders()).containsExactly("bob");
        give("alice");
        test.share(ALICE, image.id(), "dave");

        assertThat(test.store.readers(image.location())).containsExactly("dave");
    }

    @Test
    void whoeverWasGivenTheImageIsTakenOffTheFileWhenItIsUnregistered() {
        test.share(ALICE, image.id(), "bob");
        give("bob");

        test.registry().unregister(TestRegistry.BOB, image.id());
        assertThat(TestRegistry.unsettledReaders()).containsExactly("bob");
        test.registry().unregister(ALICE, image.id());

        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    private void give(String owner) {
        test.registry()
                .update(TestRegistry.ADMIN, image.id(), change().owner(owner).done());
    }

    @Test
    void isToldOfEveryPlaceThatTheImageHadWhenItIsUnregisteredAgain() {
        Location elsewhere = TestRegistry.location(ALICE, "b");
        test.share(ALICE, image.id(), "bob");
        test.store.move(image.location(), elsewhere);
        test.store.setReaders(elsewhere, Set.of("bob"));
        test.object(ALICE, "a"); // whose path is remembered
        test.store.fail();
        assertThat(fault(() -> test.registry().register(ALICE, draft(elsewhere).done())))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().unregister(ALICE, image.id()))).isEqualTo(Kind.UNAVAILABLE);
        test.store.recover();

        test.registry().unregister(ALICE, image.id());

        assertThat(test.store.readers(elsewhere)).isEmpty();
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    /** It had looked before another took carol away, and writes what it saw. */
    @Test
    void aStoreThatWritesAndSaysThatThereIsNoSuchFileDoesNotBringAReaderBack() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        Registry late = test.registry(test.database, new StoreBetween(test.store, location -> {
            test.store.setReaders(location, Set.of("bob", "carol"));
            throw new Fault(Kind.NO_OBJECT, "so it says");
        }));
        Registry first = test.registry(test.database, new StoreBetween(test.store) {
            private boolean isDone;

            @Override
            public void share(
                    Caller caller,
                    Location location,
                    Set<String> readers,
                    Set<String> former,
                    Consumer<StoredObject> look) {
                super.share(caller, location, readers, former, look);
                if (!isDone) {
                    isDone = true;
                    assertThat(fault(() -> late.update(
                                    ALICE, image.id(), change().isPublic(false).done())))
                            .isEqualTo(Kind.UNAVAILABLE);
                }
            }
        });

        // The late one tells again what is noted, and changes nothing here that the first would notice.
        first.removeMember(ALICE, image.id(), "carol");

        assertThat(test.store.readers(image.location())).containsExactly("bob");
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"REMOVE", "UNREGISTER"})
    void whoeverWasAReaderIsTakenOffAFileThatWasMovedMeanwhile(Revocation revocation) {
        Location elsewhere = TestRegistry.location(ALICE, "b");
        test.share(ALICE, image.id(), "bob");
        test.store.move(image.location(), elsewhere);
        test.store.setReaders(elsewhere, Set.of("bob"));

        revocation.work.on(test.registry(), image);
        assertThat(TestRegistry.unsettled()).isEmpty();
        test.registry().register(ALICE, draft(elsewhere).done());

        assertThat(test.store.readers(elsewhere)).isEmpty();
        assertThat(TestRegistry.unsettledReaders()).isEmpty();
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.unsettledReaders;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.Moment;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;

class RestoreTest {
    private static final Instant LATER = NOON.plus(Duration.ofHours(1));

    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");

    private List<HistoryEntry> history(Caller caller, String id) {
        return test.registry().history(caller, id, Long.MAX_VALUE, 100).entries();
    }

    private List<EditKind> kinds(String id) {
        return history(ADMIN, id).stream().map(HistoryEntry::kind).toList();
    }

    private Image restore(Caller caller) {
        return test.at(LATER).restore(caller, image.id(), Optional.empty());
    }

    /** As it is now. */
    private Moment now() {
        return new Moment(history(ADMIN, image.id()).get(0).position(), false);
    }

    private Image restore(Caller caller, Moment moment) {
        return test.at(LATER).restore(caller, image.id(), Optional.of(moment));
    }

    private void unregister() {
        test.registry().unregister(ALICE, image.id());
    }

    private Set<String> readers() {
        return test.store.readers(image.location());
    }

    @Test
    void whatWasUnregisteredIsAsItWasButForTheTimeOfItsChange() {
        Image before = test.registry()
                .update(
                        ALICE,
                        image.id(),
                        change().name("b").property("os", "debian").done());
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        test.registry().addMember(ALICE, image.id(), "bob", Optional.of(true));
        Image shared = test.registry().find(ALICE, image.id());
        unregister();
        assertThat(readers()).isEmpty();

        Image restored = restore(ALICE);

        assertThat(restored).isEqualTo(shared.withUpdatedAt(LATER));
        assertThat(restored.metadata().properties()).isEqualTo(before.metadata().properties());
        assertThat(test.registry().find(BOB, image.id())).isEqualTo(restored);
        assertThat(test.registry().listMembers(ALICE, image.id()).stream()
                        .filter(Member::canShare)
                        .map(Member::account))
                .containsExactly("bob");
        assertThat(test.members(ALICE, image.id())).containsExactly("bob", "carol");
        assertThat(readers()).containsExactlyInAnyOrder("bob", "carol");
        assertThat(unsettledReaders()).isEmpty();
        assertThat(test.list(ALICE, all())).containsExactly(restored);
        assertThat(kinds(image.id()).subList(0, 2)).containsExactly(EditKind.RESTORE, EditKind.UNREGISTER);
    }

    @Test
    void soItIsOnceItIsNotEvenRememberedThatItWasThere() {
        test.share(ALICE, image.id(), "bob");
        unregister();
        test.keepHouse(Duration.ofHours(1), Duration.ZERO, LATER);
        assertThat(kinds(image.id()).get(0)).isEqualTo(EditKind.FORGET);

        Image restored = restore(ALICE);

        assertThat(restored.id()).isEqualTo(image.id());
        assertThat(restored.content()).isEqualTo(image.content());
        assertThat(restored.createdAt()).isEqualTo(image.createdAt());
        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(readers()).containsExactly("bob");
    }

    @Test
    void onceTheJournalIsClearedAwayNothingIsKnown() {
        unregister();
        Runnable clearAway = () -> test.keepHouse(
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ofHours(1),
                Instant.now().plus(Duration.ofHours(2)));
        clearAway.run();
        test.register(ALICE, "later"); // else the last edit of all would be that which forgot the image
        clearAway.run();

        assertThat(fault(() -> restore(ALICE))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> history(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aPublicImageIsForEveryoneAgain() {
        Image published = test.registerPublic(ALICE, "public");
        test.registry().unregister(ALICE, published.id());

        Image restored = test.registry().restore(ALICE, published.id(), Optional.empty());

        assertThat(restored.isPublic()).isTrue();
        assertThat(test.store.readers(published.location())).containsExactly(Sharing.EVERYONE);
        assertThat(test.list(CAROL, all())).containsExactly(restored);
    }

    @Test
    void aReservedImageWaitsForItsBytesAgainAndKnowsItsMembers() {
        Image reserved = test.reserve(ALICE);
        test.share(ALICE, reserved.id(), "bob");
        test.registry().delete(ALICE, reserved.id());

        Image restored = test.registry().restore(ALICE, reserved.id(), Optional.empty());

        assertThat(restored.status()).isEqualTo(Status.QUEUED);
        assertThat(test.members(ALICE, reserved.id())).containsExactly("bob");
    }

    @Test
    void whatAnAdministratorSeesOfTheFileIsTheStoresAffair() {
        unregister();

        assertThat(fault(() -> restore(ADMIN))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> restore(BOB))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.registry().find(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void anotherImageAtItsLocationStays() {
        unregister();
        StoredObject same = test.store.stat(ALICE, image.location()).orElseThrow();
        test.store.put(image.location(), new StoredObject(Optional.empty(), same.size(), same.checksum(), same.md5()));
        Image other = test.registry().register(ALICE, draft(image.location()).done());

        assertThat(fault(() -> restore(ALICE))).isEqualTo(Kind.CONFLICT);
        assertThat(test.list(ALICE, all())).containsExactly(other);
    }

    @Test
    void registeredAgainItIsRegistered() {
        unregister();
        test.registry().register(ALICE, draft(image.location()).done());

        assertThat(fault(() -> restore(ALICE))).isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void aQuotaHoldsForItToo() {
        unregister();
        test.register(ALICE, "b");
        Caller held = new Caller(
                "alice", ALICE.token(), ALICE.view().withQuotas(new Quotas(Map.of(Quota.IMAGES, 1))), ALICE.source());

        assertThat(fault(() -> restore(held))).isEqualTo(Kind.OVER_LIMIT);
        assertThat(readers()).isEmpty();
    }

    @Test
    void whereTheStoreDoesNotAnswerNothingIsRegisteredAndItCanBeRepeated() {
        test.share(ALICE, image.id(), "bob");
        unregister();
        test.store.fail();

        assertThat(fault(() -> restore(ALICE))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().find(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);

        test.store.recover();
        TestRegistry.endSharings();
        restore(ALICE);

        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(readers()).containsExactly("bob");
    }

    @Test
    void anUploadIsBackUnlessItsBytesAreGone() throws IOException {
        Image uploaded = test.upload(ALICE, "hello");
        test.registry().unregister(ALICE, uploaded.id());

        Image restored = test.at(LATER).restore(ALICE, uploaded.id(), Optional.empty());

        assertThat(restored).isEqualTo(uploaded.withUpdatedAt(LATER));
        test.registry().delete(ALICE, uploaded.id());
        assertThat(fault(() -> test.registry().restore(ALICE, uploaded.id(), Optional.empty())))
                .isEqualTo(Kind.CONFLICT);
    }

    /** The store did not answer when it was to delete them. */
    @Test
    void bytesThatAreStillToBeDeletedAreNotDeletedUnderIt() throws IOException {
        Image uploaded = test.upload(ALICE, "hello");
        test.store.beforeDelete(() -> {
            throw StoreBetween.isDown();
        });
        assertThat(fault(() -> test.registry().delete(ALICE, uploaded.id()))).isEqualTo(Kind.UNAVAILABLE);
        test.store.beforeDelete(() -> {});

        assertThat(fault(() -> test.registry().restore(ALICE, uploaded.id(), Optional.empty())))
                .as("the store may still do it")
                .isEqualTo(Kind.CONFLICT);
        TestRegistry.endDeletions();
        Image restored = test.registry().restore(ALICE, uploaded.id(), Optional.empty());

        test.reserve(ALICE); // which clears up what is left behind
        assertThat(test.store.stat(ALICE, restored.location())).isPresent();
        assertThat(TestRegistry.uploads()).isEmpty();
    }

    @Test
    void whatWasSaidIsSaidAgainAndWhoWasAMemberIsOne() {
        test.share(ALICE, image.id(), "bob");
        Image before = test.registry().find(ALICE, image.id());
        Moment moment = now();
        test.registry()
                .update(
                        ALICE,
                        image.id(),
                        change().name("b")
                                .property("os", "debian")
                                .status(Status.ERROR)
                                .done());
        test.share(ALICE, image.id(), Set.of("carol"));
        test.registry().update(ALICE, image.id(), change().isPublic(true).done());

        Image restored = restore(ALICE, moment);

        assertThat(restored).isEqualTo(before.withUpdatedAt(LATER));
        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(readers()).containsExactly("bob");
        assertThat(unsettledReaders()).isEmpty();
    }

    @Test
    void whatHasBytesKeepsTheFormatsThatItGotLater() {
        Image reserved =
                test.registry().reserve(ALICE, draft(null).formats(null, null).done());
        Moment moment = new Moment(history(ALICE, reserved.id()).get(0).position(), false);
        Image located = test.registry()
                .locate(
                        ALICE,
                        reserved.id(),
                        change().name("b")
                                .formats(DiskFormat.RAW, ContainerFormat.BARE)
                                .done(),
                        test.object(ALICE, "b"),
                        Expected.NOTHING);

        Image restored = test.registry().restore(ALICE, reserved.id(), Optional.of(moment));

        assertThat(restored.metadata().name()).isEqualTo(reserved.metadata().name());
        assertThat(restored.metadata().diskFormat())
                .isEqualTo(located.metadata().diskFormat());
        assertThat(restored.content()).isEqualTo(located.content());
    }

    @Test
    void aFileThatIsKnownToBeGoneIsNotThereAgainForIt() {
        Moment moment = now();
        test.store.remove(image.location());
        test.registry().check(ALICE, image.id());

        Image restored = restore(ALICE, moment);

        assertThat(restored.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(restored.found()).isNotNull();
    }

    @Test
    void limitsHoldForIt() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        Moment moment = now();
        test.share(ALICE, image.id(), Set.of());

        assertThat(fault(() -> restore(TestRegistry.strict(ALICE), moment))).isEqualTo(Kind.OVER_LIMIT);
        assertThat(test.members(ALICE, image.id())).isEmpty();
    }

    @Test
    void whoMayNotPublishMayNotRestoreWhatWasPublic() {
        test.registry().update(ALICE, image.id(), change().isPublic(true).done());
        Moment moment = now();
        test.registry().update(ALICE, image.id(), change().isPublic(false).done());

        assertThat(fault(() -> test.publishedByAdministrators().restore(ALICE, image.id(), Optional.of(moment))))
                .isEqualTo(Kind.FORBIDDEN);
        unregister();
        Image restored = test.publishedByAdministrators().restore(ALICE, image.id(), Optional.empty());
        assertThat(restored.metadata().visibility()).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void oneRestoresOnesOwn() {
        Moment moment = now();
        test.share(ALICE, image.id(), "bob");

        assertThat(fault(() -> restore(BOB, moment))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> restore(CAROL, moment))).isEqualTo(Kind.HIDDEN);
        assertThat(fault(() -> restore(ALICE, new Moment(moment.position() - 1, false))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> restore(ALICE, new Moment(Long.MAX_VALUE, false))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(restore(ADMIN, moment)).isEqualTo(image.withUpdatedAt(LATER));
        assertThat(test.members(ALICE, image.id())).isEmpty();
    }

    @Test
    void anOwnerWhoWasAMemberIsNone() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        Moment moment = now();
        test.registry().update(ADMIN, image.id(), Change.NONE.withOwner(Optional.of("bob")));

        assertThat(fault(() -> restore(BOB, moment))).isEqualTo(Kind.BAD_REQUEST);
        Image restored = restore(ADMIN, moment);

        assertThat(restored.owner()).isEqualTo("bob");
        assertThat(test.members(BOB, image.id())).containsExactly("carol");
    }

    /** Nobody says that for another, by restoring neither. */
    @Test
    void whatAMemberHasSaidLastStandsBeTheyNoneMeanwhile() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        Moment moment = now();
        test.registry().answer(BOB, image.id(), "bob", MemberStatus.REJECTED);
        test.registry().answer(CAROL, image.id(), "carol", MemberStatus.REJECTED);
        test.share(ALICE, image.id(), Set.of("carol"));

        restore(ALICE, moment);

        assertThat(test.registry().listMembers(ALICE, image.id()))
                .extracting(Member::account, Member::status)
                .containsExactly(tuple("bob", MemberStatus.REJECTED), tuple("carol", MemberStatus.REJECTED));
    }

    /** Of the moment at which it had no bytes yet only what was said of it is restored. */
    @Test
    void anIdMeansTheBytesThatItHadWhateverTheMoment() throws IOException {
        Image uploaded = test.upload(ALICE, "hello");
        List<HistoryEntry> entries = history(ALICE, uploaded.id());
        Moment reserved = new Moment(entries.get(entries.size() - 1).position(), false);
        test.registry().unregister(ALICE, uploaded.id());

        Image restored = test.at(LATER).restore(ALICE, uploaded.id(), Optional.of(reserved));

        assertThat(restored.content()).isEqualTo(uploaded.content());
        assertThat(restored.status()).isEqualTo(Status.AVAILABLE);
        test.registry().delete(ALICE, uploaded.id());
        assertThat(fault(() -> test.registry().restore(ALICE, uploaded.id(), Optional.of(reserved))))
                .isEqualTo(Kind.CONFLICT);
    }

    /** Its UUID was not noted when it was registered, but is its id. */
    @Test
    void anotherObjectWithTheSameBytesIsAnother() {
        TestRegistry.forgetObjects();
        unregister();
        test.object(ALICE, "a");

        assertThat(fault(() -> restore(ALICE))).isEqualTo(Kind.CONFLICT);
    }

    /** Others register it again, give it away and unregister it, while its file is being looked at. */
    @Test
    void whatHasBeenDoneMeanwhileIsNotUndone() {
        unregister();
        StoreBetween between = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                test.registry().register(ALICE, draft(location).done());
                test.registry().update(ADMIN, image.id(), Change.NONE.withOwner(Optional.of("bob")));
                test.registry().unregister(BOB, image.id());
                return super.stat(caller, location);
            }
        };
        Registry slow = test.registry(test.database, between);

        assertThat(fault(() -> slow.restore(ALICE, image.id(), Optional.empty())))
                .isEqualTo(Kind.CONFLICT);
        assertThat(fault(() -> restore(ALICE))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void itMayHaveAgainWhatItHadWhenLimitsAreLowerByNow() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        unregister();
        Limits none = new Limits(255, 93, 255, 128, 6144, 0, 0);

        test.registry().restore(TestRegistry.over(ALICE, none), image.id(), Optional.empty());

        assertThat(test.members(ALICE, image.id())).containsExactly("bob", "carol");
    }

    @Test
    void aHistoryThatIsVeryLongIsUndoneAllTheSame() {
        Moment moment = now();
        for (int i = 0; i < 450; i++) {
            test.registry().update(ALICE, image.id(), change().name("name " + i).done());
        }

        assertThat(restore(ALICE, moment).metadata().name()).isEqualTo("a");
    }

    @Test
    void propertiesOfAnyTextAreThoseThatWereThere() {
        Change odd =
                change().property("\u0000\"\\", "😀").property("members", "{}").done();
        Image before = test.registry().update(ALICE, image.id(), odd);
        Moment moment = now();
        test.registry()
                .update(
                        ALICE,
                        image.id(),
                        change().property("members", "b").replacesProperties().done());

        assertThat(restore(ALICE, moment).metadata().properties())
                .isEqualTo(before.metadata().properties());
    }

    @Test
    void whatTheJournalHasNeverHadIsNotFound() {
        assertThat(fault(
                        () -> test.registry().restore(ALICE, "7d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10", Optional.empty())))
                .isEqualTo(Kind.NOT_FOUND);
    }
}

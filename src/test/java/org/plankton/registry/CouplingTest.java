package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.location;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;

/** One object has one image, and so has one location, whatever has become of the files. */
class CouplingTest {
    private final TestRegistry test = new TestRegistry();
    private final Location a = location(ALICE, "a");
    private final Location b = location(ALICE, "b");

    private Image registerAt(Location location) {
        return test.at(NOON.plus(Duration.ofHours(1)))
                .register(ALICE, draft(location).name("anew").done());
    }

    private String uuidAt(Location location) {
        return test.store.stat(ALICE, location).orElseThrow().uuid().orElseThrow();
    }

    private void swapFiles() {
        Location aside = location(ALICE, "aside");
        test.store.move(a, aside);
        test.store.move(b, a);
        test.store.move(aside, b);
    }

    private static Set<String> notedReaders() {
        return TestRegistry.unsettledReaders();
    }

    @Test
    void anObjectThatWasMadeAnewIsAnotherImage() {
        Image first = test.register(ALICE, "a");
        test.store.remove(a);
        test.object(ALICE, "a");

        Image second = registerAt(a);

        assertThat(second.id()).isEqualTo(uuidAt(a)).isNotEqualTo(first.id());
        assertThat(second.createdAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(test.list(ALICE, all())).containsExactly(second);
        assertThat(test.registry().findEvenDeleted(ADMIN, first.id()).status()).isEqualTo(Status.DELETED);
        assertThat(fault(() -> test.registry().find(ALICE, first.id()))).isEqualTo(Kind.NOT_FOUND);
        assertThat(registerAt(a).id()).isEqualTo(second.id());
    }

    @Test
    void anObjectThatWasOverwrittenIsTheSameImage() {
        Image first = test.register(ALICE, "a");
        test.store.put(a, new StoredObject(Optional.of(first.id()), 6, "0123456789abcdef", Optional.empty()));

        Image second = registerAt(a);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.createdAt()).isEqualTo(first.createdAt());
        assertThat(second.checksum()).isEqualTo("0123456789abcdef");
    }

    @Test
    void whoeverReadWhatWasThereReadsNothingAnyLonger() {
        Image first = test.registerPublic(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        test.store.remove(a);
        test.object(ALICE, "a");
        test.store.setReaders(a, Set.of("bob", EVERYONE, "carol")); // some stores remember whose path it was

        Image second = registerAt(a);

        assertThat(test.members(ALICE, second.id())).isEmpty();
        assertThat(test.store.readers(a)).containsExactly("carol");
        assertThat(test.sharedWith(BOB, "bob")).isEmpty();
    }

    @Test
    void whatIsPublishedAnewInItsPlaceStaysPublic() {
        Image first = test.registerPublic(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        test.store.remove(a);
        test.object(ALICE, "a");

        Image second = test.registry().register(ALICE, draft(a).isPublic().done());

        assertThat(second.isPublic()).isTrue();
        assertThat(test.store.readers(a)).containsExactly(EVERYONE);
        assertThat(fault(() -> test.registry().unregister(ALICE, first.id()))).isEqualTo(Kind.NOT_FOUND);
    }

    /**
     * The store's answer is lost: the image is registered, and what it was not told of it is told with the next
     * request.
     */
    @Test
    void readersThatTheStoreCouldNotBeToldOfStayNoted() {
        Image first = test.register(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        test.store.remove(a);
        test.object(ALICE, "a");
        test.store.setReaders(a, Set.of("bob"));
        test.store.fail();

        assertThat(fault(() -> registerAt(a))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.store.readers(a)).containsExactly("bob");

        test.store.recover();
        registerAt(a);
        assertThat(test.store.readers(a)).isEmpty();
    }

    @Test
    void membersOfAnImageWhoseFileWasMovedAreTakenOffTheFileWhereItIs() {
        Image first = test.register(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        test.store.move(a, b);
        test.store.setReaders(b, Set.of("bob")); // the file took them along
        test.object(ALICE, "a");

        Image second = registerAt(a);
        assertThat(second.id()).isEqualTo(uuidAt(a));
        assertThat(notedReaders()).containsExactly("bob");

        Image moved = registerAt(b);
        assertThat(moved.id()).isEqualTo(first.id());
        assertThat(test.store.readers(b)).isEmpty();
        assertThat(notedReaders()).isEmpty();
        assertThat(test.list(ALICE, all())).containsExactlyInAnyOrder(second, moved);
    }

    @Test
    void aMovedObjectKeepsItsImageWhateverHasTakenItsPlace() {
        Image first = test.register(ALICE, "a");
        test.store.move(a, b);
        test.object(ALICE, "a");

        Image moved = registerAt(b);
        Image second = registerAt(a);

        assertThat(moved.id()).isEqualTo(first.id());
        assertThat(moved.createdAt()).isEqualTo(first.createdAt());
        assertThat(moved.location()).isEqualTo(b);
        assertThat(second.id()).isEqualTo(uuidAt(a));
        assertThat(test.list(ALICE, all())).containsExactlyInAnyOrder(second, moved);
    }

    @Test
    void filesThatChangePlacesTakeTheirImagesAlong() {
        Image first = test.register(ALICE, "a");
        Image second = test.register(ALICE, "b");
        test.share(ALICE, first.id(), "bob");
        test.share(ALICE, second.id(), "carol");
        swapFiles();

        Image secondAnew = registerAt(a);

        assertThat(secondAnew.id()).isEqualTo(second.id());
        assertThat(secondAnew.createdAt()).isEqualTo(second.createdAt());
        Image firstNow = test.registry().find(ALICE, first.id());
        assertThat(firstNow.location()).isEqualTo(b);
        assertThat(firstNow.found()).isNull();
        // Registered anew is one of them: its members go, the other's stay, and read the file where it is.
        assertThat(test.members(ALICE, second.id())).isEmpty();
        assertThat(test.members(ALICE, first.id())).containsExactly("bob");
        assertThat(test.store.readers(a)).isEmpty();
        assertThat(test.store.readers(b)).containsExactly("bob");
        assertThat(notedReaders()).isEmpty();

        Image firstAnew = registerAt(b);
        assertThat(firstAnew.id()).isEqualTo(first.id());
        assertThat(firstAnew.createdAt()).isEqualTo(first.createdAt());
        assertThat(test.list(ALICE, all())).containsExactlyInAnyOrder(firstAnew, secondAnew);
    }

    @Test
    void aFileThatHasTakenTheOthersPlaceAndWasOverwrittenHasChanged() {
        Image first = test.register(ALICE, "a");
        test.register(ALICE, "b");
        swapFiles();
        test.store.put(b, new StoredObject(Optional.of(first.id()), 7, "fedcba9876543210", Optional.empty()));

        registerAt(a);

        Image now = test.registry().find(ALICE, first.id());
        assertThat(now.location()).isEqualTo(b);
        assertThat(now.found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(now.status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void threeFilesThatChangePlacesEndAtTheirOwnImages() {
        Location c = location(ALICE, "c");
        for (Location location : List.of(a, b, c)) {
            test.register(ALICE, location.object());
        }
        Location aside = location(ALICE, "aside");
        test.store.move(a, aside);
        test.store.move(c, a);
        test.store.move(b, c);
        test.store.move(aside, b);

        for (Location location : List.of(a, b, c)) {
            assertThat(registerAt(location).id()).isEqualTo(uuidAt(location));
        }

        assertThat(test.list(ALICE, all()))
                .hasSize(3)
                .allSatisfy(image -> assertThat(image.id()).isEqualTo(uuidAt(image.location())));
    }

    @Test
    void aProtectedImageIsNotDisplacedButFollowsItsFile() {
        Image kept = test.registry()
                .register(ALICE, draft(test.object(ALICE, "a")).isProtected().done());
        test.store.remove(a);
        test.object(ALICE, "a");

        assertThat(fault(() -> registerAt(a))).isEqualTo(Kind.FORBIDDEN);
        Image now = test.registry().find(ALICE, kept.id());
        assertThat(now.found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(now.status()).isEqualTo(Status.UNAVAILABLE);

        test.registry().update(ALICE, kept.id(), change().isProtected(false).done());
        assertThat(registerAt(a).id()).isEqualTo(uuidAt(a));
    }

    @Test
    void aProtectedImageWhoseFileChangedPlacesStaysProtected() {
        Image kept = test.registry()
                .register(ALICE, draft(test.object(ALICE, "a")).isProtected().done());
        test.register(ALICE, "b");
        swapFiles();

        registerAt(a);

        assertThat(test.registry().find(ALICE, kept.id()).metadata().isProtected())
                .isTrue();
        assertThat(test.registry().find(ALICE, kept.id()).location()).isEqualTo(b);
    }

    @Test
    void anImageThatAnotherOwnerWasGivenIsNotDisplacedNorTakenBack() {
        Image given = test.register(ALICE, "a");
        test.registry().update(ADMIN, given.id(), change().owner("bob").done());
        test.store.move(a, b);
        test.object(ALICE, "a");

        assertThat(fault(() -> registerAt(a))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> registerAt(b))).isEqualTo(Kind.FORBIDDEN);

        Image now = test.registry().find(BOB, given.id());
        assertThat(now.location()).isEqualTo(a);
        assertThat(now.found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(test.list(ALICE, all())).isEmpty();
    }

    @Test
    void whoeverReplacesNothingIsToldAndTheFindingIsKept() {
        Image first = test.register(ALICE, "a");
        test.store.move(a, b);
        TestRegistry.DraftBuilder moved = draft(b).replacesNothing();

        assertThat(fault(() -> test.registry().register(ALICE, moved.done()))).isEqualTo(Kind.CONFLICT);
        assertThat(test.registry().find(ALICE, first.id()).found().finding()).isEqualTo(Finding.GONE);

        test.object(ALICE, "a");
        TestRegistry.DraftBuilder anew = draft(a).replacesNothing();
        assertThat(fault(() -> test.registry().register(ALICE, anew.done()))).isEqualTo(Kind.CONFLICT);
        assertThat(test.registry().find(ALICE, first.id()).found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(test.list(ALICE, all())).extracting(Image::id).containsExactly(first.id());
    }

    @Test
    void anUploadedImageKeepsItsIdWhereItsFileIsMoved() throws IOException {
        Image uploaded = test.upload(ALICE, "hello");
        assertThat(uploaded.objectUuid()).isEqualTo(uuidAt(uploaded.location())).isNotEqualTo(uploaded.id());
        test.store.move(uploaded.location(), b);

        Image moved = registerAt(b);

        assertThat(moved.id()).isEqualTo(uploaded.id());
        assertThat(moved.createdAt()).isEqualTo(uploaded.createdAt());
        assertThat(moved.md5()).isEqualTo(uploaded.md5());
        assertThat(moved.content().isOwn()).isFalse();
        assertThat(test.list(ALICE, all())).containsExactly(moved);
    }

    @Test
    void aLocatedImageKeepsItsIdAndItsObjectHasNoOther() {
        Image reserved = test.reserve(ALICE);
        Location file = test.object(ALICE, "a");

        Image located = test.registry().locate(ALICE, reserved.id(), Change.NONE, file, Expected.NOTHING);

        assertThat(located.objectUuid()).isEqualTo(uuidAt(a));
        test.store.move(a, b);
        Image other = test.reserve(ALICE);
        assertThat(fault(() -> test.registry().locate(ALICE, other.id(), Change.NONE, b, Expected.NOTHING)))
                .isEqualTo(Kind.CONFLICT);
        assertThat(registerAt(b).id()).isEqualTo(reserved.id());
    }

    @Test
    void anImageWhoseIdItsClientChoseKeepsItAsLongAsItsObject() {
        String chosen = UUID.randomUUID().toString();
        test.registry()
                .register(ALICE, draft(test.object(ALICE, "a")).id(chosen).done());
        test.store.move(a, b);

        assertThat(registerAt(b).id()).isEqualTo(chosen);

        test.store.remove(b);
        test.object(ALICE, "b");
        assertThat(registerAt(b).id()).isEqualTo(uuidAt(b));
    }

    @Test
    void whereTheStoreGivesNoUuidTheLocationIsTheObject() {
        for (String checksum : List.of("0123456789abcdef", "fedcba9876543210")) {
            test.store.put(a, new StoredObject(Optional.empty(), 5, checksum, Optional.empty()));
            assertThat(registerAt(a).id()).isEqualTo(a.uuid().toString());
        }
        test.store.move(a, b);
        assertThat(registerAt(b).id()).isEqualTo(b.uuid().toString());
    }

    /** As of images that were registered before UUIDs were noted. */
    @Test
    void anImageWhoseObjectWasNotNotedIsKnownByItsId() {
        Image first = test.register(ALICE, "a");
        TestRegistry.forgetObjects();
        assertThat(registerAt(a).id()).isEqualTo(first.id());
        assertThat(test.registry().find(ALICE, first.id()).objectUuid()).isEqualTo(first.id());

        TestRegistry.forgetObjects();
        test.store.move(a, b);
        assertThat(registerAt(b).id()).isEqualTo(first.id());

        TestRegistry.forgetObjects();
        test.store.remove(b);
        test.object(ALICE, "b");
        assertThat(registerAt(b).id()).isEqualTo(uuidAt(b));
    }

    /** Runs once, before the next answer of the store about that location is given, after it was made. */
    private Registry whileItLooksAt(Location location, Runnable meanwhile) {
        return whileItLooksAt(location, 1, meanwhile);
    }

    /** @param time 1: when it looks for the first time */
    private Registry whileItLooksAt(Location location, int time, Runnable meanwhile) {
        return test.registry(test.database, new StoreBetween(test.store) {
            private int looks;

            @Override
            public Optional<StoredObject> stat(Caller caller, Location asked) {
                Optional<StoredObject> answer = super.stat(caller, asked);
                if (asked.equals(location) && ++looks == time) {
                    meanwhile.run();
                }
                return answer;
            }
        });
    }

    @Test
    void aLookThatWasOvertakenByAMoveDoesNotBringTheImageBack() {
        test.register(ALICE, "a");
        Registry slow = whileItLooksAt(a, () -> {
            test.store.move(a, b);
            registerAt(b);
        });

        assertThat(fault(() -> slow.register(ALICE, draft(a).done()))).isEqualTo(Kind.NO_OBJECT);

        assertThat(test.list(ALICE, all())).singleElement().satisfies(image -> {
            assertThat(image.location()).isEqualTo(b);
            assertThat(image.status()).isEqualTo(Status.AVAILABLE);
        });
    }

    @Test
    void aLookThatWasOvertakenByAnotherObjectRegistersThat() {
        Image first = test.register(ALICE, "a");
        Registry slow = whileItLooksAt(a, () -> {
            test.store.move(a, b);
            test.object(ALICE, "a");
            registerAt(b);
            registerAt(a);
        });

        Image registered = slow.register(ALICE, draft(a).name("last").done());

        assertThat(registered.id()).isEqualTo(uuidAt(a)).isNotEqualTo(first.id());
        assertThat(test.list(ALICE, all()))
                .extracting(Image::id, Image::location)
                .containsExactlyInAnyOrder(tuple(first.id(), b), tuple(registered.id(), a));
    }

    /** Each registers its file while the other is between its look and its record. */
    @Test
    void registrationsThatCrossAfterFilesChangedPlacesEndWhereTheFilesAre() {
        Image first = test.register(ALICE, "a");
        Image second = test.register(ALICE, "b");
        swapFiles();
        Registry slow = whileItLooksAt(a, () -> registerAt(b));

        Image registered = slow.register(ALICE, draft(a).done());

        assertThat(registered.id()).isEqualTo(second.id());
        assertThat(test.list(ALICE, all()))
                .extracting(Image::id, Image::location)
                .containsExactlyInAnyOrder(tuple(first.id(), b), tuple(second.id(), a));
    }

    /** Another registers the same object between the last look and the record, when readers have been read. */
    @Test
    void aRegistrationThatIsOvertakenInTheMiddleReplacesTheOther() {
        test.object(ALICE, "a");
        boolean[] isDone = {false};
        test.store.beforeSharing(() -> {
            if (!isDone[0]) {
                isDone[0] = true;
                registerAt(a);
            }
        });

        Image last =
                test.registry().register(ALICE, draft(a).name("last").isPublic().done());

        assertThat(last.id()).isEqualTo(uuidAt(a));
        assertThat(test.list(ALICE, all())).containsExactly(last);
        assertThat(test.store.readers(a)).containsExactly(EVERYONE);
        assertThat(notedReaders()).isEmpty();
    }

    @Test
    void aMemberThatIsAddedWhileTheImageIsDisplacedReadsNothing() {
        Image first = test.register(ALICE, "a");
        boolean[] isDone = {false};
        test.store.onWriting(writing -> {
            if (!isDone[0]) {
                isDone[0] = true;
                test.store.remove(a);
                test.object(ALICE, "a");
                registerAt(a);
            }
            writing.run(); // to the other file
        });

        assertThat(fault(() -> test.share(ALICE, first.id(), "bob"))).isEqualTo(Kind.NOT_FOUND);

        assertThat(test.store.readers(a)).isEmpty();
        assertThat(notedReaders()).containsExactly("bob"); // of the image's own file, wherever that is
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    @Test
    void whatIsToldLateOfADisplacedImageTakesNothingFromTheOther() {
        Image first = test.register(ALICE, "a");
        boolean[] isDone = {false};
        test.store.onWriting(writing -> {
            if (!isDone[0]) {
                isDone[0] = true;
                test.store.remove(a);
                test.object(ALICE, "a");
                test.registry().register(ALICE, draft(a).isPublic().done());
            }
            writing.run();
        });

        assertThat(fault(() -> test.registry()
                        .update(ALICE, first.id(), change().isPublic(true).done())))
                .isEqualTo(Kind.NOT_FOUND);

        assertThat(test.store.readers(a)).containsExactly(EVERYONE);
        assertThat(notedReaders()).containsExactly(EVERYONE); // of the image's own file, wherever that is
        assertThat(TestRegistry.unsettled()).isEmpty();
    }

    @Test
    void nobodyIsLetInToAFileThatHasTakenThePlaceOfTheImages() {
        Image first = test.register(ALICE, "a");
        test.store.remove(a);
        test.object(ALICE, "a");

        assertThat(fault(() -> test.share(ALICE, first.id(), "bob"))).isEqualTo(Kind.CONFLICT);

        assertThat(test.store.readers(a)).isEmpty();
        assertThat(notedReaders()).isEmpty();
        assertThat(test.registry().find(ALICE, first.id()).status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void anImageThatIsProtectedMeanwhileIsNotDisplaced() {
        isNotDisplacedAfter(change().isProtected(true));
    }

    @Test
    void anImageThatIsGivenAwayMeanwhileIsNotDisplaced() {
        isNotDisplacedAfter(change().owner("bob"));
    }

    private void isNotDisplacedAfter(TestRegistry.ChangeBuilder change) {
        Image kept = test.register(ALICE, "a");
        test.store.remove(a);
        test.object(ALICE, "a");
        Registry slow = whileItLooksAt(a, 2, () -> test.registry().update(ADMIN, kept.id(), change.done()));

        assertThat(fault(() -> slow.register(ALICE, draft(a).done()))).isEqualTo(Kind.FORBIDDEN);

        assertThat(test.registry().find(ADMIN, kept.id()).found().finding()).isEqualTo(Finding.CHANGED);
    }

    @Test
    void anImageDoesNotFollowAFileThatHasMovedOnMeanwhile() {
        test.register(ALICE, "a");
        Image second = test.register(ALICE, "b");
        swapFiles();
        Registry slow = whileItLooksAt(b, () -> test.store.move(b, location(ALICE, "c")));

        slow.register(ALICE, draft(a).done());

        assertThat(test.list(ALICE, all())).extracting(Image::id).containsExactly(second.id());
    }

    /** As of images that were registered before UUIDs were noted. */
    @Test
    void filesWhoseObjectsWereNotNotedTakeTheirReadersAlongToo() {
        Image first = test.register(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        TestRegistry.forgetObjects();
        test.store.move(a, b);
        test.store.setReaders(b, Set.of("bob"));
        test.object(ALICE, "a");

        registerAt(a);
        assertThat(notedReaders()).containsExactly("bob");
        registerAt(b);

        assertThat(test.store.readers(b)).isEmpty();
    }

    @Test
    void filesWhoseObjectsWereNotNotedTakeTheirImagesAlongToo() {
        Image first = test.register(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        test.register(ALICE, "b");
        TestRegistry.forgetObjects();
        swapFiles();

        registerAt(a);

        assertThat(test.registry().find(ALICE, first.id()).location()).isEqualTo(b);
        assertThat(test.store.readers(b)).containsExactly("bob");
    }

    /** Bob is a member no longer, and the store was not told before the file was moved, and took him along. */
    private void moveUntold() {
        Image first = test.register(ALICE, "a");
        test.share(ALICE, first.id(), "bob");
        test.store.fail();
        assertThat(fault(() -> test.registry().removeMember(ALICE, first.id(), "bob")))
                .isEqualTo(Kind.UNAVAILABLE);
        test.store.recover();
        test.store.move(a, b);
        test.store.setReaders(b, Set.of("bob"));
    }

    @Test
    void whoeverTheStoreWasNotToldOfIsTakenOffTheFileWhereItIs() {
        moveUntold();

        registerAt(b);

        assertThat(test.store.readers(b)).isEmpty();
    }

    @Test
    void whoeverTheStoreWasNotToldOfIsTakenOffTheFileAlsoAfterAnotherTookItsPlace() {
        moveUntold();
        test.object(ALICE, "a");

        registerAt(a);
        registerAt(b);

        assertThat(test.store.readers(b)).isEmpty();
        assertThat(notedReaders()).isEmpty();
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.uploads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Expected;

class DeleteTest {
    private static final Instant LATER = NOON.plus(Duration.ofHours(1));

    private final TestRegistry test = new TestRegistry();
    private final Image image;

    DeleteTest() throws IOException {
        image = test.upload(ALICE, "hello");
    }

    private void delete(Caller caller) {
        test.at(LATER).delete(caller, image.id());
    }

    private boolean isStored() {
        return test.store.stat(ALICE, image.location()).isPresent();
    }

    private void storeDeletesNothing() {
        test.store.beforeDelete(() -> {
            throw StoreBetween.isDown();
        });
    }

    @Test
    void anImageAndTheBytesThatWereUploadedForItAreGone() {
        test.share(ALICE, image.id(), "bob");

        delete(ALICE);

        for (Caller caller : List.of(ALICE, BOB, ADMIN)) {
            assertThat(fault(() -> test.registry().find(caller, image.id()))).isEqualTo(Kind.NOT_FOUND);
            assertThat(test.list(caller, all())).isEmpty();
            assertThat(fault(() -> test.members(caller, image.id()))).isEqualTo(Kind.NOT_FOUND);
        }
        assertThat(test.sharedWith(BOB, "bob")).isEmpty();
        assertThat(isStored()).isFalse();
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(uploads()).isEmpty();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void unregisteredItLeavesItsBytesWhereTheyAre() {
        test.registry().unregister(ALICE, image.id());

        assertThat(fault(() -> test.registry().find(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
        test.reserve(ALICE);
        assertThat(isStored()).isTrue();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void aFileThatWasRegisteredStays() {
        Image registered = test.register(ALICE, "a");

        test.registry().delete(ALICE, registered.id());

        test.reserve(ALICE);
        assertThat(test.store.stat(ALICE, registered.location())).isPresent();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void anUploadedObjectThatWasUnregisteredAndRegisteredAgainIsAFileLikeAnyOther() {
        test.registry().unregister(ALICE, image.id());
        Image registered =
                test.registry().register(ALICE, draft(image.location()).done());

        test.registry().delete(ALICE, registered.id());

        assertThat(isStored()).isTrue();
    }

    @Test
    void anUploadedImageThatIsRegisteredAnewStillOwnsItsBytes() {
        Image again = test.registry().register(ALICE, draft(image.location()).done());
        assertThat(again.id()).isEqualTo(image.id());
        assertThat(again.md5()).isEqualTo(image.md5());

        delete(ALICE);

        assertThat(isStored()).isFalse();
    }

    @Test
    void onlyItsOwnerOrAnAdministratorDeletesAnImage() {
        assertThat(fault(() -> delete(CAROL))).isEqualTo(Kind.HIDDEN);
        test.share(ALICE, image.id(), "bob");
        assertThat(fault(() -> delete(BOB))).isEqualTo(Kind.FORBIDDEN);
        test.registry().update(ALICE, image.id(), change().isPublic(true).done());
        assertThat(fault(() -> delete(CAROL))).isEqualTo(Kind.FORBIDDEN);
        for (String nowhere : new String[] {UUID.randomUUID().toString(), "1"}) {
            assertThat(fault(() -> test.registry().delete(ALICE, nowhere))).isEqualTo(Kind.NOT_FOUND);
        }
        assertThat(isStored()).isTrue();
    }

    @Test
    void aProtectedImageStaysUntilItIsProtectedNoLonger() {
        test.registry().update(ALICE, image.id(), change().isProtected(true).done());

        for (Caller caller : List.of(ALICE, ADMIN)) {
            assertThat(fault(() -> delete(caller))).isEqualTo(Kind.FORBIDDEN);
            assertThat(fault(() -> test.registry().unregister(caller, image.id())))
                    .isEqualTo(Kind.FORBIDDEN);
        }
        assertThat(fault(() -> delete(BOB))).isEqualTo(Kind.HIDDEN);
        assertThat(isStored()).isTrue();

        test.registry().update(ALICE, image.id(), change().isProtected(false).done());
        delete(ALICE);
        assertThat(isStored()).isFalse();
    }

    @Test
    void aStoreThatFailsIsToldWhenTheImageIsDeletedAgain() {
        storeDeletesNothing();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().find(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> delete(BOB))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> delete(ADMIN))).isEqualTo(Kind.NOT_FOUND);
        assertThat(isStored()).isTrue();

        test.store.recover();
        delete(ALICE);
        assertThat(isStored()).isFalse();
        assertThat(uploads()).isEmpty();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aStoreThatFailsIsToldWhenTheAccountComesBy() {
        storeDeletesNothing();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.UNAVAILABLE);
        test.store.recover();
        test.keepHouse(Duration.ofHours(1), Duration.ofHours(1), LATER.plus(Duration.ofDays(1))); // forgets the image

        test.reserve(BOB);
        assertThat(isStored()).isTrue();
        test.reserve(ALICE);
        assertThat(isStored()).isFalse();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void aStoreThatCannotBeToldOfTheReadersKeepsTheBytesUntilTheImageIsDeletedAgain() {
        test.share(ALICE, image.id(), "bob");
        test.store.fail();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().find(BOB, image.id()))).isEqualTo(Kind.NOT_FOUND);

        test.store.recover();
        delete(ALICE);
        assertThat(isStored()).isFalse();
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void whatTheStoreHasNotDeletedYetIsItsOwnersWhoHasRegisteredIt() {
        storeDeletesNothing();
        assertThat(fault(() -> delete(ALICE))).isEqualTo(Kind.UNAVAILABLE);
        test.store.recover();

        assertThat(fault(() ->
                        test.registry().register(ALICE, draft(image.location()).done())))
                .isEqualTo(Kind.CONFLICT); // the store may do yet what it was told
        TestRegistry.endDeletions();
        Image registered =
                test.registry().register(ALICE, draft(image.location()).done());
        test.reserve(ALICE);

        assertThat(isStored()).isTrue();
        assertThat(test.registry().find(ALICE, registered.id())).isEqualTo(registered);
        assertThat(uploads()).isEmpty();
    }

    @Test
    void bytesThatAreGoneAlreadyAreNoReasonToKeepTheImage() {
        test.share(ALICE, image.id(), "bob");
        test.store.remove(image.location());

        delete(ALICE);

        assertThat(test.list(ALICE, all())).isEmpty();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void theBytesOfAnImageThatAnAdministratorDeletesGoWhenTheirAccountComesBy() {
        delete(ADMIN);
        assertThat(fault(() -> test.registry().find(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
        assertThat(isStored()).isTrue();

        test.reserve(ALICE);
        assertThat(isStored()).isFalse();
    }

    @Test
    void theBytesOfAnImageThatWasGivenAwayGoWhenTheirAccountComesBy() {
        test.registry().update(ADMIN, image.id(), change().owner("bob").done());

        delete(BOB);
        test.reserve(BOB);
        assertThat(isStored()).isTrue();

        test.reserve(ALICE);
        assertThat(isStored()).isFalse();
    }

    @Test
    void anAdministratorStillSeesThatThereWasAnImage() {
        delete(ALICE);

        Image gone = test.registry().findEvenDeleted(ADMIN, image.id());
        assertThat(gone)
                .usingRecursiveComparison()
                .ignoringFields("content.location", "content.objectUuid", "status", "updatedAt", "deletedAt")
                .withEqualsForType(Properties::equals, Properties.class)
                .isEqualTo(image);
        assertThat(gone.location()).isNull();
        assertThat(gone.status()).isEqualTo(Status.DELETED);
        assertThat(gone.deletedAt()).isEqualTo(LATER).isEqualTo(gone.updatedAt());
        assertThat(fault(() -> test.registry().findEvenDeleted(ALICE, image.id())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.registry().find(ADMIN, image.id()))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void whatIsThereIsFoundToo() {
        assertThat(test.registry().findEvenDeleted(ADMIN, image.id())).isEqualTo(image);
        assertThat(test.registry().findEvenDeleted(ALICE, image.id())).isEqualTo(image);
        assertThat(fault(() -> test.registry().findEvenDeleted(BOB, image.id())))
                .isEqualTo(Kind.HIDDEN);
        assertThat(fault(() ->
                        test.registry().findEvenDeleted(ADMIN, UUID.randomUUID().toString())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.registry().findEvenDeleted(ADMIN, "1"))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void nothingCanBeDoneToAnImageThatIsGone() {
        delete(ALICE);
        Location file = test.object(ALICE, "a");

        for (Caller caller : List.of(ALICE, ADMIN)) {
            List<TestRegistry.Work> operations = List.of(
                    () -> test.registry()
                            .update(caller, image.id(), change().name("new").done()),
                    () -> test.registry()
                            .update(caller, image.id(), change().isPublic(true).done()),
                    () -> test.registry().unregister(caller, image.id()),
                    () -> test.registry().upload(caller, image.id(), Change.NONE, TestRegistry.uploadOf("again")),
                    () -> TestRegistry.open(test.registry(), caller, image.id(), Optional.empty()),
                    () -> test.registry().locate(caller, image.id(), Change.NONE, file, Expected.NOTHING),
                    () -> test.registry().listMembers(caller, image.id()),
                    () -> test.registry().replaceMembers(caller, image.id(), Map.of("bob", Optional.empty())));
            assertThat(operations).extracting(TestRegistry::fault).containsOnly(Kind.NOT_FOUND);
        }
    }

    @Test
    void itsIdIsTakenForEver() {
        delete(ALICE);
        Draft sameId = draft(null).id(image.id()).done();
        assertThat(fault(() -> test.registry().reserve(ALICE, sameId))).isEqualTo(Kind.CONFLICT);

        test.keepHouse(Duration.ofHours(1), Duration.ofHours(1), LATER.plus(Duration.ofHours(2)));

        assertThat(fault(() -> test.registry().reserve(ALICE, sameId))).isEqualTo(Kind.CONFLICT);
    }

    @Test
    void reservedAndFailedImagesCanBeDeletedToo() {
        Image reserved = test.reserve(ALICE);
        test.share(ALICE, reserved.id(), Set.of("bob"));

        test.registry().delete(ALICE, reserved.id());

        assertThat(test.list(ALICE, all())).containsExactly(image);
        assertThat(test.registry().findEvenDeleted(ADMIN, reserved.id()).status())
                .isEqualTo(Status.DELETED);
    }

    @Test
    void whatItsOwnerHasPutOverTheBytesStays() {
        byte[] own = "my own".getBytes(StandardCharsets.UTF_8);
        test.store.put(image.location(), own);

        delete(ALICE);
        test.reserve(ALICE);

        assertThat(test.store.bytes(image.location())).hasValue(own);
    }

    @Test
    void whatItsOwnerHasPutInTheBytesPlaceIsTheOwners() {
        byte[] own = "my own".getBytes(StandardCharsets.UTF_8);
        StoredObject overwritten =
                new StoredObject(Optional.of(image.objectUuid()), own.length, "0123456789abcdef", Optional.empty());
        test.store.put(image.location(), overwritten, own);
        Image again = test.registry().register(ALICE, draft(image.location()).done());

        delete(ALICE);

        assertThat(again.id()).isEqualTo(image.id());
        assertThat(test.store.bytes(image.location())).hasValue(own);
    }

    @Test
    void anotherObjectInTheBytesPlaceIsTheOwnersToo() {
        byte[] own = "my own".getBytes(StandardCharsets.UTF_8);
        test.store.put(image.location(), own);
        Image other = test.registry().register(ALICE, draft(image.location()).done());

        test.registry().delete(ALICE, other.id());

        assertThat(other.id()).isNotEqualTo(image.id());
        assertThat(test.store.bytes(image.location())).hasValue(own);
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.open;
import static org.plankton.registry.TestRegistry.sorted;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Query;

/**
 * What the registry has learned of a file it says, until the image is registered again or the file is back as it was.
 */
class CheckTest {
    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");
    private final StoredObject file = test.store.stat(ALICE, image.location()).orElseThrow();

    private Image now() {
        return test.registry().find(ALICE, image.id());
    }

    private Image check() {
        return test.registry().check(ALICE, image.id());
    }

    private Image goneAndChecked() {
        test.store.remove(image.location());
        return check();
    }

    private Image update(TestRegistry.ChangeBuilder change) {
        return test.registry().update(ALICE, image.id(), change.done());
    }

    @Test
    void aFileThatIsAsItWasChangesNothing() {
        assertThat(check()).isEqualTo(image);
        assertThat(now()).isEqualTo(image);
    }

    @Test
    void aFileThatIsGoneIsSaidToBe() {
        Image gone = goneAndChecked();

        assertThat(gone.found()).isEqualTo(new Found(Finding.GONE, gone.updatedAt(), Status.AVAILABLE));
        assertThat(gone.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(gone.updatedAt()).isAfter(image.updatedAt());
        assertThat(gone.checksum()).isEqualTo(image.checksum());
        assertThat(check()).isEqualTo(gone);
    }

    @Test
    void aFileHasChangedIfItsContentOrItsUuidOrItsSizeHas() {
        for (StoredObject other : new StoredObject[] {
            new StoredObject(file.uuid(), file.size(), "fedcba9876543210", Optional.empty()),
            new StoredObject(Optional.of(UUID.randomUUID().toString()), file.size(), file.checksum(), Optional.empty()),
            new StoredObject(file.uuid(), file.size() + 1, file.checksum(), Optional.empty())
        }) {
            test.store.put(image.location(), other);
            assertThat(check().found().finding()).isEqualTo(Finding.CHANGED);
            test.store.put(image.location(), file);
            assertThat(check().status()).isEqualTo(Status.AVAILABLE);
            assertThat(now().found()).isNull();
        }
    }

    @Test
    void aFileOfWhichTheUuidIsNotKnownIsToldByItsContent() {
        TestRegistry.forgetObjects();
        test.store.put(
                image.location(), new StoredObject(Optional.empty(), file.size(), file.checksum(), Optional.empty()));
        assertThat(check().found()).isNull();
    }

    @Test
    void filtersAndOrderAreOfWhatIsShown() {
        test.register(ALICE, "b");
        Image gone = goneAndChecked();

        assertThat(test.list(ALICE, sorted(Query.SortKey.STATUS, Query.SortDirection.DESC)))
                .first()
                .isEqualTo(gone);
        String fingerprint = test.registry().fingerprint(ALICE, all(), 10);
        test.store.put(image.location(), file);
        check();
        assertThat(test.registry().fingerprint(ALICE, all(), 10)).isNotEqualTo(fingerprint);
    }

    @Test
    void onlyWhoMayChangeItHasItLookedAt() {
        assertThat(fault(() -> test.registry().check(BOB, image.id()))).isEqualTo(Kind.HIDDEN);
        test.share(ALICE, image.id(), "bob");
        assertThat(fault(() -> test.registry().check(BOB, image.id()))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> test.registry().check(ADMIN, image.id()))).isEqualTo(Kind.FORBIDDEN);
        update(change().isPublic(true));
        assertThat(test.registry().check(ADMIN, image.id()).found()).isNull();
        test.store.remove(image.location());
        assertThat(fault(() -> test.registry().check(ADMIN, image.id()))).isEqualTo(Kind.FORBIDDEN);
        assertThat(now().found()).isNull();
    }

    @Test
    void whatHasNoBytesHasNoFile() {
        assertThat(fault(() -> test.registry().check(ALICE, test.reserve(ALICE).id())))
                .isEqualTo(Kind.CONFLICT);
        assertThat(fault(() -> test.registry()
                        .check(
                                TestRegistry.hidingReserved(ALICE),
                                test.reserve(ALICE).id())))
                .isEqualTo(Kind.NOT_FOUND);
    }

    /** The store neither shows one's own file nor says that it is gone. */
    @Test
    void aStoreThatForbidsOnesOwnFileProvesNothing() {
        StoreBetween forbidding = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                return Optional.empty();
            }

            @Override
            public boolean isGone(Caller caller, Location location) {
                return false;
            }
        };

        assertThat(fault(() -> test.registry(test.database, forbidding).check(ALICE, image.id())))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(now()).isEqualTo(image);
    }

    @Test
    void registeringAgainMakesItAvailable() {
        goneAndChecked();
        test.store.put(image.location(), new StoredObject(file.uuid(), 6, "fedcba9876543210", Optional.empty()));

        Image anew = test.registry().register(ALICE, draft(image.location()).done());

        assertThat(anew.found()).isNull();
        assertThat(anew.status()).isEqualTo(Status.AVAILABLE);
        assertThat(anew.id()).isEqualTo(image.id());
    }

    @Test
    void registeringWhatIsGoneRecordsThat() {
        test.store.remove(image.location());

        assertThat(fault(() ->
                        test.registry().register(ALICE, draft(image.location()).done())))
                .isEqualTo(Kind.NO_OBJECT);
        assertThat(now().found().finding()).isEqualTo(Finding.GONE);
    }

    @Test
    void othersWhoRegisterWhatIsGoneProveNothing() {
        test.store.remove(image.location());

        assertThat(fault(() ->
                        test.registry().register(BOB, draft(image.location()).done())))
                .isEqualTo(Kind.NO_OBJECT);
        assertThat(now()).isEqualTo(image);
    }

    @Test
    void theOwnersWordComesBackWithTheFile() {
        update(change().status(Status.ERROR));
        Image gone = goneAndChecked();
        assertThat(gone.status()).isEqualTo(Status.ERROR);
        assertThat(gone.found().otherwise()).isEqualTo(Status.ERROR);

        test.store.put(image.location(), file);
        assertThat(check().status()).isEqualTo(Status.ERROR);

        goneAndChecked();
        assertThat(update(change().status(Status.UNAVAILABLE)).status()).isEqualTo(Status.UNAVAILABLE);
        test.store.put(image.location(), file);
        assertThat(check().status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void sendingBackTheStatusThatIsShownIsNoWord() {
        Image gone = goneAndChecked();

        assertThat(update(change().status(Status.UNAVAILABLE))).isEqualTo(gone);
        update(change().status(Status.UNAVAILABLE).name("renamed"));
        test.store.put(image.location(), file);

        assertThat(check().status()).isEqualTo(Status.AVAILABLE);
        assertThat(now().metadata().name()).isEqualTo("renamed");
    }

    @Test
    void theOwnersWordDoesNotBringTheFileBack() {
        Image gone = goneAndChecked();

        assertThat(fault(() -> update(change().name("renamed").status(Status.AVAILABLE))))
                .isEqualTo(Kind.CONFLICT);
        assertThat(now()).isEqualTo(gone);
        test.object(ALICE, "a");
        assertThat(fault(() -> update(change().status(Status.AVAILABLE).isPublic(true))))
                .isEqualTo(Kind.CONFLICT);
        assertThat(now().found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(now().isPublic()).isFalse();
    }

    @Test
    void whoSaysAvailableHasTheFileLookedAt() {
        for (boolean publishes : new boolean[] {false, true}) {
            Image gone = goneAndChecked();
            test.store.put(image.location(), file);

            TestRegistry.ChangeBuilder available =
                    change().status(Status.AVAILABLE).ifSeen(gone.updatedAt());
            Image back = update(publishes ? available.isPublic(true) : available);

            assertThat(back.status()).isEqualTo(Status.AVAILABLE);
            assertThat(back.found()).isNull();
            assertThat(back.updatedAt()).isAfter(gone.updatedAt());
            assertThat(back.isPublic()).isEqualTo(publishes);
            assertThat(now()).isEqualTo(back);
        }
    }

    @Test
    void whoSaysAvailableOfWhatIsAvailableAsksNobody() {
        StoreBetween down = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                throw isDown();
            }
        };
        Registry registry = test.registry(test.database, down);

        assertThat(registry.update(
                        ALICE, image.id(), change().status(Status.AVAILABLE).done()))
                .isEqualTo(image);
        goneAndChecked();
        assertThat(fault(() -> registry.update(
                        ALICE, image.id(), change().status(Status.AVAILABLE).done())))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(registry.update(ALICE, image.id(), change().name("renamed").done())
                        .metadata()
                        .name())
                .isEqualTo("renamed");
    }

    @Test
    void downloadsRecordWhatTheyFind() throws IOException {
        Image uploaded = test.upload(ALICE, "hello");
        test.share(ALICE, uploaded.id(), "bob");
        byte[] bytes = test.store.bytes(uploaded.location()).orElseThrow();
        StoredObject object = test.store.stat(ALICE, uploaded.location()).orElseThrow();

        test.store.put(uploaded.location(), bytes); // the same bytes in another object
        assertThat(fault(() -> open(test.registry(), BOB, uploaded.id(), Optional.empty())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(test.registry().find(ALICE, uploaded.id()).found().finding()).isEqualTo(Finding.CHANGED);

        Location aside = TestRegistry.location(ALICE, "aside");
        test.store.move(uploaded.location(), aside);
        assertThat(fault(() -> open(test.registry(), BOB, uploaded.id(), Optional.empty())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(test.registry().find(ALICE, uploaded.id()).found().finding()).isEqualTo(Finding.CHANGED);
        assertThat(fault(() -> open(test.registry(), ALICE, uploaded.id(), Optional.empty())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(test.registry().find(ALICE, uploaded.id()).found().finding()).isEqualTo(Finding.GONE);

        test.store.put(uploaded.location(), object, bytes);
        open(test.registry(), BOB, uploaded.id(), Optional.empty()).close();
        Image back = test.registry().find(ALICE, uploaded.id());
        assertThat(back.found()).isNull();
        assertThat(back.status()).isEqualTo(Status.AVAILABLE);
        assertThat(back.updatedAt()).isAfter(NOON);
    }

    @Test
    void unregisteringForgetsWhatWasFound() {
        goneAndChecked();
        test.registry().unregister(ALICE, image.id());

        assertThat(test.registry().findEvenDeleted(ADMIN, image.id()).found()).isNull();
    }

    /** As a manifest, whose hash says nothing of the bytes. */
    @Test
    void aFileThatHasBecomeWhatCannotBeRegisteredHasChanged() {
        Registry registry = test.registry(test.database, new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                throw Fault.badRequest("a manifest");
            }
        });

        assertThat(registry.check(ALICE, image.id()).found().finding()).isEqualTo(Finding.CHANGED);

        assertThat(check().found()).isNull();
        TestRegistry.DraftBuilder again = draft(image.location());
        assertThat(fault(() -> registry.register(ALICE, again.done()))).isEqualTo(Kind.BAD_REQUEST);
        assertThat(now().found().finding()).isEqualTo(Finding.CHANGED);
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.BOUNDS;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.silenceUploads;
import static org.plankton.registry.TestRegistry.uploadOf;
import static org.plankton.registry.TestRegistry.uploads;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.Upload;

class UploadTest {
    private static final String BYTES = "hello, these are the bytes";
    private static final String MD5 = "f0feb375f8cd0f904de0b0e5a8d50292";
    private static final String SHA_512 = "2929d0ee10288c7c1775702cded41eb6529d605f958b522ebd6046cf0938bcbc"
            + "8b63d390ce64a010538c592216ce3ce2d8c24a5115fb09c3f25764bb49d0d2f4";
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final TestRegistry test = new TestRegistry();
    private final Image image = test.reserve(ALICE);
    private static final Caller SERVICE = Caller.service("token");

    private final Location place = test.store.place("alice", image.id());

    private Image upload(Upload upload) throws IOException {
        return test.registry().upload(ALICE, image.id(), Change.NONE, upload);
    }

    private Image now() {
        return test.registry().find(ALICE, image.id());
    }

    /** As many bytes as come, which must have that size and MD5 if they are told. */
    private static Upload saying(OptionalLong size, Optional<String> md5) {
        return new Upload(uploadOf(BYTES).bytes(), OptionalLong.empty(), new Expected(size, Optional.empty(), md5));
    }

    /** Bytes that come four by four; between the first of them and the rest the events happen, one each time. */
    private static Upload interrupted(TestRegistry.Work... events) {
        Iterator<TestRegistry.Work> next = List.of(events).iterator();
        InputStream bytes = new FilterInputStream(uploadOf(BYTES).bytes()) {
            private boolean hasBegun;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (hasBegun && next.hasNext()) {
                    next.next().run();
                }
                hasBegun = true;
                return super.read(buffer, offset, Math.min(4, length));
            }
        };
        return new Upload(bytes, OptionalLong.of(BYTES.length()), Expected.NOTHING);
    }

    /** The image is in error, and nothing of its bytes is anywhere. */
    private void assertFailed() {
        assertThat(now().status()).isEqualTo(Status.ERROR);
        assertThat(now().hasBytes()).isFalse();
        assertThat(now().updatedAt()).isAfter(image.updatedAt());
        assertThat(test.store.stat(ALICE, place)).isEmpty();
        assertThat(uploads()).isEmpty();
        assertThat(fault(() -> upload(uploadOf(BYTES)))).isEqualTo(Kind.CONFLICT);
    }

    private void assertUploaded() {
        assertThat(now().status()).isEqualTo(Status.AVAILABLE);
        assertThat(test.store.bytes(now().location())).hasValue(BYTES.getBytes(StandardCharsets.UTF_8));
        assertThat(uploads()).isEmpty();
    }

    @Test
    void anImageThatHasItsBytesIsAvailable() throws IOException {
        Image uploaded = test.at(NOON.plusSeconds(1)).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES));

        StoredObject object = test.store.stat(ALICE, place).orElseThrow();
        Content content = Content.of(place, object, MD5)
                .with(its -> its.sha512(SHA_512)
                        .virtualSize(OptionalLong.of(BYTES.length()))
                        .isOwn(true));
        assertThat(uploaded).isEqualTo(image.withBytes(content, uploaded.updatedAt()));
        assertThat(uploaded.updatedAt()).isAfterOrEqualTo(NOON.plusSeconds(1));
        assertThat(uploaded.size()).isEqualTo(BYTES.length());
        assertThat(uploaded.status()).isEqualTo(Status.AVAILABLE);
        assertThat(now()).isEqualTo(uploaded);
        assertUploaded();
    }

    @Test
    void anImageIsRegisteredWithItsBytesAtOnce() throws IOException {
        Image uploaded = test.upload(BOB, BYTES);

        assertThat(uploaded.status()).isEqualTo(Status.AVAILABLE);
        assertThat(uploaded.location()).isEqualTo(test.store.place("bob", uploaded.id()));
        assertThat(test.list(BOB, all())).containsExactly(uploaded);
    }

    @Test
    void anImageMayHaveNoByteAtAll() throws IOException {
        Image uploaded = upload(uploadOf(""));

        assertThat(uploaded.size()).isZero();
        assertThat(uploaded.md5()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(uploaded.status()).isEqualTo(Status.AVAILABLE);
    }

    @Test
    void bytesAreWhatWasSaidOfThem() throws IOException {
        upload(saying(OptionalLong.of(BYTES.length()), Optional.of(MD5)));

        assertUploaded();
    }

    @Test
    void bytesOfAnotherSizeAreNotKept() {
        assertThat(fault(() -> upload(saying(OptionalLong.of(BYTES.length() + 1), Optional.empty()))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertFailed();
    }

    @Test
    void bytesWithAnotherMd5AreNotKept() {
        assertThat(fault(() -> upload(saying(OptionalLong.empty(), Optional.of("0".repeat(32))))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertFailed();
    }

    @Test
    void whatCanBeToldBeforehandLeavesTheImageReserved() {
        Upload contradictory = new Upload(
                uploadOf(BYTES).bytes(),
                OptionalLong.of(BYTES.length()),
                new Expected(OptionalLong.of(BYTES.length() + 1), Optional.empty(), Optional.empty()));
        Upload tooLong = new Upload(uploadOf(BYTES).bytes(), OptionalLong.of(BOUNDS.longest() + 1), Expected.NOTHING);
        Upload saidTooLong = saying(OptionalLong.of(BOUNDS.longest() + 1), Optional.empty());

        assertThat(fault(() -> upload(contradictory))).isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> upload(tooLong))).isEqualTo(Kind.OVER_LIMIT);
        assertThat(fault(() -> upload(saidTooLong))).isEqualTo(Kind.OVER_LIMIT);
        assertThat(now()).isEqualTo(image);
        for (Upload refused : new Upload[] {contradictory, tooLong, saidTooLong}) {
            fault(() -> test.registry().register(BOB, draft(null).done(), refused));
        }
        assertThat(fault(() -> test.registry()
                        .register(BOB, draft(null).formats(DiskFormat.RAW, null).done(), uploadOf(BYTES))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.list(BOB, all())).isEmpty();
        assertThat(test.store.puts()).isZero();
    }

    @Test
    void moreBytesThanAnImageMayHaveAreNotKept() {
        byte[] many = new byte[(int) BOUNDS.longest() + 1];

        assertThat(fault(() ->
                        upload(new Upload(new ByteArrayInputStream(many), OptionalLong.empty(), Expected.NOTHING))))
                .isEqualTo(Kind.OVER_LIMIT);
        assertFailed();
    }

    @Test
    void asManyBytesAsAnImageMayHaveAreKept() throws IOException {
        byte[] many = new byte[(int) BOUNDS.longest()];

        assertThat(upload(new Upload(new ByteArrayInputStream(many), OptionalLong.of(many.length), Expected.NOTHING))
                        .size())
                .isEqualTo(many.length);
    }

    @Test
    void aBodyThatEndsBeforeItsLengthIsNotKept() {
        assertThatThrownBy(() -> upload(
                        new Upload(uploadOf(BYTES).bytes(), OptionalLong.of(BYTES.length() + 1), Expected.NOTHING)))
                .isInstanceOf(EOFException.class);
        assertFailed();
    }

    @Test
    void aClientThatGoesAwayInTheMiddleLeavesNothing() {
        IOException gone = new IOException("gone away");

        assertThatThrownBy(() -> upload(interrupted(() -> {
                    throw gone;
                })))
                .isSameAs(gone);
        assertFailed();
    }

    @Test
    void anErrorOfOursInTheMiddleLeavesNothing() {
        assertThatThrownBy(() -> upload(interrupted(() -> {
                    throw new IllegalStateException("ours");
                })))
                .hasMessage("ours");
        assertFailed();
    }

    @Test
    void needsItsFormats() throws IOException {
        Image unknown = test.registry()
                .reserve(ALICE, draft(null).formats(DiskFormat.RAW, null).done());

        assertThat(fault(() -> test.registry().upload(ALICE, unknown.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.registry().find(ALICE, unknown.id())).isEqualTo(unknown);
        assertThat(test.store.puts()).isZero();
    }

    @Test
    void theServiceItselfUploadsItIntoItsOwnersAccount() throws IOException {
        test.share(ALICE, image.id(), "bob");

        test.registry().upload(SERVICE, image.id(), Change.NONE, uploadOf(BYTES));

        assertUploaded();
        assertThat(now().location()).isEqualTo(place);
        assertThat(test.store.open(BOB, place, Optional.empty())).isPresent();
    }

    @Test
    void whatTheServiceHasFailedWithIsClearedAwayInItsOwnersAccount() {
        String md5 = "0".repeat(32);

        assertThat(fault(() -> test.registry()
                        .upload(SERVICE, image.id(), Change.NONE, saying(OptionalLong.empty(), Optional.of(md5)))))
                .isEqualTo(Kind.BAD_REQUEST);

        assertFailed();
    }

    @Test
    void onlyItsOwnerUploadsIt() throws IOException {
        test.share(ALICE, image.id(), "bob");

        Registry registry = test.registry();
        assertThat(fault(() -> registry.upload(BOB, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> registry.upload(CAROL, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.HIDDEN);
        assertThat(fault(() -> registry.upload(ALICE, UUID.randomUUID().toString(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> registry.upload(ALICE, "1", Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(test.store.puts()).isZero();

        assertThat(fault(() -> registry.upload(ADMIN, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.FORBIDDEN); // the bytes would be in their account
        assertThat(now().status()).isEqualTo(Status.QUEUED);
    }

    @Test
    void anImageThatHasItsBytesGetsNoOthers() throws IOException {
        upload(uploadOf(BYTES));

        assertThat(fault(() -> upload(uploadOf("others")))).isEqualTo(Kind.CONFLICT);
        assertUploaded();
    }

    @Test
    void whatIsInItsPlaceIsNotTouched() {
        byte[] others = "somebody's".getBytes(StandardCharsets.UTF_8);
        test.store.put(place, others);

        assertThat(fault(() -> upload(uploadOf(BYTES)))).isEqualTo(Kind.CONFLICT);

        assertThat(now()).isEqualTo(image);
        assertThat(test.store.bytes(place)).hasValue(others);
        test.reserve(ALICE);
        assertThat(test.store.bytes(place)).hasValue(others);
    }

    @Test
    void whatComesIntoItsPlaceInTheMeantimeIsNotTouched() {
        byte[] others = "somebody's".getBytes(StandardCharsets.UTF_8);
        test.store.beforePut(() -> test.store.put(place, others));

        assertThat(fault(() -> upload(uploadOf(BYTES)))).isEqualTo(Kind.CONFLICT);

        assertThat(now().status()).isEqualTo(Status.QUEUED);
        assertThat(uploads()).isEmpty();
        test.reserve(ALICE);
        assertThat(test.store.bytes(place)).hasValue(others);
    }

    /** Where the store looks before it writes, somebody may write after it has looked. */
    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "OVER_LIMIT"})
    void whatComesIntoItsPlaceWhileItFailsIsNotTouched(Kind kind) {
        byte[] others = "somebody's".getBytes(StandardCharsets.UTF_8);
        StoreBetween failing = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                bytes.readAllBytes();
                test.store.put(location, others);
                throw new Fault(kind, "no");
            }
        };

        assertThat(fault(() -> test.registry(failing, LEASE).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(kind);
        test.reserve(ALICE);
        silenceUploads();
        test.reserve(ALICE);

        assertThat(now().status()).isEqualTo(Status.ERROR);
        assertThat(test.store.bytes(place)).hasValue(others);
        assertThat(uploads()).isEmpty();
    }

    @Test
    void aStoreThatFailsBeforeTheBytesLeavesTheImageQueued() throws IOException {
        for (Kind kind : new Kind[] {Kind.UNAVAILABLE, Kind.UNAUTHORIZED, Kind.OVER_LIMIT}) {
            Image other = test.reserve(ALICE);
            test.store.beforePut(() -> {
                throw new Fault(kind, "no");
            });

            assertThat(fault(() -> test.registry().upload(ALICE, other.id(), Change.NONE, uploadOf(BYTES))))
                    .isEqualTo(kind);

            assertThat(test.registry().find(ALICE, other.id()).status()).isEqualTo(Status.QUEUED);
            assertThat(uploads()).isEmpty();
            test.store.recover();
            assertThat(test.registry()
                            .upload(ALICE, other.id(), Change.NONE, uploadOf(BYTES))
                            .status())
                    .isEqualTo(Status.AVAILABLE);
        }
    }

    @Test
    void aStoreThatFailsInTheMiddleLeavesNothing() {
        test.store.dieAfter(5);

        assertThat(fault(() -> upload(interrupted()))).isEqualTo(Kind.UNAVAILABLE);

        test.store.recover();
        assertThat(test.store.count()).isZero();
        test.reserve(ALICE); // as it might have made an object yet
        assertFailed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAStoreMakesOnlyWhenItHasBeenGivenUpIsDeletedAfterTheLease(boolean isImageDeleted) throws IOException {
        StoreBetween slow = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                bytes.readAllBytes();
                throw isDown();
            }
        };
        Registry registry = test.registry(slow, LEASE);

        assertThat(fault(() -> registry.upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(now().status()).isEqualTo(Status.ERROR);
        if (isImageDeleted) {
            registry.delete(ALICE, image.id());
            assertThat(fault(() -> registry.delete(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
        }
        registry.reserve(ALICE, draft(null).done());
        assertThat(uploads()).containsExactly(image.id());

        test.store.finishPut(place, BYTES.getBytes(StandardCharsets.UTF_8));
        silenceUploads();
        registry.reserve(ALICE, draft(null).done());
        assertThat(test.store.count()).isZero();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void whatAStoreMakesOnlyWhenItHasBeenGivenUpIsItsOwnersWhoHasRegisteredIt() {
        test.store.dieAfter(BYTES.length());
        assertThat(fault(() -> upload(uploadOf(BYTES)))).isEqualTo(Kind.UNAVAILABLE);
        test.store.recover();
        test.store.finishPut(place, BYTES.getBytes(StandardCharsets.UTF_8));

        Image registered = test.registry().register(ALICE, draft(place).done());
        test.reserve(ALICE);

        assertThat(test.registry().find(ALICE, registered.id())).isEqualTo(registered);
        assertThat(test.store.stat(ALICE, place)).isPresent();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void ofAnUploadThatTheStoreHasRefusedNothingIsExpected() {
        StoreBetween full = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                bytes.readAllBytes();
                throw new Fault(Kind.OVER_LIMIT, "full");
            }
        };

        assertThat(fault(() -> test.registry(full, LEASE).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.OVER_LIMIT);
        assertFailed();
    }

    @Test
    void aStoreWhoseAnswerIsLostLeavesNothing() {
        StoreBetween mute = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                super.put(caller, location, bytes, length);
                throw isDown();
            }
        };

        assertThat(fault(() ->
                        test.registry(test.database, mute).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.UNAVAILABLE);

        assertThat(test.store.puts()).isEqualTo(1);
        assertFailed();
    }

    @Test
    void bytesThatTheStoreHasNotKeptAsTheyWereAreNone() {
        StoreBetween forgetful = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                return super.stat(caller, location)
                        .map(object -> new StoredObject(
                                object.uuid(), object.size() - 1, object.checksum(), Optional.empty()));
            }
        };

        assertThat(fault(() -> test.registry(test.database, forgetful)
                        .upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.UNAVAILABLE);
        assertFailed();
    }

    @Test
    void aStoreThatFailsToDeleteIsAskedAgainWhenTheAccountComesBy() {
        test.store.beforeDelete(() -> {
            throw StoreBetween.isDown();
        });
        assertThat(fault(() -> upload(saying(OptionalLong.of(1), Optional.empty()))))
                .isEqualTo(Kind.BAD_REQUEST); // and not that the store is down
        assertThat(now().status()).isEqualTo(Status.ERROR);
        assertThat(test.store.stat(ALICE, place)).isPresent();

        test.reserve(ALICE); // which does not depend on it
        assertThat(uploads()).containsExactly(image.id());

        test.store.recover();
        test.reserve(ALICE);
        assertFailed();
    }

    @Test
    void whoMaySeeTheImageMayThenReadItsObject() throws IOException {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        test.registry().removeMember(ALICE, image.id(), "carol");

        upload(uploadOf(BYTES));

        assertThat(test.store.readers(place)).isEqualTo(Set.of("bob"));
        assertThat(read(BOB, image.id())).isEqualTo(BYTES);
    }

    @Test
    void everyoneMayReadThePublicImagesObject() throws IOException {
        Image uploaded = test.registry().register(ALICE, draft(null).isPublic().done(), uploadOf(BYTES));

        assertThat(test.store.readers(uploaded.location())).isEqualTo(Set.of(EVERYONE));
        assertThat(read(CAROL, uploaded.id())).isEqualTo(BYTES);
    }

    @Test
    void membersThatComeDuringTheUploadMayReadItToo() throws IOException {
        upload(interrupted(() -> test.share(ALICE, image.id(), "bob")));

        assertThat(test.store.readers(place)).isEqualTo(Set.of("bob"));
    }

    private String read(Caller caller, String id) throws IOException {
        try (StoredBytes bytes = TestRegistry.open(test.registry(), caller, id, Optional.empty())) {
            return new String(bytes.stream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aStoreThatFailsToLetThemInLeavesNothing() throws IOException {
        test.share(ALICE, image.id(), "bob");
        Image everyones = test.registry().reserve(ALICE, draft(null).isPublic().done());
        test.store.fail();

        assertThat(fault(() -> upload(uploadOf(BYTES)))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().upload(ALICE, everyones.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.UNAVAILABLE);

        test.store.recover();
        assertFailed();
        assertThat(test.registry().find(ALICE, everyones.id()).status()).isEqualTo(Status.ERROR);
        assertThat(test.store.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anImageThatIsUnregisteredDuringItsUploadLeavesNothing(boolean withBytes) {
        Upload upload = interrupted(() -> {
            if (withBytes) {
                test.registry().delete(ALICE, image.id());
            } else {
                test.registry().unregister(ALICE, image.id());
            }
        });

        assertThat(fault(() -> upload(upload))).isEqualTo(Kind.STALE);

        assertThat(fault(this::now)).isEqualTo(Kind.NOT_FOUND);
        assertThat(test.store.count()).isZero();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void anImageThatIsUnregisteredAtTheVeryEndOfItsUploadLeavesNothing() {
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                super.put(caller, location, bytes, length);
                test.registry().unregister(ADMIN, image.id());
            }
        };

        assertThat(fault(() ->
                        test.registry(test.database, store).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.STALE);

        assertThat(test.store.count()).isZero();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void anUploadThatIsTakenForDeadLeavesNothingWhenItComesBackToLife() {
        Upload upload = interrupted(() -> {
            silenceUploads();
            test.keepHouse(LEASE, LEASE, NOON);
            assertThat(now().status()).isEqualTo(Status.ERROR);
        });

        assertThat(fault(() -> upload(upload))).isEqualTo(Kind.STALE);
        assertFailed();
    }

    @Test
    void anUploadWhoseBytesComeIsNotTakenForDead() throws IOException {
        upload(interrupted(TestRegistry::silenceUploads, () -> {
            test.keepHouse(LEASE, LEASE, NOON);
            test.reserve(ALICE); // which clears up
            assertThat(now().status()).isEqualTo(Status.SAVING);
        }));

        assertUploaded();
    }

    @Test
    void theFirstOfTwoUploadsAtOnceWins() throws IOException {
        upload(interrupted(
                () -> assertThat(fault(() -> upload(uploadOf("others")))).isEqualTo(Kind.CONFLICT)));

        assertUploaded();
    }

    @Test
    void theOneOfTwoUploadsAtOnceThatBeginsLaterTouchesNothing() {
        boolean[] first = {true};
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                Optional<StoredObject> none = super.stat(caller, location);
                if (first[0]) { // both have seen the image queued, and nothing in its place
                    first[0] = false;
                    try {
                        upload(uploadOf(BYTES));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return none;
            }
        };

        assertThat(fault(() ->
                        test.registry(test.database, store).upload(ALICE, image.id(), Change.NONE, uploadOf("others"))))
                .isEqualTo(Kind.CONFLICT);
        assertUploaded();
    }

    /** Uploads while the database fails to record that the image is available. */
    private void uploadInVain(boolean afterCommit, boolean forGood) {
        FailingDatabase failing = new FailingDatabase(test.database);
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                super.put(caller, location, bytes, length);
                failing.failNext(afterCommit, forGood);
            }
        };
        assertThat(fault(() -> test.registry(failing, store).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES))))
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aDatabaseThatFailsAtTheEndLeavesNothing() {
        uploadInVain(false, false);

        assertFailed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatabaseWhoseLastAnswerIsLostLeavesTheImageAvailable(boolean forGood) {
        uploadInVain(true, forGood);

        assertUploaded();
        silenceUploads();
        test.keepHouse(LEASE, LEASE, NOON);
        test.reserve(ALICE);
        assertUploaded();
    }

    /** As a crash of the server would. */
    private void crash() {
        uploadInVain(false, true);
        assertThat(now().status()).isEqualTo(Status.SAVING);
        assertThat(test.store.stat(ALICE, place)).isPresent();
        assertThat(uploads()).containsExactly(image.id());
    }

    @Test
    void whatACrashLeavesIsNotTouchedBeforeItIsTakenForDead() {
        crash();

        test.keepHouse(LEASE, LEASE, NOON);
        test.reserve(ALICE);

        assertThat(now().status()).isEqualTo(Status.SAVING);
        assertThat(test.store.stat(ALICE, place)).isPresent();
        assertThat(uploads()).containsExactly(image.id());
    }

    @Test
    void whatACrashLeavesIsClearedUpWhenItsAccountReserves() {
        crash();
        silenceUploads();
        test.keepHouse(LEASE, LEASE, NOON);
        assertThat(now().status()).isEqualTo(Status.ERROR);

        test.reserve(BOB);
        test.reserve(ADMIN);
        assertThat(test.store.stat(ALICE, place)).isPresent();
        assertThat(uploads()).containsExactly(image.id());

        test.reserve(ALICE);
        assertFailed();
    }

    @Test
    void whatACrashLeavesIsClearedUpWhenItsAccountUploads() throws IOException {
        Image other = test.reserve(ALICE);
        crash();
        silenceUploads();
        test.keepHouse(LEASE, LEASE, NOON);

        test.registry().upload(ALICE, other.id(), Change.NONE, uploadOf(BYTES));

        assertFailed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatACrashLeavesIsClearedUpWhenTheImageIsDeleted(boolean isTakenForDead) {
        crash();
        if (isTakenForDead) {
            silenceUploads();
            test.keepHouse(LEASE, LEASE, NOON);
        }

        test.registry().delete(ALICE, image.id());

        assertThat(test.store.count()).isZero();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void whatACrashLeavesOfAnImageThatAnAdministratorDeletesIsClearedUpWhenItsAccountComesBy() {
        crash();

        test.registry().delete(ADMIN, image.id());
        assertThat(test.store.stat(ALICE, place)).isPresent();

        test.reserve(ALICE);
        assertThat(test.store.count()).isZero();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void whatACrashLeavesIsItsOwnersWhoHasRegisteredIt() {
        crash();
        silenceUploads();
        test.keepHouse(LEASE, LEASE, NOON);

        Image registered = test.registry().register(ALICE, draft(place).done());
        test.reserve(ALICE);
        test.registry().delete(ALICE, image.id());

        assertThat(test.registry().find(ALICE, registered.id())).isEqualTo(registered);
        assertThat(test.store.stat(ALICE, place)).isPresent();
        assertThat(uploads()).isEmpty();
        test.registry().unregister(ALICE, registered.id());
        test.reserve(ALICE);
        assertThat(test.store.stat(ALICE, place)).isPresent();
    }

    @Test
    void anObjectIsNotRegisteredWhileItIsBeingUploaded() throws IOException {
        List<Kind> refused = new ArrayList<>();
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                super.put(caller, location, bytes, length);
                refused.add(
                        fault(() -> test.registry().register(ALICE, draft(place).done())));
            }
        };

        test.registry(test.database, store).upload(ALICE, image.id(), Change.NONE, uploadOf(BYTES));

        assertThat(refused).containsExactly(Kind.CONFLICT);
        assertThat(now().status()).isEqualTo(Status.AVAILABLE);
        assertThat(test.list(ALICE, all())).containsExactly(now());
    }

    @Test
    void nothingIsRegisteredWhereTheStoreIsBeingToldToDelete() {
        List<Kind> refused = new ArrayList<>();
        test.store.beforeDelete(() -> refused.add(
                fault(() -> test.registry().register(ALICE, draft(place).done()))));

        Upload wrong = new Upload(
                uploadOf(BYTES).bytes(),
                OptionalLong.empty(),
                new Expected(OptionalLong.of(1), Optional.empty(), Optional.empty()));
        assertThat(fault(() -> upload(wrong))).isEqualTo(Kind.BAD_REQUEST);

        assertThat(refused).containsExactly(Kind.CONFLICT);
        assertThat(test.store.stat(ALICE, place)).isEmpty();
    }
}

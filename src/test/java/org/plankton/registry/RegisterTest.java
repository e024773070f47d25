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
import static org.plankton.registry.TestRegistry.location;
import static org.plankton.registry.TestRegistry.over;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.MetadataBuilder;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Tags;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.request.TagChange;

class RegisterTest {
    private final TestRegistry test = new TestRegistry();

    @Test
    void anImageIsWhatTheDraftAndTheObjectSay() {
        Location location = test.object(ALICE, "a");

        Image image = test.registry()
                .register(
                        ALICE,
                        draft(location)
                                .name("Δέβιαν 😀")
                                .formats(DiskFormat.EXTDUMP, ContainerFormat.OVF)
                                .properties(Map.of("os", "debian", "a b", "ü"))
                                .done());

        StoredObject object = test.store.stat(ALICE, location).orElseThrow();
        assertThat(image)
                .isEqualTo(Image.reserved(
                                object.uuid().orElseThrow(),
                                "alice",
                                MetadataBuilder.builder(Metadata.NONE)
                                        .name("Δέβιαν 😀")
                                        .diskFormat(DiskFormat.EXTDUMP)
                                        .containerFormat(ContainerFormat.OVF)
                                        .properties(new Properties(Map.of("os", "debian", "a b", "ü")))
                                        .build(),
                                NOON)
                        .withBytes(
                                new Content(
                                        location,
                                        object.size(),
                                        object.checksum(),
                                        object.uuid().orElseThrow(),
                                        "",
                                        "",
                                        OptionalLong.empty(),
                                        false),
                                NOON));
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    @Test
    void anObjectWithoutAnIdGetsOneThatItsLocationMakes() {
        Location location = location(ALICE, "a");
        test.store.put(location, new StoredObject(Optional.empty(), 5, "abcd", Optional.empty()));

        assertThat(test.registry().register(ALICE, draft(location).done()).id())
                .isEqualTo(location.uuid().toString());
    }

    @Test
    void registeringALocationAgainResetsAllButItsIdAndTimeOfCreation() {
        Location location = test.object(ALICE, "a");
        Image first = test.registry()
                .register(
                        ALICE,
                        draft(location)
                                .name("old")
                                .isPublic()
                                .properties(Map.of("os", "debian"))
                                .done());
        test.registry().update(ALICE, first.id(), change().status(Status.ERROR).done());
        test.share(ALICE, first.id(), "bob");

        Image again = test.at(NOON.plus(Duration.ofHours(1)))
                .register(
                        ALICE,
                        draft(location)
                                .name("new")
                                .properties(Map.of("kernel", "6"))
                                .done());

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.createdAt()).isEqualTo(NOON);
        assertThat(again.updatedAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(again.metadata().name()).isEqualTo("new");
        assertThat(again.status()).isEqualTo(Status.AVAILABLE);
        assertThat(again.isPublic()).isFalse();
        assertThat(again.metadata().properties().values()).isEqualTo(Map.of("kernel", "6"));
        assertThat(test.members(ALICE, first.id())).isEmpty();
        assertThat(test.list(ALICE, all())).containsExactly(again);
    }

    @Test
    void eachChangeIsLaterThanTheOneBefore() {
        Location location = test.object(ALICE, "a");
        Image first = test.registry().register(ALICE, draft(location).done());
        Image second = test.registry().register(ALICE, draft(location).done());

        assertThat(second.updatedAt()).isAfter(first.updatedAt());
    }

    @Test
    void anObjectThatWasMovedTakesItsRegistrationAlong() {
        Image first = test.register(ALICE, "a");
        Location elsewhere = location(ALICE, "b");
        test.store.move(first.location(), elsewhere);

        Image moved = test.registry().register(ALICE, draft(elsewhere).done());

        assertThat(moved.id()).isEqualTo(first.id());
        assertThat(moved.createdAt()).isEqualTo(first.createdAt());
        assertThat(test.list(ALICE, all())).containsExactly(moved);
    }

    @Test
    void locationsThatOnlyLookAlikeAreDifferentImages() {
        String[] names = {"f", "F", "f ", "\u00e9", "e\u0301", "f/g", "f%2Fg"};
        for (String name : names) {
            test.register(ALICE, name);
        }

        assertThat(test.list(ALICE, all())).hasSize(names.length);
    }

    @Test
    void aPublicImagesObjectMayBeReadByEveryone() {
        Image image = test.registerPublic(ALICE, "a");

        assertThat(test.store.readers(image.location())).isEqualTo(Set.of(EVERYONE));
    }

    @Test
    void tagsThatThereAreAlreadyAreNoneTooMany() {
        Location location = test.object(ALICE, "a");
        Image image = test.registry().register(ALICE, draft(location).done());
        Tags tags = new Tags(List.of("one", "two"));
        MetadataChange tagged = MetadataChange.NONE.withTags(Optional.of(new TagChange.To(tags)));
        test.registry().update(ALICE, image.id(), Change.NONE.withMetadata(tagged));
        Caller lowered = over(ALICE, new Limits(255, 93, 255, 128, 6144, 4, 1));

        Image again = test.registry().register(lowered, draft(location).done());

        assertThat(again.metadata().tags()).isEqualTo(tags);
    }

    @Test
    void registeringAgainTakesBackWhatThoseBeforeMightRead() {
        Image image = test.registerPublic(ALICE, "a");
        test.share(ALICE, image.id(), "bob");

        test.registry().register(ALICE, draft(image.location()).done());

        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void ownersAreNotAskedTwice() {
        Location location = test.object(ALICE, "a");
        StoredObject object = test.store.stat(ALICE, location).orElseThrow();

        Image image = test.registry()
                .register(
                        ALICE,
                        draft(location)
                                .owner("alice")
                                .size(object.size())
                                .checksum(object.checksum())
                                .done());

        assertThat(image.owner()).isEqualTo("alice");
    }

    @Test
    void refusesWhatIsNotSoOfTheFile() {
        Location location = test.object(ALICE, "a");

        assertThat(fault(() ->
                        test.registry().register(ALICE, draft(location).size(6).done())))
                .isEqualTo(Kind.MISMATCH);
        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).checksum("0").done())))
                .isEqualTo(Kind.MISMATCH);
        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).owner("bob").done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.list(ALICE, all())).isEmpty();
    }

    @Test
    void anAdministratorMayRegisterForAnother() {
        Location location = test.object(ADMIN, "a");

        Image image =
                test.registry().register(ADMIN, draft(location).owner("bob").done());

        assertThat(image.owner()).isEqualTo("bob");
        assertThat(test.list(BOB, all())).containsExactly(image);
        assertThat(fault(() -> test.registry()
                        .register(ADMIN, draft(location).owner("ü").done())))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void nobodyRegistersAnothersFile() {
        Location readable = test.object(ALICE, "a");
        test.store.setReaders(readable, Set.of("bob"));
        Location unreadable = test.object(ALICE, "b");

        assertThat(fault(() -> test.registry().register(BOB, draft(readable).done())))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> test.registry().register(BOB, draft(unreadable).done())))
                .isEqualTo(Kind.NO_OBJECT);
        assertThat(fault(() -> test.registry()
                        .register(BOB, draft(location(ALICE, "c")).done())))
                .isEqualTo(Kind.NO_OBJECT);
        assertThat(test.list(BOB, all())).isEmpty();
    }

    @Test
    void nobodyTakesBackAnImageThatWasGivenAway() {
        Image image = test.register(ALICE, "a");
        test.registry().update(ADMIN, image.id(), change().owner("bob").done());

        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(image.location()).isPublic().done())))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void needsANameAndALocation() {
        Location location = test.object(ALICE, "a");

        assertThat(fault(() -> test.registry().register(ALICE, draft(null).done())))
                .isEqualTo(Kind.NO_LOCATION);
    }

    @Test
    void asMuchAsTheLimitsAllowAndNoMore() {
        Location location = test.object(ALICE, "a");
        String emoji = "😀"; // one character, two of Java's

        test.registry().register(ALICE, draft(location).name("n".repeat(255)).done());
        test.registry().register(ALICE, draft(location).name(emoji.repeat(255)).done());
        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).name(emoji.repeat(256)).done())))
                .isEqualTo(Kind.BAD_REQUEST);
        test.registry()
                .register(
                        ALICE,
                        draft(location)
                                .properties(Map.of("k".repeat(93), "v".repeat(255)))
                                .done());
        assertThat(fault(() -> test.registry()
                        .register(
                                ALICE,
                                draft(location)
                                        .properties(Map.of("k".repeat(94), "v"))
                                        .done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .register(
                                ALICE,
                                draft(location)
                                        .properties(Map.of("k", "v".repeat(256)))
                                        .done())))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void aStoreThatFailsLeavesNothing() {
        Location location = test.object(ALICE, "a");
        test.store.fail();

        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).isPublic().done())))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.list(ALICE, all())).isEmpty();

        test.store.recover();
        Image image = test.registry().register(ALICE, draft(location).isPublic().done());
        assertThat(test.list(BOB, all())).containsExactly(image);
    }

    @Test
    void aLocationThatIsRegisteredIsAConflictForWhoeverReplacesNothing() {
        Location location = test.object(ALICE, "a");
        Image image = test.registry()
                .register(ALICE, draft(location).replacesNothing().done());

        assertThat(fault(() -> test.registry()
                        .register(
                                ALICE,
                                draft(location)
                                        .name("new")
                                        .isPublic()
                                        .replacesNothing()
                                        .done())))
                .isEqualTo(Kind.CONFLICT);

        assertThat(test.list(ALICE, all())).containsExactly(image);
        assertThat(test.store.readers(location)).isEmpty();
    }

    @Test
    void anImageHasTheIdThatItIsGiven() {
        String id = UUID.randomUUID().toString();

        Image image = test.registry()
                .register(ALICE, draft(test.object(ALICE, "a")).id(id).done());

        assertThat(image.id()).isEqualTo(id);
        assertThat(test.registry()
                        .register(ALICE, draft(image.location()).done())
                        .id())
                .isEqualTo(id);
    }

    @Test
    void anIdThatIsTakenIsAConflict() {
        Location location = test.object(ALICE, "a");
        Image reserved = test.reserve(BOB);
        Image registered = test.register(ALICE, "b");
        Image gone = test.register(ALICE, "c");
        test.registry().unregister(ALICE, gone.id());

        for (Image taken : List.of(reserved, registered, gone)) {
            for (Caller caller : List.of(ALICE, BOB)) {
                Location file = test.object(caller, "a");
                assertThat(fault(() -> test.registry()
                                .register(caller, draft(file).id(taken.id()).done())))
                        .isEqualTo(Kind.CONFLICT);
            }
        }
        assertThat(test.registry().find(BOB, reserved.id())).isEqualTo(reserved);
        assertThat(test.registry().find(ALICE, registered.id())).isEqualTo(registered);
        assertThat(test.registry().register(ALICE, draft(location).done()).status())
                .isEqualTo(Status.AVAILABLE);
    }

    @Test
    void nobodyKeepsAFileFromBeingRegisteredByReservingItsIds() {
        for (boolean replaces : new boolean[] {true, false}) {
            Location location = test.object(ALICE, "file" + replaces);
            String uuid = test.store.stat(ALICE, location).orElseThrow().uuid().orElseThrow();
            TestRegistry.DraftBuilder draft =
                    replaces ? draft(location) : draft(location).replacesNothing();
            Image first = test.registry().reserve(BOB, draft(null).id(uuid).done());
            Image second = test.registry()
                    .reserve(BOB, draft(null).id(location.uuid().toString()).done());

            Image image = test.registry().register(ALICE, draft.done());

            assertThat(image.id()).isNotIn(first.id(), second.id());
            assertThat(image.owner()).isEqualTo("alice");
            assertThat(test.registry().register(ALICE, draft(location).done()).id())
                    .isEqualTo(image.id());
            assertThat(test.registry().find(BOB, first.id())).isEqualTo(first);
            assertThat(test.registry().find(BOB, second.id())).isEqualTo(second);
        }
    }

    @Test
    void anObjectWhoseIdIsReservedHasTheOneThatItsLocationMakes() {
        Location location = test.object(ALICE, "a");
        String uuid = test.store.stat(ALICE, location).orElseThrow().uuid().orElseThrow();
        Image reserved = test.registry().reserve(ALICE, draft(null).id(uuid).done());

        Image image = test.registry().register(ALICE, draft(location).done());

        assertThat(image.id()).isEqualTo(location.uuid().toString());
        assertThat(test.registry().find(ALICE, uuid)).isEqualTo(reserved);
    }

    @Test
    void theStoreIsCalledByItsName() {
        Location location = test.object(ALICE, "a");

        assertThat(test.registry()
                        .register(ALICE, draft(location).store("pithos").done())
                        .location())
                .isEqualTo(location);
        for (String store : new String[] {"swift", "file", "", "Pithos"}) {
            assertThat(fault(() -> test.registry()
                            .register(ALICE, draft(location).store(store).done())))
                    .isEqualTo(Kind.BAD_REQUEST);
        }
    }

    @Test
    void anMd5ThatIsToldMustBeTheFiles() {
        String md5 = "5d41402abc4b2a76b9719d911017c592";
        Location unknown = test.object(ALICE, "a");
        Location known = location(ALICE, "b");
        test.store.put(known, new StoredObject(Optional.empty(), 5, "abcd", Optional.of(md5)));

        assertThat(fault(() ->
                        test.registry().register(ALICE, draft(unknown).md5(md5).done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(known).md5("0".repeat(32)).done())))
                .isEqualTo(Kind.MISMATCH);
        assertThat(test.list(ALICE, all())).isEmpty();
        assertThat(test.registry().register(ALICE, draft(known).md5(md5).done()).md5())
                .isEqualTo(md5);
    }

    @Test
    void aFileNeedsItsFormats() {
        Location location = test.object(ALICE, "a");

        assertThat(fault(() -> test.registry()
                        .register(
                                ALICE,
                                draft(location)
                                        .formats(null, ContainerFormat.BARE)
                                        .done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .register(
                                ALICE,
                                draft(location).formats(DiskFormat.RAW, null).done())))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void anImageIsProtectedAndNeedsWhatTheDraftSays() {
        Image image = test.registry()
                .register(
                        ALICE,
                        draft(test.object(ALICE, "a"))
                                .isProtected()
                                .needs(512, 8)
                                .done());

        assertThat(image.metadata().isProtected()).isTrue();
        assertThat(image.metadata().minRam()).isEqualTo(512);
        assertThat(image.metadata().minDisk()).isEqualTo(8);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    /** At any two of the calls of the database that the registration makes. */
    @Test
    void goesByItsObjectsIdWhoeverRegistersAndUnregistersItMeanwhile() {
        int most = 12;
        for (int come = 0; come < most; come++) {
            for (int go = come; go < most; go++) {
                Location location = test.object(ALICE, "f-" + come + "-" + go);
                String object = test.store
                        .stat(ALICE, location)
                        .flatMap(StoredObject::uuid)
                        .orElseThrow();
                AtomicInteger calls = new AtomicInteger();
                int first = come;
                int second = go;
                Database between = new StoppingDatabase(test.database, () -> {
                    int call = calls.getAndIncrement();
                    if (call == first) {
                        test.registry().register(ALICE, draft(location).done());
                    }
                    if (call == second) {
                        test.registry().unregister(ALICE, object);
                    }
                });

                Image image = test.registry(between)
                        .register(ALICE, draft(location).isPublic().done());

                assertThat(image.id()).as("between calls %d and %d", come, go).isEqualTo(object);
                if (come == most - 1) { // behind all calls of one that nobody disturbs
                    assertThat(calls).hasValueLessThan(most);
                }
            }
        }
    }
}

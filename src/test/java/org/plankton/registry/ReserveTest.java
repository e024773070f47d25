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
import static org.plankton.registry.TestRegistry.images;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.MetadataBuilder;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;

class ReserveTest {
    private final TestRegistry test = new TestRegistry();

    @Test
    void aReservedImageIsWhatTheDraftSaysAndHasNoBytes() {
        String id = UUID.randomUUID().toString();

        Image image = test.registry()
                .reserve(
                        ALICE,
                        draft(null)
                                .id(id)
                                .name("Debian")
                                .formats(DiskFormat.QCOW2, ContainerFormat.OVA)
                                .isPublic()
                                .isProtected()
                                .needs(512, 8)
                                .properties(Map.of("os", "debian"))
                                .done());

        assertThat(image)
                .isEqualTo(Image.reserved(
                        id,
                        "alice",
                        MetadataBuilder.builder(Metadata.NONE)
                                .name("Debian")
                                .diskFormat(DiskFormat.QCOW2)
                                .containerFormat(ContainerFormat.OVA)
                                .visibility(Visibility.PUBLIC)
                                .isProtected(true)
                                .minRam(512)
                                .minDisk(8)
                                .properties(new Properties(Map.of("os", "debian")))
                                .build(),
                        NOON));
        assertThat(test.registry().find(ALICE, id)).isEqualTo(image);
        assertThat(test.list(BOB, all())).containsExactly(image);
    }

    @Test
    void formatsCanBeToldLater() {
        Image image = test.registry()
                .reserve(ALICE, draft(null).name("").formats(null, null).done());

        assertThat(image.metadata().diskFormat()).isNull();
        assertThat(image.metadata().containerFormat()).isNull();
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);

        Image changed = test.registry()
                .update(
                        ALICE,
                        image.id(),
                        change().formats(DiskFormat.RAW, ContainerFormat.BARE).done());
        assertThat(changed.metadata().diskFormat()).isEqualTo(DiskFormat.RAW);
        assertThat(changed.status()).isEqualTo(Status.QUEUED);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(changed);
    }

    @Test
    void reservationsWithoutAnIdAreDifferentImages() {
        Image one = test.reserve(ALICE);
        Image other = test.reserve(ALICE);

        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(test.list(ALICE, all())).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void anIdIsTakenOnlyOnce() {
        Image reserved = test.reserve(ALICE);
        Image registered = test.register(ALICE, "a");
        Image deleted = test.register(ALICE, "b");
        test.registry().delete(ALICE, deleted.id());

        for (Caller caller : List.of(ALICE, BOB, ADMIN)) {
            for (Image taken : List.of(reserved, registered, deleted)) {
                assertThat(fault(() -> test.registry()
                                .reserve(caller, draft(null).id(taken.id()).done())))
                        .isEqualTo(Kind.CONFLICT);
            }
        }
        assertThat(test.registry().find(ALICE, reserved.id())).isEqualTo(reserved);
        assertThat(test.registry().find(ALICE, registered.id())).isEqualTo(registered);
    }

    @Test
    void onlyAnAdministratorReservesForAnother() {
        assertThat(fault(() ->
                        test.registry().reserve(ALICE, draft(null).owner("bob").done())))
                .isEqualTo(Kind.BAD_REQUEST);
        Image image = test.registry().reserve(ADMIN, draft(null).owner("bob").done());

        assertThat(image.owner()).isEqualTo("bob");
        assertThat(test.list(BOB, all())).containsExactly(image);
        assertThat(test.list(ALICE, all())).isEmpty();
    }

    @Test
    void asMuchAsTheLimitsAllowAndNoMore() {
        assertThat(fault(() -> test.registry()
                        .reserve(ALICE, draft(null).name("n".repeat(256)).done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .reserve(
                                ALICE,
                                draft(null)
                                        .properties(Map.of("k".repeat(94), "v"))
                                        .done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .reserve(
                                TestRegistry.strict(ALICE),
                                draft(null).properties(Map.of("k", "v")).done())))
                .isEqualTo(Kind.TOO_MANY_PROPERTIES);
        assertThat(fault(() ->
                        test.registry().reserve(ALICE, draft(null).store("s3").done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.list(ALICE, all())).isEmpty();
    }

    @Test
    void theStoreIsNotAskedForWhatItDoesNotHave() {
        test.store.fail();
        Image image = test.registry().reserve(ALICE, draft(null).isPublic().done());

        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        test.registry().removeMember(ALICE, image.id(), "carol");
        test.registry().update(ALICE, image.id(), change().isPublic(false).done());

        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(test.sharedWith(BOB, "bob")).containsExactly(image.id());
        assertThat(test.registry().find(BOB, image.id()).status()).isEqualTo(Status.QUEUED);

        test.registry().unregister(ALICE, image.id());
        assertThat(test.list(ALICE, all())).isEmpty();
        assertThat(test.sharedWith(BOB, "bob")).isEmpty();
    }

    @Test
    void anImageWithoutBytesIsFitForNothingWhateverItsOwnerSays() {
        Image image = test.reserve(ALICE);

        for (Status status : List.of(Status.AVAILABLE, Status.UNAVAILABLE, Status.ERROR)) {
            assertThat(fault(() -> test.registry()
                            .update(ALICE, image.id(), change().status(status).done())))
                    .isEqualTo(Kind.BAD_REQUEST);
        }
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
        assertThat(test.registry()
                        .update(
                                ALICE,
                                image.id(),
                                change().status(Status.QUEUED).name("new").done())
                        .metadata()
                        .name())
                .isEqualTo("new");
    }

    @Test
    void whoeverKnowsNoImagesWithoutBytesDoesNotMeetThem() {
        Image queued = test.registry().reserve(ALICE, draft(null).isPublic().done());
        Image saving = test.reserve(ALICE);
        set(saving, Status.SAVING);
        Image failed = test.reserve(ALICE);
        set(failed, Status.ERROR);
        Image usable = TestRegistry.shared(test.register(ALICE, "a"));
        Location file = test.object(ALICE, "b");
        for (Image image : List.of(queued, saving, failed)) {
            test.share(ALICE, image.id(), "bob");
        }
        test.share(ALICE, usable.id(), "bob");
        Registry registry = test.registry();

        for (Image image : List.of(queued, saving, failed)) {
            String id = image.id();
            for (Caller each : List.of(ALICE, BOB, ADMIN)) {
                Caller caller = TestRegistry.hidingReserved(each);
                List<TestRegistry.Work> operations = List.of(
                        () -> registry.find(caller, id),
                        () -> registry.findEvenDeleted(caller, id),
                        () -> registry.update(caller, id, change().name("new").done()),
                        () -> registry.update(
                                caller, id, change().isPublic(true).done()),
                        () -> registry.locate(caller, id, Change.NONE, file, Expected.NOTHING),
                        () -> registry.unregister(caller, id),
                        () -> registry.delete(caller, id),
                        () -> registry.upload(caller, id, Change.NONE, uploadOf("hello")),
                        () -> TestRegistry.open(registry, caller, id, Optional.empty()),
                        () -> registry.listMembers(caller, id),
                        () -> registry.addMember(caller, id, "carol", Optional.empty()),
                        () -> registry.replaceMembers(caller, id, Map.of()),
                        () -> registry.removeMember(caller, id, "bob"));
                assertThat(operations).extracting(TestRegistry::fault).containsOnly(Kind.NOT_FOUND);
                assertThat(fault(() -> registry.page(caller, TestRegistry.after(all(), id), 5)))
                        .isEqualTo(Kind.BAD_REQUEST);
            }
        }
        assertThat(images(registry.page(TestRegistry.hidingReserved(ALICE), all(), 5)))
                .containsExactly(usable);
        assertThat(test.sharedWith(TestRegistry.hidingReserved(BOB), "bob")).containsExactly(usable.id());
        assertThat(test.sharedWith(TestRegistry.hidingReserved(ALICE), "bob")).containsExactly(usable.id());
        assertThat(test.sharedTo(TestRegistry.hidingReserved(BOB), "bob"))
                .containsExactly(TestRegistry.sharedImage(usable, false));

        assertThat(test.list(ALICE, all())).hasSize(4);
        assertThat(test.sharedWith(BOB, "bob")).containsExactlyInAnyOrder(saving.id(), failed.id(), usable.id());
    }

    private void set(Image image, Status status) {
        test.database.inTransaction("alice", tables -> {
            tables.writes().images().update(image.withStatus(status), null, 0);
            return image;
        });
    }

    /** Else no upload could be noted under it. It is not retired where its image was taken back. */
    @Test
    void anIdIsTakenAsLongAsBytesMayBeLeftInTheStoreUnderIt() {
        String id = UUID.randomUUID().toString();
        Location left = TestRegistry.location(ALICE, "left");
        test.database.inTransaction("alice", tables -> {
            tables.uploads().insertOrphan(id, "alice", left);
            return id;
        });
        TestRegistry.DraftBuilder again = draft(null).id(id);

        assertThat(fault(() -> test.registry().reserve(BOB, again.done()))).isEqualTo(Kind.CONFLICT);

        test.database.inTransaction("alice", tables -> {
            tables.uploads().delete(left);
            return id;
        });
        assertThat(test.registry().reserve(BOB, again.done()).id()).isEqualTo(id);
    }
}

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
import static org.plankton.registry.TestRegistry.uploadOf;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;

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
                .isEqualTo(new Image(
                        id,
                        "alice",
                        "Debian",
                        null,
                        DiskFormat.QCOW2,
                        ContainerFormat.OVA,
                        0,
                        "",
                        null,
                        "",
                        false,
                        Status.QUEUED,
                        null,
                        true,
                        true,
                        512,
                        8,
                        Map.of("os", "debian"),
                        NOON,
                        NOON,
                        null));
        assertThat(test.registry().find(ALICE, id)).isEqualTo(image);
        assertThat(test.list(BOB, all())).containsExactly(image);
    }

    @Test
    void formatsCanBeToldLater() {
        Image image = test.registry()
                .reserve(ALICE, draft(null).name("").formats(null, null).done());

        assertThat(image.diskFormat()).isNull();
        assertThat(image.containerFormat()).isNull();
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);

        Image changed = test.registry()
                .update(
                        ALICE,
                        image.id(),
                        change().formats(DiskFormat.RAW, ContainerFormat.BARE).done());
        assertThat(changed.diskFormat()).isEqualTo(DiskFormat.RAW);
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
        assertThat(fault(() -> test.strict()
                        .reserve(ALICE, draft(null).properties(Map.of("k", "v")).done())))
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
        test.memberships().remove(ALICE, image.id(), "carol");
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
        Image usable = test.register(ALICE, "a");
        Location file = test.object(ALICE, "b");
        for (Image image : List.of(queued, saving, failed)) {
            test.share(ALICE, image.id(), "bob");
        }
        test.share(ALICE, usable.id(), "bob");
        Registry hiding = test.registry().hidingReserved();

        for (Image image : List.of(queued, saving, failed)) {
            String id = image.id();
            for (Caller caller : List.of(ALICE, BOB, ADMIN)) {
                List<TestRegistry.Work> operations = List.of(
                        () -> hiding.find(caller, id),
                        () -> hiding.findEvenDeleted(caller, id),
                        () -> hiding.update(caller, id, change().name("new").done()),
                        () -> hiding.update(caller, id, change().isPublic(true).done()),
                        () -> hiding.locate(caller, id, Change.NONE, file, OptionalLong.empty(), Optional.empty()),
                        () -> hiding.unregister(caller, id),
                        () -> hiding.delete(caller, id),
                        () -> hiding.data().upload(caller, id, Change.NONE, uploadOf("hello")),
                        () -> TestRegistry.open(hiding, caller, id, Optional.empty()),
                        () -> hiding.memberships().list(caller, id),
                        () -> hiding.memberships().add(caller, id, "carol", Optional.empty()),
                        () -> hiding.memberships().replace(caller, id, Map.of()),
                        () -> hiding.memberships().remove(caller, id, "bob"));
                assertThat(operations).extracting(TestRegistry::fault).containsOnly(Kind.NOT_FOUND);
                assertThat(fault(() -> hiding.page(caller, TestRegistry.after(all(), id), 5)))
                        .isEqualTo(Kind.BAD_REQUEST);
            }
        }
        assertThat(hiding.page(ALICE, all(), 5).images()).containsExactly(usable);
        assertThat(hiding.memberships().sharedWith(BOB, "bob")).containsExactly(new SharedImage(usable.id(), false));
        assertThat(hiding.memberships().sharedWith(ALICE, "bob")).containsExactly(new SharedImage(usable.id(), false));
        assertThat(hiding.memberships().sharedTo(BOB, "bob")).containsExactly(new SharedImage(usable.id(), false));

        assertThat(test.list(ALICE, all())).hasSize(4);
        assertThat(test.sharedWith(BOB, "bob")).containsExactlyInAnyOrder(saving.id(), failed.id(), usable.id());
    }

    private void set(Image image, Status status) {
        test.database.inTransaction(tables -> {
            tables.images().update(image, image.withStatus(status, image.updatedAt()));
            return image;
        });
    }

    /** Else no upload could be noted under it. */
    @Test
    void anIdIsTakenAsLongAsItsBytesMayBeLeftInTheStore() throws IOException {
        Image deleted = test.upload(ALICE, "hello");
        test.store.beforeDelete(() -> {
            throw StoreBetween.isDown();
        });
        assertThat(fault(() -> test.registry().delete(ALICE, deleted.id()))).isEqualTo(Kind.UNAVAILABLE);
        test.keepHouse(Duration.ofHours(1), Duration.ofHours(1), NOON.plus(Duration.ofDays(1)));
        TestRegistry.DraftBuilder again = draft(null).id(deleted.id());

        assertThat(fault(() -> test.registry().reserve(BOB, again.done()))).isEqualTo(Kind.CONFLICT);

        test.store.recover();
        test.registry().delete(ALICE, deleted.id());
        assertThat(test.registry().reserve(BOB, again.done()).id()).isEqualTo(deleted.id());
    }
}

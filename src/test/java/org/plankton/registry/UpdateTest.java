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
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;

class UpdateTest {
    private static final Instant LATER = NOON.plus(Duration.ofHours(1));

    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");

    private Image update(TestRegistry.ChangeBuilder change) {
        return test.at(LATER).update(ALICE, image.id(), change.done());
    }

    @Test
    void changesWhatIsNamedAndNothingElse() {
        Image renamed = update(change().name("new"));

        assertThat(renamed)
                .isEqualTo(image.withMetadata(image.metadata().withName("new")).withUpdatedAt(LATER));
        assertThat(renamed.metadata().name()).isEqualTo("new");
        assertThat(renamed.updatedAt()).isEqualTo(LATER);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(renamed);
    }

    @Test
    void changesFormatsAndStatus() {
        Image changed = update(
                change().formats(DiskFormat.NTFSDUMP, ContainerFormat.AMI).status(Status.UNAVAILABLE));

        assertThat(changed.metadata().diskFormat()).isEqualTo(DiskFormat.NTFSDUMP);
        assertThat(changed.metadata().containerFormat()).isEqualTo(ContainerFormat.AMI);
        assertThat(changed.status()).isEqualTo(Status.UNAVAILABLE);
    }

    @Test
    void aChangeOfNothingLeavesTheTimeOfUpdate() {
        assertThat(update(change())).isEqualTo(image);
        assertThat(update(change().name(image.metadata().name()).isPublic(false)))
                .isEqualTo(image);
    }

    @Test
    void propertiesAreAddedToThoseThatAreThere() {
        update(change().property("os", "debian").property("kernel", "6"));

        assertThat(update(change().property("os", "ubuntu").property("gui", "none"))
                        .metadata()
                        .properties()
                        .values())
                .isEqualTo(Map.of("os", "ubuntu", "kernel", "6", "gui", "none"));
    }

    @Test
    void anEmptyValueDeletesAProperty() {
        update(change().property("os", "debian").property("kernel", "6"));

        assertThat(update(change().property("os", "").property("none", ""))
                        .metadata()
                        .properties()
                        .values())
                .isEqualTo(Map.of("kernel", "6"));
    }

    @Test
    void kamakisOldValueBesideTheNewOneDoesNotCount() {
        update(change().property("os", "debian"));

        assertThat(update(change().property("os", "debian", "ubuntu"))
                        .metadata()
                        .properties()
                        .values())
                .isEqualTo(Map.of("os", "ubuntu"));
        assertThat(update(change().property("os", "ubuntu", ""))
                        .metadata()
                        .properties()
                        .values())
                .isEmpty();
    }

    @Test
    void twoNewValuesForOnePropertyAreRefused() {
        update(change().property("os", "debian"));

        assertThat(fault(() -> update(change().property("os", "debian", "ubuntu", "fedora"))))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void severalSmallChangesDoNotAddUpToMoreThanTheLimits() {
        Kind refused = null;
        for (int i = 0; refused == null && i < 128; i++) {
            String key = "key" + i;
            try {
                update(change().property(key, "v".repeat(200)));
            } catch (Fault fault) {
                refused = fault.kind();
            }
        }

        assertThat(refused).isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.registry()
                        .find(ALICE, image.id())
                        .metadata()
                        .properties()
                        .values()
                        .size())
                .isBetween(15, 30);
    }

    @Test
    void sizeAndChecksumMustBeTheImages() {
        assertThat(update(change().size(image.size()).checksum(image.checksum())))
                .isEqualTo(image);
        assertThat(fault(() -> update(change().size(6)))).isEqualTo(Kind.MISMATCH);
        assertThat(fault(() -> update(change().checksum("0")))).isEqualTo(Kind.MISMATCH);
    }

    @Test
    void publishingLetsEveryoneSeeTheImageAndReadItsObject() {
        update(change().isPublic(true));

        assertThat(test.list(BOB, all())).hasSize(1);
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of(EVERYONE));
    }

    @Test
    void unpublishingLeavesTheMembers() {
        update(change().isPublic(true));
        test.share(ALICE, image.id(), "bob");

        update(change().isPublic(false));

        assertThat(test.list(BOB, all())).hasSize(1);
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob"));
    }

    @Test
    void aStoreThatFailsToPublishLeavesTheImagePrivate() {
        test.store.fail();

        assertThat(fault(() -> update(change().isPublic(true)))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    @Test
    void aStoreThatFailsToUnpublishLeavesTheImagePrivateAndIsToldLater() {
        update(change().isPublic(true));
        test.store.fail();

        assertThat(fault(() -> update(change().isPublic(false)))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.list(BOB, all())).isEmpty();

        test.store.recover();
        update(change().isPublic(false));
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void onlyWhoHasSeenTheLastChangeMayChangeIfTheySaySo() {
        Image renamed = update(change().name("new").ifSeen(image.updatedAt()));

        assertThat(fault(() -> update(change().name("newer").ifSeen(image.updatedAt()))))
                .isEqualTo(Kind.STALE);
        assertThat(fault(() -> update(change().name("newer").ifSeen()))).isEqualTo(Kind.STALE);
        assertThat(update(change().name("newer").ifSeen(image.updatedAt(), renamed.updatedAt()))
                        .metadata()
                        .name())
                .isEqualTo("newer");
    }

    @Test
    void onlyAnAdministratorGivesAnImageAway() {
        assertThat(update(change().owner("alice"))).isEqualTo(image);
        assertThat(fault(() -> update(change().owner("bob")))).isEqualTo(Kind.FORBIDDEN);

        test.registry().update(ADMIN, image.id(), change().owner("bob").done());

        assertThat(test.list(BOB, all())).hasSize(1);
        assertThat(fault(() -> update(change().name("mine")))).isEqualTo(Kind.HIDDEN);
    }

    @Test
    void aNewOwnerIsAMemberNoLongerAndStillReadsTheObject() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));

        test.registry().update(ADMIN, image.id(), change().owner("bob").done());

        assertThat(test.members(BOB, image.id())).containsExactly("carol");
        assertThat(test.sharedWith(BOB, "bob")).isEmpty();
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void limitsThatWereLoweredDoNotForbidToMakeAnImageSmaller() {
        update(change().property("os", "debian").property("kernel", "6").isPublic(true));

        test.registry()
                .update(
                        TestRegistry.strict(ALICE),
                        image.id(),
                        change().isPublic(false).done());
        test.registry()
                .update(
                        TestRegistry.strict(ALICE),
                        image.id(),
                        change().property("os", "").done());

        assertThat(test.registry()
                        .find(ALICE, image.id())
                        .metadata()
                        .properties()
                        .values())
                .isEqualTo(Map.of("kernel", "6"));
        assertThat(fault(() -> test.registry()
                        .update(
                                TestRegistry.strict(ALICE),
                                image.id(),
                                change().property("gui", "x").done())))
                .isEqualTo(Kind.TOO_MANY_PROPERTIES);
        assertThat(fault(() -> test.registry()
                        .update(
                                TestRegistry.strict(ALICE),
                                image.id(),
                                change().name("a much longer name").done())))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void whatIsMalformedIsToldBeforeWhetherTheImageIsThere() {
        String nowhere = UUID.randomUUID().toString();
        for (Caller caller : new Caller[] {ALICE, BOB}) {
            for (String id : new String[] {image.id(), nowhere, "1"}) {
                for (TestRegistry.ChangeBuilder bad : new TestRegistry.ChangeBuilder[] {
                    change().name("n".repeat(256)),
                    change().owner("ü"),
                    change().property("k".repeat(94), "v"),
                    change().property("k", "v".repeat(256))
                }) {
                    assertThat(fault(() -> test.registry().update(caller, id, bad.done())))
                            .isEqualTo(Kind.BAD_REQUEST);
                }
            }
        }
    }

    @Test
    void onlyItsOwnerChangesAnImage() {
        update(change().isPublic(true));
        test.share(ALICE, image.id(), "bob");

        assertThat(fault(() -> test.registry()
                        .update(BOB, image.id(), change().name("mine").done())))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> test.registry()
                        .update(BOB, image.id(), change().isPublic(false).done())))
                .isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void anImageThatIsNotThereCannotBeChanged() {
        for (String id : new String[] {
            UUID.randomUUID().toString(), "1", "", "ü", image.id().toUpperCase()
        }) {
            assertThat(fault(() ->
                            test.registry().update(ALICE, id, change().name("x").done())))
                    .isEqualTo(Kind.NOT_FOUND);
            assertThat(fault(() -> test.registry()
                            .update(ALICE, id, change().isPublic(true).done())))
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void anObjectThatIsGoneCannotBePublished() {
        test.store.remove(image.location());

        assertThat(fault(() -> update(change().isPublic(true)))).isEqualTo(Kind.NO_OBJECT);
        assertThat(update(change().name("still changes")).metadata().name()).isEqualTo("still changes");
        assertThat(draft(image.location()).done().metadata().visibility()).isEmpty();
    }

    @Test
    void propertiesAreReplacedIfThatIsAskedFor() {
        update(change().property("os", "debian").property("kernel", "6").property("gui", "none"));

        assertThat(update(change().replacesProperties()
                                .property("os", "ubuntu")
                                .property("kernel", "6")
                                .property("new", "n"))
                        .metadata()
                        .properties()
                        .values())
                .isEqualTo(Map.of("os", "ubuntu", "kernel", "6", "new", "n"));
        assertThat(update(change().replacesProperties()).metadata().properties().values())
                .isEmpty();
    }

    @Test
    void kamakisOldValueBesideTheNewOneDoesNotCountWhenPropertiesAreReplacedEither() {
        update(change().property("os", "debian").property("kernel", "6"));

        assertThat(update(change().replacesProperties().property("os", "debian", "ubuntu"))
                        .metadata()
                        .properties()
                        .values())
                .isEqualTo(Map.of("os", "ubuntu"));
        assertThat(update(change().replacesProperties().property("os", ""))
                        .metadata()
                        .properties()
                        .values())
                .isEmpty();
    }

    @Test
    void replacedByTheSamePropertiesAnImageIsTheSame() {
        Image before = update(change().property("os", "debian"));

        assertThat(update(change().replacesProperties().property("os", "debian")))
                .isEqualTo(before);
    }

    @Test
    void changesWhetherItIsProtectedAndWhatItNeeds() {
        Image changed = update(change().isProtected(true).needs(1024, 20));

        assertThat(changed)
                .isEqualTo(image.withMetadata(image.metadata()
                                .withIsProtected(true)
                                .withMinRam(1024)
                                .withMinDisk(20))
                        .withUpdatedAt(LATER));
        assertThat(changed.metadata().isProtected()).isTrue();
        assertThat(changed.metadata().minRam()).isEqualTo(1024);
        assertThat(changed.metadata().minDisk()).isEqualTo(20);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(changed);
        Image back = update(change().isProtected(false).needs(0, 0));
        assertThat(back).isEqualTo(image.withUpdatedAt(back.updatedAt()));
    }

    @Test
    void aProtectedImageCanStillBeChanged() {
        update(change().isProtected(true));

        assertThat(update(change().name("new").isPublic(true)).metadata().name())
                .isEqualTo("new");
    }

    @Test
    void aNameCanBeTakenAway() {
        assertThat(update(change().name("")).metadata().name()).isEmpty();
    }
}

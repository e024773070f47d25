package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.ObjectStore.EVERYONE;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.Fault.Kind;

class MembershipsTest {
    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");

    @Test
    void aMemberSeesTheImageAndMayReadItsObject() {
        test.memberships().add(ALICE, image.id(), "bob");

        assertThat(test.list(BOB, all())).containsExactly(image);
        assertThat(test.registry().find(BOB, image.id())).isEqualTo(image);
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob"));
        assertThat(test.list(CAROL, all())).isEmpty();
    }

    @Test
    void aFormerMemberDoesNot() {
        test.memberships().add(ALICE, image.id(), "bob");
        test.memberships().remove(ALICE, image.id(), "bob");

        assertThat(test.list(BOB, all())).isEmpty();
        assertThat(fault(() -> test.registry().find(BOB, image.id()))).isEqualTo(Kind.FORBIDDEN);
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void addingAndRemovingAgainChangesNothing() {
        test.memberships().add(ALICE, image.id(), "bob");
        test.memberships().add(ALICE, image.id(), "bob");
        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("bob");

        test.memberships().remove(ALICE, image.id(), "carol");
        test.memberships().remove(ALICE, image.id(), "bob");
        test.memberships().remove(ALICE, image.id(), "bob");
        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();
    }

    @Test
    void addingAgainLetsAMemberReadWhoWasTakenOutAtTheStore() {
        test.memberships().add(ALICE, image.id(), "bob");
        test.store.setReaders(image.location(), Set.of());

        test.memberships().add(ALICE, image.id(), "bob");

        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob"));
    }

    @Test
    void replacingLeavesTheNamedAndNobodyElse() {
        test.memberships().replace(ALICE, image.id(), Set.of("bob", "dave"));

        test.memberships().replace(ALICE, image.id(), Set.of("carol", "dave", "alice"));

        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("carol", "dave");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol", "dave"));
        test.memberships().replace(ALICE, image.id(), Set.of());
        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void theOwnerIsNeverAMember() {
        test.memberships().add(ALICE, image.id(), "alice");

        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();
    }

    @Test
    void aPublicImageMayHaveMembersToo() {
        test.registry().update(ALICE, image.id(), change().isPublic(true).done());
        test.memberships().add(ALICE, image.id(), "bob");

        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("bob");
        assertThat(test.memberships().list(BOB, image.id())).containsExactly("bob");
        assertThat(test.memberships().list(CAROL, image.id())).isEmpty();
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of(EVERYONE));
    }

    @Test
    void onlyTheOwnerSeesAllMembers() {
        test.memberships().replace(ALICE, image.id(), Set.of("bob", "dave"));

        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("bob", "dave");
        assertThat(test.memberships().list(ADMIN, image.id())).containsExactly("bob", "dave");
        assertThat(test.memberships().list(BOB, image.id())).containsExactly("bob");
        assertThat(fault(() -> test.memberships().list(CAROL, image.id()))).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void onlyTheOwnerChangesMembers() {
        test.memberships().add(ALICE, image.id(), "bob");

        for (Caller other : new Caller[] {BOB, CAROL}) {
            assertThat(fault(() -> test.memberships().add(other, image.id(), "carol")))
                    .isEqualTo(Kind.FORBIDDEN);
            assertThat(fault(() -> test.memberships().remove(other, image.id(), "bob")))
                    .isEqualTo(Kind.FORBIDDEN);
            assertThat(fault(() -> test.memberships().replace(other, image.id(), Set.of())))
                    .isEqualTo(Kind.FORBIDDEN);
        }
        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("bob");
    }

    @Test
    void anImageThatIsNotThereHasNoMembers() {
        String id = UUID.randomUUID().toString();

        assertThat(fault(() -> test.memberships().list(ALICE, id))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.memberships().add(ALICE, id, "bob"))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.memberships().list(ALICE, "ü"))).isEqualTo(Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a,b", "a;write=b", "a:b", "a=b", "a b", "a/b", "~a", "-a", "ü", "a\n", "a\u0000"})
    void whatMeansSomethingElseToTheStoreIsNoAccount(String account) {
        assertThat(fault(() -> test.memberships().add(ALICE, image.id(), account)))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.memberships().remove(ALICE, image.id(), account)))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.memberships().replace(ALICE, image.id(), Set.of("bob", account))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.memberships().sharedWith(ALICE, account))).isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();
    }

    @Test
    void moreMembersThanTheLimitAreRefusedAndNoneAdded() {
        assertThat(fault(() -> test.memberships().replace(ALICE, image.id(), Set.of("a", "b", "c", "d", "e"))))
                .isEqualTo(Kind.OVER_LIMIT);
        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();
        test.memberships().replace(ALICE, image.id(), Set.of("a", "b", "c", "d"));
        assertThat(fault(() -> test.memberships().add(ALICE, image.id(), "e"))).isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void aStoreThatFailsToLetAMemberInLeavesThemOut() {
        test.store.fail();

        assertThat(fault(() -> test.memberships().add(ALICE, image.id(), "bob")))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();
    }

    @Test
    void aStoreThatFailsToPutAMemberOutIsToldByTheNextChange() {
        test.memberships().add(ALICE, image.id(), "bob");
        test.store.fail();

        assertThat(fault(() -> test.memberships().remove(ALICE, image.id(), "bob")))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().find(BOB, image.id()))).isEqualTo(Kind.FORBIDDEN);

        test.store.recover();
        test.memberships().add(ALICE, image.id(), "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol"));
    }

    @Test
    void aMemberWhoWasPutOutAndIsLetInAgainMayRead() {
        test.memberships().add(ALICE, image.id(), "bob");
        test.store.fail();
        fault(() -> test.memberships().remove(ALICE, image.id(), "bob"));
        test.store.recover();

        test.memberships().add(ALICE, image.id(), "bob");
        test.memberships().add(ALICE, image.id(), "carol");

        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void anAdministratorPutsAMemberOutEvenThoughTheStoreDoesNotListenToThem() {
        test.memberships().add(ALICE, image.id(), "bob");

        test.memberships().remove(ADMIN, image.id(), "bob");

        assertThat(test.list(BOB, all())).isEmpty();
        test.memberships().add(ALICE, image.id(), "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol"));
    }

    @Test
    void anAdministratorLetsNobodyReadAnothersFile() {
        assertThat(fault(() -> test.memberships().add(ADMIN, image.id(), "bob")))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(test.memberships().list(ALICE, image.id())).isEmpty();

        test.store.setReaders(image.location(), Set.of("bob")); // as the owner did by hand
        test.memberships().add(ALICE, image.id(), "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void limitsThatWereLoweredDoNotForbidToPutMembersOut() {
        test.memberships().replace(ALICE, image.id(), Set.of("bob", "carol"));

        test.strict().memberships().remove(ALICE, image.id(), "bob");

        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("carol");
        assertThat(fault(() -> test.strict().memberships().add(ALICE, image.id(), "bob")))
                .isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void aSlowerChangeOfReadersDoesNotUndoAFasterOne() {
        // While this service is about to tell the store of bob, another one shares the image with carol.
        boolean[] first = {true};
        test.store.beforeSharing(() -> {
            if (first[0]) {
                first[0] = false;
                test.memberships().add(ALICE, image.id(), "carol");
                test.store.setReaders(image.location(), Set.of());
            }
        });

        test.memberships().add(ALICE, image.id(), "bob");

        assertThat(test.memberships().list(ALICE, image.id())).containsExactly("bob", "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void sharedImagesAreThePrivateOnesThatOneSharesWithTheOther() {
        test.memberships().add(ALICE, image.id(), "bob");
        Image ofBob = test.at(NOON.plus(Duration.ofSeconds(1)))
                .register(BOB, draft(test.object(BOB, "b")).done());
        test.memberships().add(BOB, ofBob.id(), "alice");
        Image ofCarol = test.at(NOON.plus(Duration.ofSeconds(2)))
                .register(CAROL, draft(test.object(CAROL, "c")).done());
        test.memberships().add(CAROL, ofCarol.id(), "alice");
        Image everyones = test.registerPublic(BOB, "d");
        test.memberships().add(BOB, everyones.id(), "alice");

        assertThat(test.memberships().sharedWith(ALICE, "bob")).containsExactly(ofBob.id(), image.id());
        assertThat(test.memberships().sharedWith(BOB, "alice")).containsExactly(ofBob.id(), image.id());
        assertThat(test.memberships().sharedWith(ALICE, "alice")).containsExactly(ofCarol.id(), ofBob.id());
        assertThat(test.memberships().sharedWith(CAROL, "bob")).isEmpty();
        assertThat(test.memberships().sharedWith(ALICE, "nobody")).isEmpty();
    }
}

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
import static org.plankton.registry.TestRegistry.sharedImage;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

class MembersTest {
    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");

    @Test
    void aMemberSeesTheImageAndMayReadItsObject() {
        test.share(ALICE, image.id(), "bob");

        assertThat(test.list(BOB, all())).containsExactly(TestRegistry.shared(image));
        assertThat(test.registry().find(BOB, image.id())).isEqualTo(TestRegistry.shared(image));
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob"));
        assertThat(test.list(CAROL, all())).isEmpty();
    }

    @Test
    void aFormerMemberDoesNot() {
        test.share(ALICE, image.id(), "bob");
        test.registry().removeMember(ALICE, image.id(), "bob");

        assertThat(test.list(BOB, all())).isEmpty();
        assertThat(fault(() -> test.registry().find(BOB, image.id()))).isEqualTo(Kind.HIDDEN);
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void addingAndRemovingAgainChangesNothing() {
        test.share(ALICE, image.id(), "bob");
        test.share(ALICE, image.id(), "bob");
        assertThat(test.members(ALICE, image.id())).containsExactly("bob");

        test.registry().removeMember(ALICE, image.id(), "carol");
        test.registry().removeMember(ALICE, image.id(), "bob");
        test.registry().removeMember(ALICE, image.id(), "bob");
        assertThat(test.members(ALICE, image.id())).isEmpty();
    }

    @Test
    void addingAgainLetsAMemberReadWhoWasTakenOutAtTheStore() {
        test.share(ALICE, image.id(), "bob");
        test.store.setReaders(image.location(), Set.of());

        test.share(ALICE, image.id(), "bob");

        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob"));
    }

    @Test
    void replacingLeavesTheNamedAndNobodyElse() {
        test.share(ALICE, image.id(), Set.of("bob", "dave"));

        test.share(ALICE, image.id(), Set.of("carol", "dave", "alice"));

        assertThat(test.members(ALICE, image.id())).containsExactly("carol", "dave");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol", "dave"));
        test.share(ALICE, image.id(), Set.of());
        assertThat(test.members(ALICE, image.id())).isEmpty();
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void theOwnerIsNeverAMember() {
        test.share(ALICE, image.id(), "alice");

        assertThat(test.members(ALICE, image.id())).isEmpty();
    }

    @Test
    void aPublicImageMayHaveMembersToo() {
        test.registry().update(ALICE, image.id(), change().isPublic(true).done());
        test.share(ALICE, image.id(), "bob");

        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(test.members(BOB, image.id())).containsExactly("bob");
        assertThat(test.members(CAROL, image.id())).isEmpty();
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of(EVERYONE));
    }

    @Test
    void onlyTheOwnerSeesAllMembers() {
        test.share(ALICE, image.id(), Set.of("bob", "dave"));

        assertThat(test.members(ALICE, image.id())).containsExactly("bob", "dave");
        assertThat(test.members(ADMIN, image.id())).containsExactly("bob", "dave");
        assertThat(test.members(BOB, image.id())).containsExactly("bob");
        assertThat(fault(() -> test.members(CAROL, image.id()))).isEqualTo(Kind.HIDDEN);
    }

    @Test
    void onlyTheOwnerChangesMembers() {
        test.share(ALICE, image.id(), "bob");

        Map.of(BOB, Kind.FORBIDDEN, CAROL, Kind.HIDDEN).forEach((other, kind) -> {
            assertThat(fault(() -> test.share(other, image.id(), "carol"))).isEqualTo(kind);
            assertThat(fault(() -> test.registry().removeMember(other, image.id(), "bob")))
                    .isEqualTo(kind);
            assertThat(fault(() -> test.share(other, image.id(), Set.of()))).isEqualTo(kind);
        });
        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
    }

    @Test
    void anImageThatIsNotThereHasNoMembers() {
        String id = UUID.randomUUID().toString();

        assertThat(fault(() -> test.members(ALICE, id))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.share(ALICE, id, "bob"))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.members(ALICE, "ü"))).isEqualTo(Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a,b", "a;write=b", "a:b", "a=b", "a b", "a/b", "~a", "-a", "ü", "a\n", "a\u0000"})
    void whatMeansSomethingElseToTheStoreIsNoAccount(String account) {
        assertThat(fault(() -> test.share(ALICE, image.id(), account))).isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry().removeMember(ALICE, image.id(), account)))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.share(ALICE, image.id(), Set.of("bob", account))))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.sharedWith(ALICE, account))).isEqualTo(Kind.BAD_REQUEST);
        assertThat(test.members(ALICE, image.id())).isEmpty();
    }

    @Test
    void moreMembersThanTheLimitAreRefusedAndNoneAdded() {
        assertThat(fault(() -> test.share(ALICE, image.id(), Set.of("a", "b", "c", "d", "e"))))
                .isEqualTo(Kind.OVER_LIMIT);
        assertThat(test.members(ALICE, image.id())).isEmpty();
        test.share(ALICE, image.id(), Set.of("a", "b", "c", "d"));
        assertThat(fault(() -> test.share(ALICE, image.id(), "e"))).isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void aStoreThatFailsToLetAMemberInLeavesThemOut() {
        test.store.fail();

        assertThat(fault(() -> test.share(ALICE, image.id(), "bob"))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.members(ALICE, image.id())).isEmpty();
    }

    @Test
    void aStoreThatFailsToPutAMemberOutIsToldByTheNextChange() {
        test.share(ALICE, image.id(), "bob");
        test.store.fail();

        assertThat(fault(() -> test.registry().removeMember(ALICE, image.id(), "bob")))
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().find(BOB, image.id()))).isEqualTo(Kind.HIDDEN);

        test.store.recover();
        test.share(ALICE, image.id(), "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol"));
    }

    @Test
    void aMemberWhoWasPutOutAndIsLetInAgainMayRead() {
        test.share(ALICE, image.id(), "bob");
        test.store.fail();
        fault(() -> test.registry().removeMember(ALICE, image.id(), "bob"));
        test.store.recover();

        test.share(ALICE, image.id(), "bob");
        test.share(ALICE, image.id(), "carol");

        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void anAdministratorPutsAMemberOutEvenThoughTheStoreDoesNotListenToThem() {
        test.share(ALICE, image.id(), "bob");

        test.registry().removeMember(ADMIN, image.id(), "bob");

        assertThat(test.list(BOB, all())).isEmpty();
        test.share(ALICE, image.id(), "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol"));
    }

    @Test
    void anAdministratorLetsNobodyReadAnothersFile() {
        assertThat(fault(() -> test.share(ADMIN, image.id(), "bob"))).isEqualTo(Kind.FORBIDDEN);
        assertThat(test.members(ALICE, image.id())).isEmpty();

        test.store.setReaders(image.location(), Set.of("bob")); // as the owner did by hand
        test.share(ALICE, image.id(), "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void limitsThatWereLoweredDoNotForbidToPutMembersOut() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));

        test.registry().removeMember(TestRegistry.strict(ALICE), image.id(), "bob");

        assertThat(test.members(ALICE, image.id())).containsExactly("carol");
        assertThat(fault(() ->
                        test.registry().addMember(TestRegistry.strict(ALICE), image.id(), "bob", Optional.empty())))
                .isEqualTo(Kind.OVER_LIMIT);
    }

    @Test
    void aSlowerChangeOfReadersDoesNotUndoAFasterOne() {
        // While this service is about to tell the store of bob, another one shares the image with carol.
        boolean[] first = {true};
        test.store.beforeSharing(() -> {
            if (first[0]) {
                first[0] = false;
                test.share(ALICE, image.id(), "carol");
                test.store.setReaders(image.location(), Set.of());
            }
        });

        test.share(ALICE, image.id(), "bob");

        assertThat(test.members(ALICE, image.id())).containsExactly("bob", "carol");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob", "carol"));
    }

    @Test
    void sharedImagesAreThePrivateOnesThatOneSharesWithTheOther() {
        test.share(ALICE, image.id(), "bob");
        Image ofBob = test.at(NOON.plus(Duration.ofSeconds(1)))
                .register(BOB, draft(test.object(BOB, "b")).done());
        test.share(BOB, ofBob.id(), "alice");
        Image ofCarol = test.at(NOON.plus(Duration.ofSeconds(2)))
                .register(CAROL, draft(test.object(CAROL, "c")).done());
        test.share(CAROL, ofCarol.id(), "alice");
        Image everyones = test.registerPublic(BOB, "d");
        test.share(BOB, everyones.id(), "alice");

        assertThat(test.sharedWith(ALICE, "bob")).containsExactly(ofBob.id(), image.id());
        assertThat(test.sharedWith(BOB, "alice")).containsExactly(ofBob.id(), image.id());
        assertThat(test.sharedWith(ALICE, "alice")).containsExactly(ofCarol.id(), ofBob.id());
        assertThat(test.sharedWith(CAROL, "bob")).isEmpty();
        assertThat(test.sharedWith(ALICE, "nobody")).isEmpty();
    }

    private void share(Caller caller, String account, boolean canShare) {
        test.registry().addMember(caller, image.id(), account, Optional.of(canShare));
    }

    @Test
    void whoMayShareIsKeptUntilItIsSaidOtherwise() {
        share(ALICE, "bob", true);
        test.share(ALICE, image.id(), "carol");
        assertThat(test.registry().listMembers(ALICE, image.id()))
                .extracting(Member::account, Member::canShare)
                .containsExactly(tuple("bob", true), tuple("carol", false));

        test.share(ALICE, image.id(), "bob");
        share(ALICE, "carol", true);
        assertThat(test.registry().listMembers(ALICE, image.id()))
                .extracting(Member::account, Member::canShare)
                .containsExactly(tuple("bob", true), tuple("carol", true));

        share(ALICE, "bob", false);
        assertThat(test.registry().listMembers(BOB, image.id()))
                .extracting(Member::account, Member::canShare)
                .containsExactly(tuple("bob", false));
    }

    @Test
    void replacingKeepsWhoMayShareUnlessItSaysOtherwise() {
        share(ALICE, "bob", true);
        share(ALICE, "carol", true);
        share(ALICE, "dave", true);

        test.registry()
                .replaceMembers(
                        ALICE,
                        image.id(),
                        Map.of(
                                "bob",
                                Optional.empty(),
                                "carol",
                                Optional.of(false),
                                "erin",
                                Optional.empty(),
                                "frank",
                                Optional.of(true)));

        assertThat(test.registry().listMembers(ALICE, image.id()))
                .extracting(Member::account, Member::canShare)
                .containsExactly(tuple("bob", true), tuple("carol", false), tuple("erin", false), tuple("frank", true));
    }

    @Test
    void whoWasPutOutAndComesBackMayNotShare() {
        share(ALICE, "bob", true);
        test.registry().removeMember(ALICE, image.id(), "bob");

        test.share(ALICE, image.id(), "bob");

        assertThat(test.registry().listMembers(ALICE, image.id()))
                .extracting(Member::account, Member::canShare)
                .containsExactly(tuple("bob", false));
    }

    @Test
    void theOwnerIsNoMemberWhoMayShareEither() {
        share(ALICE, "alice", true);

        assertThat(test.registry().listMembers(ALICE, image.id())).isEmpty();
    }

    @Test
    void aMemberWhoMayShareAnImageThatIsStillToBeUploadedSharesIt() {
        Image reserved = test.reserve(ALICE);
        test.registry().addMember(ALICE, reserved.id(), "bob", Optional.of(true));

        test.share(BOB, reserved.id(), "carol");
        assertThat(test.members(ALICE, reserved.id())).containsExactly("bob", "carol");
        assertThat(fault(() -> test.share(CAROL, reserved.id(), "dave"))).isEqualTo(Kind.FORBIDDEN);

        assertThat(test.registry().removeMember(BOB, reserved.id(), "carol")).isTrue();
        assertThat(test.members(ALICE, reserved.id())).containsExactly("bob");
    }

    /** The store listens only to the object's owner. */
    @Test
    void aMemberWhoMayShareLetsNobodyReadAnothersFileThatMayNotYet() {
        share(ALICE, "bob", true);

        assertThat(fault(() -> test.share(BOB, image.id(), "carol"))).isEqualTo(Kind.FORBIDDEN);
        assertThat(test.members(ALICE, image.id())).containsExactly("bob");
        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("bob"));
    }

    @Test
    void aMemberWhoMayShareDoesNothingElseThatIsTheOwners() {
        share(ALICE, "bob", true);

        assertThat(fault(() -> test.registry()
                        .update(BOB, image.id(), change().name("mine").done())))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> test.registry().delete(BOB, image.id()))).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void removingTellsWhetherTheAccountWasAMember() {
        test.share(ALICE, image.id(), "bob");

        assertThat(test.registry().removeMember(ALICE, image.id(), "carol")).isFalse();
        assertThat(test.registry().removeMember(ALICE, image.id(), "bob")).isTrue();
        assertThat(test.registry().removeMember(ALICE, image.id(), "bob")).isFalse();
    }

    @Test
    void imagesThatAreSharedToAnAccountAreToldToThatAccountAndAdministratorsAndItsOwnToEachOwner() {
        share(ALICE, "bob", true);
        Image ofCarol = test.at(NOON.plus(Duration.ofSeconds(1)))
                .register(CAROL, draft(test.object(CAROL, "c")).done());
        test.share(CAROL, ofCarol.id(), "bob");
        Image everyones = test.at(NOON.plus(Duration.ofSeconds(2)))
                .register(CAROL, draft(test.object(CAROL, "d")).isPublic().done());
        test.share(CAROL, everyones.id(), "bob");
        Image gone = test.register(CAROL, "e");
        test.share(CAROL, gone.id(), "bob");
        test.registry().unregister(CAROL, gone.id());

        for (Caller caller : new Caller[] {BOB, ADMIN}) {
            assertThat(test.sharedTo(caller, "bob"))
                    .containsExactly(
                            sharedImage(everyones, false), sharedImage(ofCarol, false), sharedImage(image, true));
        }
        assertThat(test.sharedTo(ALICE, "bob")).containsExactly(sharedImage(image, true));
        assertThat(test.sharedTo(CAROL, "bob"))
                .containsExactly(sharedImage(everyones, false), sharedImage(ofCarol, false));
        assertThat(test.sharedTo(BOB, "alice")).isEmpty();
        assertThat(test.sharedTo(ALICE, "alice")).isEmpty();
        assertThat(test.sharedTo(ADMIN, "nobody")).isEmpty();
        assertThat(test.sharedTo(ADMIN, "ü")).isEmpty();
    }

    /** An operator may have it so; members then see images whose bytes they may not read. */
    @Test
    void whereTheStoreIsNotToShareItIsToldOfNobody() {
        Registry registry = test.registry(Sharing.NONE);

        registry.addMember(ALICE, image.id(), "bob", Optional.empty());
        registry.update(ALICE, image.id(), change().isPublic(true).done());
        registry.removeMember(ALICE, image.id(), "bob");

        assertThat(test.registry().find(CAROL, image.id()).isPublic()).isTrue();
        assertThat(test.members(ALICE, image.id())).isEmpty();
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(TestRegistry.unsettled()).isEmpty();
    }
}

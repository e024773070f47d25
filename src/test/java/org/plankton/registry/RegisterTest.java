package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.ObjectStore.EVERYONE;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.location;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plankton.registry.Fault.Kind;

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
                .isEqualTo(new Image(
                        object.uuid().orElseThrow(),
                        "alice",
                        "Δέβιαν 😀",
                        location,
                        DiskFormat.EXTDUMP,
                        ContainerFormat.OVF,
                        object.size(),
                        object.checksum(),
                        Status.AVAILABLE,
                        false,
                        Map.of("os", "debian", "a b", "ü"),
                        NOON,
                        NOON));
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    @Test
    void anObjectWithoutAnIdGetsOneThatItsLocationMakes() {
        Location location = location(ALICE, "a");
        test.store.put(location, new StoredObject(Optional.empty(), 5, "abc"));

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
        test.memberships().add(ALICE, first.id(), "bob");

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
        assertThat(again.name()).isEqualTo("new");
        assertThat(again.status()).isEqualTo(Status.AVAILABLE);
        assertThat(again.isPublic()).isFalse();
        assertThat(again.properties()).isEqualTo(Map.of("kernel", "6"));
        assertThat(test.memberships().list(ALICE, first.id())).isEmpty();
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
    void anObjectThatWasReplacedKeepsItsImagesId() {
        Location location = test.object(ALICE, "a");
        Image first = test.registry().register(ALICE, draft(location).done());
        test.object(ALICE, "a"); // another object, with another id

        assertThat(test.registry().register(ALICE, draft(location).done()).id()).isEqualTo(first.id());
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
    void anObjectThatWasMovedDoesNotTakeAlongWhatHasTakenItsFormerPlace() {
        Image first = test.register(ALICE, "a");
        Location elsewhere = location(ALICE, "b");
        test.store.move(first.location(), elsewhere);
        Image replaced = test.register(ALICE, "a");

        Image moved = test.registry().register(ALICE, draft(elsewhere).done());

        assertThat(replaced.id()).isEqualTo(first.id());
        assertThat(moved.id()).isEqualTo(elsewhere.uuid().toString());
        assertThat(test.registry().find(ALICE, first.id())).isEqualTo(replaced);
        assertThat(test.registry().register(ALICE, draft(elsewhere).done()).id())
                .isEqualTo(moved.id());
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
    void registeringAgainTakesBackWhatThoseBeforeMightRead() {
        Image image = test.registerPublic(ALICE, "a");
        test.memberships().add(ALICE, image.id(), "bob");

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
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).checksum("0").done())))
                .isEqualTo(Kind.BAD_REQUEST);
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

        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).name(null).done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .register(ALICE, draft(location).name(" ").done())))
                .isEqualTo(Kind.BAD_REQUEST);
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
}

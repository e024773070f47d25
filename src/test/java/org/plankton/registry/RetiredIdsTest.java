package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.location;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;

/** An id means one object, ever, however long ago its image was unregistered. */
class RetiredIdsTest {
    private final TestRegistry test = new TestRegistry();
    private final Registry registry = test.registry();

    /** What is still known of what is registered no longer. */
    private enum Memory {
        REMEMBERED,
        CLEARED_AWAY;

        void apply(TestRegistry test) {
            if (this == CLEARED_AWAY) {
                test.keepHouse(Duration.ofHours(1), Duration.ZERO, NOON.plusSeconds(60));
            }
        }
    }

    private Location put(String name, Optional<String> uuid) {
        Location location = location(ALICE, name);
        test.store.put(location, new StoredObject(uuid, 5, "2cf24dba5fb0a30e", Optional.empty()));
        return location;
    }

    private Image register(Location location, boolean isPublic) {
        return registry.register(
                ALICE,
                isPublic ? draft(location).isPublic().done() : draft(location).done());
    }

    @ParameterizedTest
    @EnumSource
    void theSameObjectHasItAgain(Memory memory) {
        for (boolean isPublic : new boolean[] {false, true}) {
            Image first = register(test.object(ALICE, "a" + isPublic), isPublic);
            registry.unregister(ALICE, first.id());
            memory.apply(test);

            assertThat(register(first.location(), isPublic).id()).isEqualTo(first.id());

            registry.unregister(ALICE, first.id());
            memory.apply(test);
            test.store.move(first.location(), location(ALICE, "moved" + isPublic));
            assertThat(register(location(ALICE, "moved" + isPublic), !isPublic).id())
                    .isEqualTo(first.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectWhoseImageHadAnotherThanItsOwnGetsItsOwn(Memory memory) {
        String chosen = "1d000000-0000-4000-8000-00000000000c";
        Location file = test.object(ALICE, "chosen");
        Image first = registry.register(ALICE, draft(file).id(chosen).done());
        registry.unregister(ALICE, first.id());
        memory.apply(test);

        assertThat(fault(() -> registry.register(ALICE, draft(file).id(chosen).done())))
                .isEqualTo(Fault.Kind.CONFLICT);
        assertThat(register(file, false).id())
                .isEqualTo(test.store.stat(ALICE, file).orElseThrow().uuid().orElseThrow());
    }

    /** Nothing tells one that is put there later from it. */
    @ParameterizedTest
    @EnumSource
    void ofAnObjectWithoutAnIdOfItsOwnTheLocationIsTheSame(Memory memory) {
        for (boolean isPublic : new boolean[] {false, true}) {
            Location location = put("a" + isPublic, Optional.empty());
            Image first = register(location, isPublic);
            registry.unregister(ALICE, first.id());
            memory.apply(test);

            assertThat(register(location, isPublic).id())
                    .isEqualTo(first.id())
                    .isEqualTo(location.uuid().toString());
        }
    }

    /** Somebody has guessed it, and chosen it before. */
    @ParameterizedTest
    @EnumSource
    void noObjectHasOneThatWasAReservations(Memory memory) {
        for (boolean isPublic : new boolean[] {false, true}) {
            String uuid = UUID.randomUUID().toString();
            registry.reserve(BOB, draft(null).id(uuid).done());
            registry.delete(BOB, uuid);
            memory.apply(test);

            Location location = put("a" + isPublic, Optional.of(uuid));
            Image image = register(location, isPublic);

            assertThat(image.id()).isEqualTo(location.uuid().toString());
            assertThat(image.objectUuid()).isEqualTo(uuid);
            registry.unregister(ALICE, image.id());
            memory.apply(test);
            assertThat(register(location, isPublic).id()).as("the same object").isEqualTo(image.id());
        }
    }

    /** Neither by its own id, nor by that of its location. */
    @ParameterizedTest
    @EnumSource
    void noObjectHasThatOfAnotherThatWasAtItsLocation(Memory memory) {
        String taken = UUID.randomUUID().toString();
        String takenToo = UUID.randomUUID().toString();
        registry.reserve(BOB, draft(null).id(taken).done());
        registry.reserve(BOB, draft(null).id(takenToo).done());
        Location location = put("a", Optional.of(taken));
        Image first = register(location, false);
        assertThat(first.id()).isEqualTo(location.uuid().toString());
        registry.unregister(ALICE, first.id());
        memory.apply(test);

        Image second = register(put("a", Optional.of(takenToo)), false);

        assertThat(second.id()).isNotIn(first.id(), taken, takenToo);
    }

    @ParameterizedTest
    @EnumSource
    void noneIsChosenThatWasAnImages(Memory memory) throws IOException {
        Image chosen = registry.reserve(
                ALICE, draft(null).id(UUID.randomUUID().toString()).done());
        registry.locate(ALICE, chosen.id(), Change.NONE, test.object(ALICE, "located"), Expected.NOTHING);
        Image uploaded = test.upload(ALICE, "hello");
        Image given = test.register(ALICE, "given");
        registry.update(TestRegistry.ADMIN, given.id(), change().owner("bob").done());
        Image displaced = test.register(ALICE, "displaced");
        test.store.remove(displaced.location());
        test.register(ALICE, "displaced");
        registry.unregister(ALICE, chosen.id());
        registry.delete(ALICE, uploaded.id());
        registry.unregister(BOB, given.id());
        memory.apply(test);

        for (Image image : new Image[] {chosen, uploaded, given, displaced}) {
            assertThat(fault(() ->
                            registry.reserve(BOB, draft(null).id(image.id()).done())))
                    .isEqualTo(Fault.Kind.CONFLICT);
            assertThat(fault(() ->
                            registry.register(ALICE, draft(null).id(image.id()).done(), uploadOf("hello"))))
                    .isEqualTo(Fault.Kind.CONFLICT);
            assertThat(fault(() -> registry.register(
                            ALICE,
                            draft(test.object(ALICE, "other")).id(image.id()).done())))
                    .isEqualTo(Fault.Kind.CONFLICT);
        }
    }

    /** The client was told of no image, and may send the same once more. */
    @Test
    void whatWasRefusedHasUsedNone() throws IOException {
        String id = UUID.randomUUID().toString();
        test.store.put(test.store.place("alice", id), new StoredObject(Optional.empty(), 5, "ab", Optional.empty()));
        assertThat(fault(() -> registry.register(ALICE, draft(null).id(id).done(), uploadOf("hello"))))
                .isEqualTo(Fault.Kind.CONFLICT);
        test.store.remove(test.store.place("alice", id));

        assertThat(registry.register(ALICE, draft(null).id(id).done(), uploadOf("hello"))
                        .id())
                .isEqualTo(id);
    }
}

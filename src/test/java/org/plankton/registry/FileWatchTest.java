package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.location;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.change.FileWatch;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

class FileWatchTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final TestRegistry test = new TestRegistry();
    private final List<Location> looks = new ArrayList<>();

    /** On its own server, with alice's token. */
    private FileWatch watch(Duration pause) {
        return watch(test.store, pause);
    }

    private <S extends ObjectStore & Sharing> FileWatch watch(S store, Duration pause) {
        StoreBetween counting = new StoreBetween(store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                looks.add(location);
                return super.stat(caller, location);
            }
        };
        return new FileWatch(test.database, counting, () -> ALICE, pause, TestRegistry.clock(NOON.plusSeconds(60)));
    }

    private Finding finding(Image image) {
        Found found = test.registry().find(ALICE, image.id()).found();
        return found == null ? Finding.AS_REGISTERED : found.finding();
    }

    private Image replaced(String name) {
        Image image = test.register(ALICE, name);
        test.object(ALICE, name);
        return image;
    }

    @Test
    void whatIsGoneOrHasChangedIsRecordedAndWhatIsBackToo() {
        Image same = test.register(ALICE, "a");
        Image changed = replaced("b");
        Image gone = test.register(ALICE, "c");
        StoredObject file = test.store.stat(ALICE, gone.location()).orElseThrow();
        test.store.remove(gone.location());
        test.reserve(ALICE);

        watch(AT_ONCE).run();

        assertThat(test.registry().find(ALICE, same.id())).isEqualTo(same);
        assertThat(finding(changed)).isEqualTo(Finding.CHANGED);
        Image now = test.registry().find(ALICE, gone.id());
        assertThat(now.found()).isEqualTo(new Found(Finding.GONE, NOON.plusSeconds(60), Status.AVAILABLE));
        assertThat(now.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(now.updatedAt()).isEqualTo(NOON.plusSeconds(60));

        test.store.put(gone.location(), file);
        watch(AT_ONCE).run();
        assertThat(test.registry().find(ALICE, gone.id()).status()).isEqualTo(Status.AVAILABLE);
        assertThat(finding(gone)).isEqualTo(Finding.AS_REGISTERED);
    }

    /** The store says of others' files that are gone no more than of those that may not be read. */
    @Test
    void whatTheStoreDoesNotShowIsLeftAlone() {
        Image unreadable = test.register(BOB, "a");
        Image gone = test.register(BOB, "b");
        test.store.remove(gone.location());
        Image readable = test.registerPublic(BOB, "c");
        Set<String> readers = test.store.readers(readable.location());
        test.object(BOB, "c");
        test.store.setReaders(readable.location(), readers);

        watch(AT_ONCE).run();

        assertThat(test.registry().find(BOB, unreadable.id())).isEqualTo(unreadable);
        assertThat(test.registry().find(BOB, gone.id())).isEqualTo(gone);
        assertThat(test.registry().find(BOB, readable.id()).found().finding()).isEqualTo(Finding.CHANGED);
    }

    @Test
    void severalServersWalkOnTogetherAndBeginAgainAtTheEnd() {
        for (int i = 0; i < 25; i++) {
            test.register(ALICE, "file" + i);
        }

        for (int i = 0; i < 3; i++) {
            watch(AT_ONCE).run();
        }
        assertThat(looks).hasSize(25);
        assertThat(new HashSet<>(looks)).hasSize(25);

        watch(AT_ONCE).run();
        assertThat(looks).hasSize(35);
        assertThat(looks.subList(25, 35)).containsExactlyElementsOf(looks.subList(0, 10));
    }

    @Test
    void noTwoServersLookWithinThePause() {
        test.register(ALICE, "a");

        watch(Duration.ofHours(1)).run();
        watch(Duration.ofHours(1)).run();

        assertThat(looks).hasSize(1);
    }

    @Test
    void aStoreThatIsDownProvesNothingAndTheWalkWaitsForIt() {
        Image changed = replaced("a");
        boolean[] isDown = {true};
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                if (isDown[0]) {
                    throw isDown();
                }
                return super.stat(caller, location);
            }
        };

        assertThat(fault(() -> watch(store, AT_ONCE).run())).isEqualTo(Kind.UNAVAILABLE);
        assertThat(finding(changed)).isEqualTo(Finding.AS_REGISTERED);

        isDown[0] = false;
        watch(store, AT_ONCE).run();
        assertThat(finding(changed)).isEqualTo(Finding.CHANGED);
    }

    /** As behind a proxy that has lost it. */
    @Test
    void aStoreThatHasNothingAtAllIsNotBelieved() {
        Image image = test.register(ALICE, "a");
        Location other = test.object(ALICE, "b");
        FileWatch watch = watch(AT_ONCE);
        watch.run();
        StoredObject file = test.store.stat(ALICE, image.location()).orElseThrow();
        test.store.remove(image.location());

        watch(AT_ONCE).run(); // which has seen nothing yet
        assertThat(finding(image)).isEqualTo(Finding.AS_REGISTERED);
        watch.run(); // which has seen nothing but what is gone
        assertThat(finding(image)).isEqualTo(Finding.AS_REGISTERED);

        test.store.put(image.location(), file);
        Image second = test.registry().register(ALICE, TestRegistry.draft(other).done());
        watch.run();
        test.store.remove(image.location());
        watch.run();
        assertThat(finding(image)).isEqualTo(Finding.GONE);
        assertThat(finding(second)).isEqualTo(Finding.AS_REGISTERED);
    }

    @Test
    void oneAnswerIsNoProofThatAFileIsGone() {
        Image image = test.register(ALICE, "a");
        test.register(ALICE, "b");
        StoreBetween forgetful = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                return location.equals(image.location()) ? Optional.empty() : super.stat(caller, location);
            }
        };

        watch(forgetful, AT_ONCE).run();

        assertThat(finding(image)).isEqualTo(Finding.AS_REGISTERED);
    }

    /** The look is at the file as it was before. */
    @Test
    void whatIsRegisteredWhileItLooksIsNotSpoiled() {
        Image image = test.register(ALICE, "a");
        test.object(ALICE, "a");
        Image[] anew = new Image[1];
        StoreBetween slow = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                Optional<StoredObject> answer = super.stat(caller, location);
                anew[0] = test.registry()
                        .register(
                                ALICE, TestRegistry.draft(location(ALICE, "a")).done());
                return answer;
            }
        };

        watch(slow, AT_ONCE).run();

        assertThat(anew[0].id()).isNotEqualTo(image.id());
        assertThat(test.list(ALICE, all())).containsExactly(anew[0]);
    }

    @Test
    void nothingIsAskedForWhereNothingIsRegistered() {
        FileWatch watch = new FileWatch(
                test.database,
                test.store,
                () -> {
                    throw new IllegalStateException("asked for a token");
                },
                AT_ONCE,
                TestRegistry.clock(NOON));

        watch.run();

        assertThat(test.list(ALICE, all())).isEmpty();
    }

    /** Whatever its owner does to it, a file does not keep the walk from the others. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BAD_REQUEST", "UNAVAILABLE"})
    void aFileOfWhichTheStoreDoesNotTellIsPassedBy(Kind kind) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            images.add(replaced("file" + i));
        }
        images.sort(Comparator.comparing(Image::id));
        // The last one is looked at alone.
        Set<Location> odd = Set.of(images.get(0).location(), images.get(10).location());
        StoreBetween store = new StoreBetween(test.store) {
            @Override
            public Optional<StoredObject> stat(Caller caller, Location location) {
                if (odd.contains(location)) {
                    throw new Fault(kind, "so it says");
                }
                return super.stat(caller, location);
            }
        };

        watch(store, AT_ONCE).run();
        boolean isTold = kind == Kind.BAD_REQUEST;
        if (isTold) {
            watch(store, AT_ONCE).run();
        } else {
            assertThat(fault(() -> watch(store, AT_ONCE).run())).isEqualTo(kind);
        }
        watch(store, AT_ONCE).run();

        assertThat(looks.subList(11, 21)).isEqualTo(looks.subList(0, 10)); // it has begun again
        for (Image image : images) {
            boolean isFound = isTold || !odd.contains(image.location());
            assertThat(finding(image)).isEqualTo(isFound ? Finding.CHANGED : Finding.AS_REGISTERED);
        }
    }

    @Test
    void aFileThatWasSeenAndIsNotToldOfNowDoesNotStopTheWalk() {
        Image seen = test.register(ALICE, "a");
        boolean[] isOdd = {false};
        FileWatch watch = watch(
                new StoreBetween(test.store) {
                    @Override
                    public Optional<StoredObject> stat(Caller caller, Location location) {
                        if (isOdd[0] && location.equals(seen.location())) {
                            throw isDown();
                        }
                        return super.stat(caller, location);
                    }
                },
                AT_ONCE);
        watch.run();
        Image gone = test.register(ALICE, "b");
        test.store.remove(gone.location());
        isOdd[0] = true;

        watch.run();

        assertThat(finding(gone)).isEqualTo(Finding.AS_REGISTERED);
    }
}

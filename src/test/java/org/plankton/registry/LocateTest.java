package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.location;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;

class LocateTest {
    private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";

    private final TestRegistry test = new TestRegistry();
    private final Image image = test.reserve(ALICE);

    private Image locate(Caller caller, Location location) {
        return test.registry().locate(caller, image.id(), Change.NONE, location, Expected.NOTHING);
    }

    @Test
    void aReservedImageHasTheFileForItsBytes() {
        Location location = location(ALICE, "a");
        StoredObject object = new StoredObject(Optional.empty(), 5, "2cf24dba5fb0a30e", Optional.of(MD5));
        test.store.put(location, object);

        Image located = test.at(NOON.plus(Duration.ofHours(1)))
                .locate(
                        ALICE,
                        image.id(),
                        Change.NONE,
                        location,
                        new Expected(OptionalLong.of(5), Optional.empty(), Optional.of(MD5)));

        assertThat(located)
                .isEqualTo(image.withBytes(Content.of(location, object, MD5), NOON.plus(Duration.ofHours(1))));
        assertThat(located.status()).isEqualTo(Status.AVAILABLE);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(located);
    }

    @Test
    void whoMaySeeTheImageMayThenReadTheFile() {
        test.share(ALICE, image.id(), Set.of("bob", "carol"));
        Image everyones = test.registry().reserve(ALICE, draft(null).isPublic().done());

        Location location = test.object(ALICE, "a");
        locate(ALICE, location);
        Location other = test.object(ALICE, "b");
        test.registry().locate(ALICE, everyones.id(), Change.NONE, other, Expected.NOTHING);

        assertThat(test.store.readers(location)).isEqualTo(Set.of("bob", "carol"));
        assertThat(test.store.readers(other)).isEqualTo(Set.of(EVERYONE));
    }

    @Test
    void refusesWhatIsNotSoOfTheFile() {
        Location location = test.object(ALICE, "a");

        assertThat(fault(() -> test.registry()
                        .locate(
                                ALICE,
                                image.id(),
                                Change.NONE,
                                location,
                                new Expected(OptionalLong.of(6), Optional.empty(), Optional.empty()))))
                .isEqualTo(Kind.MISMATCH);
        assertThat(fault(() -> test.registry()
                        .locate(
                                ALICE,
                                image.id(),
                                Change.NONE,
                                location,
                                new Expected(OptionalLong.empty(), Optional.empty(), Optional.of(MD5)))))
                .isEqualTo(Kind.BAD_REQUEST); // the store does not know it
        test.store.put(location, new StoredObject(Optional.empty(), 5, "abc", Optional.of(MD5)));
        assertThat(fault(() -> test.registry()
                        .locate(
                                ALICE,
                                image.id(),
                                Change.NONE,
                                location,
                                new Expected(OptionalLong.empty(), Optional.empty(), Optional.of("0".repeat(32))))))
                .isEqualTo(Kind.MISMATCH);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    @Test
    void onlyOnesOwnFileAndOnesOwnImage() {
        Location bobs = test.object(BOB, "a");
        test.store.setReaders(bobs, Set.of("alice"));
        test.share(ALICE, image.id(), "bob");

        assertThat(fault(() -> locate(ALICE, bobs))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> locate(ALICE, location(ALICE, "none")))).isEqualTo(Kind.NO_OBJECT);
        assertThat(fault(() -> locate(BOB, bobs))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> locate(CAROL, test.object(CAROL, "a")))).isEqualTo(Kind.HIDDEN);
        assertThat(fault(() -> test.registry()
                        .locate(ALICE, UUID.randomUUID().toString(), Change.NONE, bobs, Expected.NOTHING)))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(TestRegistry.shared(image));
    }

    @Test
    void anAdministratorGivesAnothersImageNoFileOfTheirOwn() {
        Location location = test.object(ADMIN, "a");

        assertThat(fault(() -> locate(ADMIN, location))).isEqualTo(Kind.FORBIDDEN);
        assertThat(test.registry().find(ALICE, image.id())).isEqualTo(image);
    }

    @Test
    void anImageThatHasItsBytesGetsNoOthers() {
        locate(ALICE, test.object(ALICE, "a"));

        assertThat(fault(() -> locate(ALICE, test.object(ALICE, "b")))).isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void needsItsFormats() {
        Image unknown = test.registry()
                .reserve(ALICE, draft(null).formats(null, ContainerFormat.BARE).done());

        assertThat(fault(() -> test.registry()
                        .locate(ALICE, unknown.id(), Change.NONE, test.object(ALICE, "a"), Expected.NOTHING)))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void aFileHasOneImageAndAnotherLetsNobodyReadIt() {
        Image registered = test.register(ALICE, "a");
        test.share(ALICE, image.id(), "bob");

        assertThat(fault(() -> locate(ALICE, registered.location()))).isEqualTo(Kind.CONFLICT);

        assertThat(test.registry().find(ALICE, image.id()).status()).isEqualTo(Status.QUEUED);
        assertThat(test.store.readers(registered.location())).isEmpty();
    }

    @Test
    void aStoreThatFailsLeavesTheImageReservedForAnotherAttempt() {
        test.share(ALICE, image.id(), "bob");
        Location location = test.object(ALICE, "a");
        test.store.fail();

        assertThat(fault(() -> locate(ALICE, location))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.registry().find(ALICE, image.id()).status()).isEqualTo(Status.QUEUED);

        test.store.recover();
        assertThat(locate(ALICE, location).status()).isEqualTo(Status.AVAILABLE);
        assertThat(test.store.readers(location)).isEqualTo(Set.of("bob"));
    }

    @Test
    void deletedItLeavesTheFile() {
        Location location = test.object(ALICE, "a");
        locate(ALICE, location);

        test.registry().delete(ALICE, image.id());

        assertThat(test.store.stat(ALICE, location)).isPresent();
    }
}

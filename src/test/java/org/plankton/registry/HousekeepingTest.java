package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.silenceUploads;
import static org.plankton.registry.TestRegistry.uploads;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plankton.registry.change.Housekeeping;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.ChangeClock;

class HousekeepingTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration KEEP = Duration.ofDays(30);

    private final TestRegistry test = new TestRegistry();

    /** An image whose upload has begun. */
    private Image saving() {
        Image image = test.reserve(ALICE);
        Image saving = image.withStatus(Status.SAVING);
        test.database.inTransaction("alice", tables -> {
            tables.uploads().insert(image.id(), "alice", test.store.place("alice", image.id()), false);
            tables.writes().images().update(saving, null, 0);
            return image;
        });
        return saving;
    }

    private Image now(Image image) {
        return test.registry().find(ALICE, image.id());
    }

    @Test
    void anUploadThatHasBeenSilentForTooLongHasFailed() {
        Image dead = saving();
        silenceUploads();
        Image alive = saving();

        test.keepHouse(LEASE, KEEP, NOON);

        assertThat(now(dead))
                .isEqualTo(dead.withStatus(Status.ERROR).withUpdatedAt(now(dead).updatedAt()));
        assertThat(now(dead).updatedAt()).isAfter(dead.updatedAt());
        assertThat(now(alive)).isEqualTo(alive);
        assertThat(uploads()).containsExactlyInAnyOrder(dead.id(), alive.id()); // what is left is still to be deleted
    }

    /** The database's clock counts, not the server's. */
    @Test
    void aServerWhoseClockIsWrongEndsNoUpload() {
        Image alive = saving();

        test.keepHouse(LEASE, KEEP, Instant.now().plus(Duration.ofDays(1000)));

        assertThat(now(alive)).isEqualTo(alive);
    }

    @Test
    void itsChangeIsLaterThanTheOneBeforeWhateverTheClockSays() {
        Image dead = saving();
        Instant future = Instant.parse("2100-01-01T00:00:00.000001Z");
        test.database.inTransaction("alice", tables -> {
            tables.writes().images().update(dead.withUpdatedAt(future), null, 0);
            return dead;
        });
        silenceUploads();

        test.keepHouse(LEASE, KEEP, NOON);

        assertThat(now(dead).updatedAt()).isEqualTo(Instant.parse("2100-01-01T00:00:00.000002Z"));
    }

    @Test
    void onlyImagesThatAreBeingUploadedCanFailForSilence() {
        Image available = test.register(ALICE, "a");
        Image queued = test.reserve(ALICE);
        test.database.inTransaction("alice", tables -> {
            tables.uploads().insert(available.id(), "alice", test.store.place("alice", available.id()), false);
            tables.uploads().insert(queued.id(), "alice", test.store.place("alice", queued.id()), false);
            return available;
        });
        silenceUploads();

        test.keepHouse(LEASE, KEEP, NOON);

        assertThat(now(available)).isEqualTo(available);
        assertThat(now(queued)).isEqualTo(queued);
    }

    /** Such as who is just registering it again. */
    @Test
    void whatSomebodyElseIsAboutToChangeIsNotForgotten() {
        Image old = test.register(ALICE, "a");
        test.registry().unregister(ALICE, old.id());
        Instant later = NOON.plus(KEEP).plusSeconds(1);

        test.database.inTransaction("alice", tables -> {
            tables.images().lockCoupled(old.location(), old.objectUuid(), old.id());
            test.keepHouse(LEASE, KEEP, later);
            return old;
        });

        assertThat(test.registry().findEvenDeleted(ADMIN, old.id()).status()).isEqualTo(Status.DELETED);
        test.keepHouse(LEASE, KEEP, later);
        assertThat(fault(() -> test.registry().findEvenDeleted(ADMIN, old.id())))
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void whatWasUnregisteredLongAgoIsForgottenAndNothingElse() {
        Image old = test.register(ALICE, "a");
        Image recent = test.register(ALICE, "b");
        Image present = test.register(ALICE, "c");
        test.registry().unregister(ALICE, old.id());
        test.at(NOON.plus(KEEP)).unregister(ALICE, recent.id());

        test.keepHouse(LEASE, KEEP, NOON.plus(KEEP).plusSeconds(1));

        assertThat(fault(() -> test.registry().findEvenDeleted(ADMIN, old.id())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(test.registry().findEvenDeleted(ADMIN, recent.id()).status()).isEqualTo(Status.DELETED);
        assertThat(test.list(ALICE, all())).containsExactly(present);
    }

    @Test
    void ofWhatIsForgottenTheIdIsNobodyElsesForGood() {
        Image registered = test.register(ALICE, "a");
        Image reserved = test.reserve(ALICE);
        test.registry().unregister(ALICE, registered.id());
        test.registry().delete(ALICE, reserved.id());

        test.keepHouse(LEASE, KEEP, NOON.plus(KEEP).plusSeconds(1));

        for (Caller caller : List.of(ALICE, BOB, ADMIN)) {
            for (String id : List.of(registered.id(), reserved.id())) {
                assertThat(fault(() -> test.registry()
                                .reserve(caller, draft(null).id(id).done())))
                        .isEqualTo(Kind.CONFLICT);
                assertThat(fault(() -> test.registry()
                                .register(
                                        caller,
                                        draft(test.object(caller, "other"))
                                                .id(id)
                                                .replacesNothing()
                                                .done())))
                        .isEqualTo(Kind.CONFLICT);
            }
        }
        assertThat(test.registry()
                        .register(ALICE, draft(registered.location()).done())
                        .id())
                .isEqualTo(registered.id());
    }

    @Test
    void anyNumberOfThemIsForgottenAtOnce() {
        Image first = test.register(ALICE, "a");
        test.registry().unregister(ALICE, first.id());
        int many = 2000;
        test.database.inTransaction("alice", tables -> {
            for (int i = 1; i < many; i++) {
                String id = String.format("00000000-0000-0000-0000-%012d", i);
                Image image = Image.reserved(id, "alice", Metadata.NONE, NOON);
                tables.writes().images().insert(image, null);
                tables.writes().images().update(image.deleted(NOON), null, 0);
            }
            return first;
        });

        test.keepHouse(LEASE, KEEP, NOON.plus(KEEP).plusSeconds(1));

        assertThat(Arrays.asList(
                        first.id(), "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000001999"))
                .allSatisfy(id -> assertThat(fault(() -> test.registry().findEvenDeleted(ADMIN, id)))
                        .isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldOf() {
        FailingDatabase failing = new FailingDatabase(test.database);
        failing.failNext(false, true);

        assertThatThrownBy(() -> new Housekeeping(failing, LEASE, KEEP, KEEP, new ChangeClock(Clock.systemUTC())).run())
                .isInstanceOf(Fault.class);
    }
}

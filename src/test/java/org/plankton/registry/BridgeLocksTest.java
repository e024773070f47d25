package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plankton.database.TestDatabase;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.ports.Mirror.Present;
import org.plankton.testing.Await;
import org.plankton.testing.PithosChange;

/** What Synnefo's library finds where others write the same files at the same time, or keep them locked. */
@Tag("long")
class BridgeLocksTest extends Bridged {
    private static final String LOCKED = "others keep files locked there";

    @Test
    void whoMakesAVersionBeforeIsWaitedForAndItsVersionIsWritten() throws Exception {
        start("0.15");
        Image image = register("a.raw", Map.of());
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();
            runUntilItWaitsFor(foreign::copyAttributes);
        }

        assertThat(found(image)).containsEntry("name", "a.raw");
        assertThat(library.list("alice")).containsExactly(image.id());
    }

    @Test
    void whoMakesAVersionAfterwardsWaitsAndCopiesWhatWasWritten() throws Exception {
        start("0.15");
        Image image = register("a.raw", Map.of());
        Place place = new Place(image.id(), image.location());
        CountDownLatch isLocked = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Supplier<Present> present = () -> {
            isLocked.countDown();
            await(mayGoOn);
            return new Present(Optional.of(WholeImage.of(image, List.of())), true);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw");
                Mirror.Session session = mirror.open()) {
            Future<Outcome> written = threads.submit(() -> session.write(place, present));
            await(isLocked);
            Future<?> changed = threads.submit((Callable<Void>) () -> {
                foreign.makeVersion();
                foreign.copyAttributes();
                return null;
            });
            Await.await(PATIENCE, this::isSomebodyWaiting);
            mayGoOn.countDown();
            assertThat(written.get().kind()).isEqualTo(Kind.DIFFERENT);
            changed.get();
        } finally {
            threads.shutdownNow();
        }

        assertThat(pithos.number("SELECT count(*) FROM versions")).isEqualTo(2);
        assertThat(found(image)).containsEntry("name", "a.raw");
        assertThat(library.list("alice")).containsExactly(image.id());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whoever keeps a file locked keeps its image from being written, and no other; it is written afterwards. */
    @Test
    void aFileThatIsLockedForLongKeepsOnlyItsOwnImage() throws SQLException {
        start("0.15");
        Image locked = register("a.raw", Map.of());
        Image other = register("b.raw", Map.of());
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();
            assertThatThrownBy(bridge::run)
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
            assertThat(library.find(other.id())).isPresent();
            foreign.copyAttributes();
        }

        bridge.run();

        assertThat(found(locked)).containsEntry("name", "a.raw");
    }

    /** More than are looked at together, and one that stays locked: its position is not noted, and it is not lost. */
    @Test
    void aFileThatIsLockedForLongKeepsNothingFromWhatIsDoneAfterwards() throws SQLException {
        start("0.15");
        Image locked = register("a.raw", Map.of());
        Image other = register("b.raw", Map.of());
        for (int i = 0; i < 200; i++) {
            registry.update(ALICE, other.id(), change().name("name " + i).done());
        }
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();
            assertThatThrownBy(bridge::run).hasMessage(LOCKED);
            assertThat(found(other)).containsEntry("name", "name 199");

            registry.update(ALICE, other.id(), change().name("later").done());
            assertThatThrownBy(bridge::run).hasMessage(LOCKED);
            assertThat(found(other)).containsEntry("name", "later");
            assertThat(isAtTheEnd()).isFalse();

            Mirroring restarted = new Mirroring(test.database, mirror);
            assertThatThrownBy(restarted::run).hasMessage(LOCKED);
            foreign.copyAttributes();
        }

        bridge.run();

        assertThat(found(locked)).containsEntry("name", "a.raw");
        assertThat(isAtTheEnd()).isTrue();
        assertThat(bridge.secondsBehind()).isLessThan(PATIENCE.toSeconds());
    }

    /** Whoever runs it tells what is always the same only once. */
    @Test
    void ofSeveralFilesThatAreLockedEachIsNamedOnceAndTheReasonStaysTheSame() throws SQLException {
        start("0.15");
        Image a = register("a.raw", Map.of());
        Image b = register("b.raw", Map.of());
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw");
                PithosChange another = new PithosChange(pithos, "alice/images/b.raw")) {
            foreign.makeVersion();
            another.makeVersion();
            List<String> told = told(() -> {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(bridge::run).hasMessage(LOCKED);
                }
            });

            assertThat(told).hasSize(2);
            assertThat(told.get(0)).contains(a.id());
            assertThat(told.get(1)).contains(b.id());
        }
    }

    /** Others wait less after somebody has waited in vain; whoever comes when files are free again does not. */
    @Test
    void patienceComesBackOnceFilesAreNotLocked() throws Exception {
        start("0.15");
        Place locked = place(register("a.raw", Map.of()));
        Place free = place(register("b.raw", Map.of()));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw");
                Mirror.Session session = mirror.open()) {
            foreign.makeVersion();
            assertThatThrownBy(() -> session.write(locked, BridgeLocksTest::nothing))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT));
            for (int i = 0; i < 5; i++) {
                session.write(free, BridgeLocksTest::nothing);
            }
            Future<Outcome> written = threads.submit(() -> session.write(locked, BridgeLocksTest::nothing));
            Await.await(PATIENCE, this::hasSomebodyWaited);
            foreign.copyAttributes();

            assertThat(written.get().kind()).isEqualTo(Kind.ALIKE);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Place place(Image image) {
        return new Place(image.id(), image.location());
    }

    private static Present nothing() {
        return new Present(Optional.empty(), true);
    }

    /** Much longer than whoever is in a hurry, and not as long as it may be. */
    private boolean hasSomebodyWaited() {
        return pithos.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > '400 ms'")
                > 0;
    }

    /** As where its service is cut off in the middle: the server ends that, and so the lock. */
    @Test
    void whoStandsStillInTheMiddleKeepsNobodyWaitingForLong() throws Exception {
        start("0.15");
        Image image = register("a.raw", Map.of());
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw");
                Mirror.Session session = mirror.open()) {
            assertThatThrownBy(() -> session.write(new Place(image.id(), image.location()), () -> {
                        assertThatCode(foreign::makeVersion).doesNotThrowAnyException(); // which waits for the lock
                        return new Present(Optional.of(WholeImage.of(image, List.of())), true);
                    }))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            foreign.copyAttributes();
        }

        bridge.run();

        assertThat(found(image)).containsEntry("name", "a.raw");
    }

    @Test
    void whatIsLockedIsNamedByARebuildWhichCountsAllTheSame() throws SQLException {
        start("0.15");
        execute("DELETE FROM follower");
        Image locked = register("a.raw", Map.of());
        Image other = register("b.raw", Map.of());
        Seen seen = new Seen();
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();
            walk().rebuild(seen);
            foreign.copyAttributes();
        }

        assertThat(seen.of(Kind.LOCKED)).containsExactly(locked.id());
        assertThat(seen.of(Kind.DIFFERENT)).containsExactly(other.id());
        assertThat(walk().backlog()).isPresent();
    }

    @Test
    void whatIsLockedWhileEveryImageIsLookedAtIsWrittenLater() throws SQLException {
        start("0.15");
        Image locked = register("a.raw", Map.of());
        Image other = register("b.raw", Map.of());
        execute("UPDATE follower SET position = 1000000"); // which there is not
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();
            assertThatThrownBy(bridge::run).hasMessage(LOCKED);
            assertThat(library.find(other.id())).isPresent();
            foreign.copyAttributes();
        }

        bridge.run();

        assertThat(found(locked)).containsEntry("name", "a.raw");
        assertThat(isAtTheEnd()).isTrue();
    }

    /** It is no writer, and so may look at what others have locked. */
    @Test
    void aComparisonWaitsForNobodyAndLocksNothing() throws SQLException {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        try (PithosChange foreign = new PithosChange(pithos, "alice/images/a.raw")) {
            foreign.makeVersion();

            assertThat(compare().of(Kind.ALIKE)).containsExactly(image.id());
        }
        String before = pithos.text("SELECT xmax FROM nodes WHERE path = 'alice/images/a.raw'");
        compare();
        walk().rebuild(new Seen());
        assertThat(pithos.text("SELECT xmax FROM nodes WHERE path = 'alice/images/a.raw'"))
                .isEqualTo(before);
    }

    /** Two services, and somebody who makes versions of that very file all the time: of each image the last change. */
    @Test
    void whateverIsDoneAtOnceNoChangeIsLost() throws Exception {
        start("0.15");
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(register(i + ".raw", Map.of()));
        }
        AtomicReference<Image> current = new AtomicReference<>(images.get(0));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> all = List.of(
                    threads.submit(() -> repeat(current, new Mirroring(test.database, mirror))),
                    threads.submit(() -> repeat(current, new Mirroring(test.database, mirror))),
                    threads.submit(() -> repeat(current, () -> makeVersion(current.get()))));
            for (Image image : images) {
                current.set(image);
                registry.update(ALICE, image.id(), change().name("last").done());
                Await.await(PATIENCE, BridgeLocksTest::isAtTheEnd);
            }
            current.set(null);
            for (Future<Integer> one : all) {
                assertThat(one.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(pithos.number("SELECT count(*) FROM versions")).isGreaterThan(2L * images.size());
        assertThat(compare().of(Kind.ALIKE)).hasSize(images.size());
        assertThat(library.list("alice")).hasSize(images.size());
        assertThat(images).allSatisfy(image -> assertThat(found(image)).containsEntry("name", "last"));
    }

    /** As long as there is an image; what is in the way now is done the next time. */
    private static int repeat(AtomicReference<Image> current, Runnable work) {
        int count = 0;
        while (current.get() != null) {
            try {
                work.run();
                count++;
            } catch (Fault fault) {
                assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT);
            }
        }
        return count;
    }

    private void makeVersion(Image image) {
        if (image == null) {
            return;
        }
        try (PithosChange foreign =
                new PithosChange(pithos, image.location().text().substring("pithos://".length()))) {
            foreign.makeVersion();
            foreign.copyAttributes();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the bridge has seen to all that was done. */
    private static boolean isAtTheEnd() {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT (SELECT MAX(position) FROM journal) <= (SELECT position FROM follower)")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

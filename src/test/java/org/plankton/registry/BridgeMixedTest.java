package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.testing.Await;
import org.plankton.testing.PithosChange;

/**
 * Everybody at once, for {@code -Dbridge.seconds} or 3: the registry, two services with a bridge, users of Pithos who
 * overwrite and move the files of images, and the old library, which registers, changes and unregisters files of its
 * own. Afterwards there is what is here, and what the old library has put there, and nothing else.
 */
@Tag("long")
class BridgeMixedTest extends Bridged {
    private static final long SECONDS = Long.getLong("bridge.seconds", 3);
    private static final int FILES = 12;

    private final Random random = new Random(13);
    private volatile boolean isOver;

    /** By numbers of files. */
    private final Image[] images = new Image[FILES];

    private final Set<String> others = new TreeSet<>();

    private static String path(int file) {
        return "alice/images/" + file + ".raw";
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.15", "0.16"})
    void nothingIsOtherwiseAfterwards(String release) throws Exception {
        start(release);
        List<Location> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(file(i + ".raw", UUID.randomUUID().toString()));
            pithos.file("alice/images/others/" + i + ".raw", UUID.randomUUID().toString(), "", "1400000000");
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Integer>> all = new ArrayList<>();
        try {
            all.add(threads.submit(() -> repeat(() -> changeRegistry(files))));
            all.add(threads.submit(() -> repeat(this::changeFile)));
            all.add(threads.submit(() -> repeat(this::changeOthers)));
            Mirroring second = new Mirroring(test.database, mirror);
            all.add(threads.submit(() -> repeat(() -> follow(bridge))));
            all.add(threads.submit(() -> repeat(() -> follow(second))));
            long end = System.nanoTime() + SECONDS * 1_000_000_000;
            Await.await(
                    PATIENCE.plusSeconds(SECONDS),
                    () -> System.nanoTime() > end || all.stream().anyMatch(Future::isDone));
            isOver = true;
            List<Integer> counts = new ArrayList<>();
            for (Future<Integer> one : all) {
                counts.add(one.get());
            }
            System.out.printf(
                    "%s, %d s: changed %d times here, %d files, %d images of others, followed %d and %d times%n",
                    Stream.concat(Stream.of(release, SECONDS), counts.stream()).toArray());
            assertThat(counts).allMatch(count -> count > 0);
        } finally {
            isOver = true;
            threads.shutdownNow();
        }
        Await.await(PATIENCE, () -> {
            bridge.run();
            return walk().backlog().orElseThrow().count() == 0;
        });

        Seen seen = compare();
        Set<String> expected = new TreeSet<>(others);
        for (Image image : images) {
            if (image != null) {
                expected.add(image.id());
                assertThat(found(image)).containsEntry("name", image.metadata().name());
            }
        }
        assertThat(seen.of(Kind.DIFFERENT)).isEmpty();
        assertThat(seen.others).containsExactlyInAnyOrderElementsOf(others);
        assertThat(library.list("alice")).containsExactlyInAnyOrderElementsOf(expected);
    }

    private int repeat(Callable<Void> work) throws Exception {
        int count = 0;
        while (!isOver) {
            work.call();
            count++;
        }
        return count;
    }

    private Void changeRegistry(List<Location> files) {
        int i = random.nextInt(FILES);
        if (images[i] == null) {
            images[i] = registry.register(
                    ALICE,
                    draft(files.get(i))
                            .name("registered")
                            .properties(Map.of("os", "x"))
                            .done());
        } else if (random.nextInt(5) == 0) {
            registry.unregister(ALICE, images[i].id());
            images[i] = null;
        } else {
            images[i] = registry.update(
                    ALICE,
                    images[i].id(),
                    change().name("name " + random.nextInt())
                            .property("k" + random.nextInt(3), "v" + random.nextInt(3))
                            .done());
        }
        return null;
    }

    /** The file is where it was afterwards, so that it can be registered again. */
    private Void changeFile() {
        int i = (int) (System.nanoTime() / 1000 % FILES);
        if (System.nanoTime() / 1000 % 3 == 0) {
            pithos.move(path(i), "alice/images/moved.raw");
            pithos.move("alice/images/moved.raw", path(i));
        } else {
            pithos.change(path(i), "1500000000");
        }
        return null;
    }

    /** As the library does it, in a version more each time. */
    private Void changeOthers() throws SQLException {
        String path = "alice/images/others/" + System.nanoTime() / 1000 % FILES + ".raw";
        String uuid = pithos.text(
                "SELECT uuid FROM versions v JOIN nodes n ON n.latest_version = v.serial WHERE path = ?", path);
        try (PithosChange change = new PithosChange(pithos, path)) {
            change.makeVersion();
            change.copyAttributes();
            pithos.run("DELETE FROM attributes WHERE serial = ?", change.serial());
            if (!others.remove(uuid) || System.nanoTime() / 1000 % 4 != 0) {
                pithos.attributes(change.serial(), "name", "theirs", "disk_format", "raw", "container_format", "bare");
                others.add(uuid);
            }
        }
        return null;
    }

    /** What is in the way now is done the next time. */
    private static Void follow(Mirroring bridge) {
        try {
            bridge.run();
        } catch (Fault fault) {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.CONFLICT);
        }
        return null;
    }
}

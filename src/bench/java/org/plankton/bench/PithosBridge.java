package org.plankton.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.plankton.database.MariaDb;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.objects.FakeObjectStore;
import org.plankton.pithos.PithosImages;
import org.plankton.pithos.PithosMirror;
import org.plankton.registry.Operations;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.ImportMode;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.turns.Turns;
import org.plankton.testing.BridgeRights;
import org.plankton.testing.PithosTables;
import org.plankton.testing.TestCatalogue;

/**
 * Measures how far the bridge is behind while images are changed, a hundred a second, while others make versions of
 * the same files, for a minute; and how long a rebuild takes in which there is nothing to write. It is run as
 * {@link PithosImport} is, without a number.
 */
final class PithosBridge {
    private static final int IMAGES = 2_000;
    private static final int CHANGES_A_SECOND = 100;
    private static final Duration TIME = Duration.ofMinutes(1);

    private PithosBridge() {}

    public static void main(String[] arguments) throws Exception {
        PithosTables pithos = new PithosTables("0.15");
        PithosImport.fill(pithos, IMAGES);
        BridgeRights.give(pithos, false);
        try (EmbeddedMariaDb server = EmbeddedMariaDb.start(Files.createTempDirectory("pithos-bridge"))) {
            String url = server.newJdbcUrl("bridged");
            try (MariaDb database = new MariaDb(url, "root", "", 10, TestCatalogue.ASSESSOR);
                    LongLists lists = new LongLists(2)) {
                run(pithos, server, database, registry(database, lists));
            }
        }
        System.exit(0); // PostgreSQL ends with the JVM
    }

    private static Registry registry(MariaDb database, LongLists lists) {
        return new Operations(
                database,
                new FakeObjectStore(),
                Sharing.NONE,
                new FakeObjectStore(),
                new Access(Set.of(Caller.SERVICE), true),
                new UploadBounds(1, Duration.ofMinutes(1)),
                new Transfers(4),
                Runnable::run,
                lists,
                new Turns(4),
                new Attempts(),
                TestCatalogue.ASSESSOR,
                new ChangeClock(Clock.systemUTC()));
    }

    private static void run(PithosTables pithos, EmbeddedMariaDb server, MariaDb database, Registry registry)
            throws Exception {
        imported(pithos, registry);
        Mirror mirror = new PithosMirror(pithos.url(), BridgeRights.ROLE, "", Optional.empty(), false);
        long begin = System.nanoTime();
        new MirrorWalk(database, mirror).rebuild(new Count());
        System.out.printf(Locale.ROOT, "rebuild of %d images: %.1f s%n", IMAGES, (System.nanoTime() - begin) / 1e9);
        ScheduledExecutorService bridge = Executors.newSingleThreadScheduledExecutor();
        bridge.scheduleWithFixedDelay(new Mirroring(database, mirror), 1, 1, TimeUnit.SECONDS);
        while (behind(server) > 0) { // the images have just been imported
            LockSupport.parkNanos(100_000_000L);
        }
        ExecutorService others = Executors.newSingleThreadExecutor();
        AtomicInteger versions = new AtomicInteger();
        long end = System.nanoTime() + TIME.toNanos();
        others.submit(() -> {
            while (System.nanoTime() < end) {
                pithos.change(PithosImport.path(1 + versions.getAndIncrement() % IMAGES), "1500000000");
            }
        });
        List<Double> behind = new ArrayList<>();
        int changes = 0;
        for (long start = System.nanoTime(); System.nanoTime() < end; changes++) {
            String name = "name " + changes;
            registry.update(
                    new Caller(PithosImport.account(1 + changes % IMAGES), ""),
                    PithosImport.id(1 + changes % IMAGES),
                    Change.NONE
                            .with()
                            .metadata(MetadataChange.NONE
                                    .with()
                                    .name(Optional.of(name))
                                    .build())
                            .build());
            if (changes % 20 == 0) {
                behind.add(behind(server));
            }
            LockSupport.parkNanos(start + (changes + 1) * 1_000_000_000L / CHANGES_A_SECOND - System.nanoTime());
        }
        others.shutdown();
        others.awaitTermination(1, TimeUnit.MINUTES);
        while (behind(server) > 0) {
            LockSupport.parkNanos(100_000_000L);
        }
        bridge.shutdown();
        bridge.awaitTermination(1, TimeUnit.MINUTES);
        Collections.sort(behind);
        Count count = new Count();
        new MirrorWalk(database, mirror).compare(count);
        System.out.printf(
                Locale.ROOT,
                "%d changes and %d versions of others in %d s: behind %.1f s as a rule, %.1f s at most; %d different"
                        + " afterwards%n",
                changes,
                versions.get(),
                TIME.toSeconds(),
                behind.get(behind.size() / 2),
                behind.get(behind.size() - 1),
                count.different);
    }

    private static void imported(PithosTables pithos, Registry registry) throws IOException {
        List<WholeImage> images = new ArrayList<>();
        new PithosImages(pithos.url(), "postgres", "").each(new ImageSource.Reader() {
            @Override
            public void read(WholeImage image, List<String> remarks) {
                images.add(image);
            }

            @Override
            public void refuse(String id, String name, String reason) {
                throw new IllegalStateException(reason);
            }
        });
        for (int i = 0; i < images.size(); i += 100) {
            registry.importAll(
                    Caller.service(""),
                    images.subList(i, Math.min(i + 100, images.size())),
                    new ImportMode(false, false),
                    outcome -> {});
        }
    }

    /** Seconds since the first change that the bridge has not seen to; 0: it has seen to all. */
    private static double behind(EmbeddedMariaDb server) throws SQLException {
        try (Connection connection = server.connect("bridged");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(made_at),"
                        + " UTC_TIMESTAMP(6)) / 1000000, 0) FROM journal WHERE position > (SELECT position FROM"
                        + " follower)")) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** How many are otherwise. */
    private static final class Count implements MirrorWalk.Reader {
        private int different;

        @Override
        public void read(Mirror.Place place, Mirror.Outcome outcome) {
            different += outcome.kind() == Mirror.Kind.ALIKE ? 0 : 1;
        }

        @Override
        public void readOthers(Mirror.Place place) {
            different++;
        }
    }
}

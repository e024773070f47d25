package org.plankton.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ImageMapper.Newest;
import org.plankton.registry.ports.ImageMapper.Tally;

/**
 * How many images there are in the database, which other services may count as well. They are counted once a minute, or
 * less often, so that no more than a fiftieth of the time is spent on it; who wants to know is told what was last
 * counted, and how long ago.
 */
final class ImageMeters implements Runnable {
    private static final long USUAL = Duration.ofMinutes(1).toNanos();
    private static final int REST = 50;

    /** Of those whose file may have drifted, each of which is a row that is read. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** Nothing is found of a file whose image stays anything else. */
    private static final Set<Status> AMISS = Set.of(Status.ERROR, Status.UNAVAILABLE);

    private final Database database;
    private final Set<String> accounts;
    private final LongSupplier nanoTime;
    private final MultiGauge images;
    private final MultiGauge newest;

    /** When they are to be counted next; only {@link #run} uses it, one at a time. */
    private long due;

    /** Which may have drifted. */
    private volatile long notLookedAt;

    /** When they were last counted. */
    private volatile long counted;

    private volatile boolean areCounted;

    /**
     * @param accounts of which it is told how old their newest public image is
     * @param nanoTime as {@link System#nanoTime} says
     */
    ImageMeters(Database database, Collection<String> accounts, MeterRegistry meters, LongSupplier nanoTime) {
        this.database = database;
        this.accounts = Set.copyOf(accounts);
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
        this.images = MultiGauge.builder("plankton.images")
                .description("images in the database, as they were last counted")
                .register(meters);
        this.newest = MultiGauge.builder("plankton.newest.public.image.age.seconds")
                .description("how long ago the newest public image of an account was made")
                .register(meters);
        new Gauges(meters)
                .gauge(
                        "plankton.images.counted.age.seconds",
                        "how long ago images were last counted; no number if they never were",
                        Tags.empty(),
                        this::age);
        new Gauges(meters)
                .gauge(
                        "plankton.images.unexamined",
                        "images in error or unavailable, of which there are too many to tell how their files are",
                        Tags.empty(),
                        () -> notLookedAt);
    }

    private double age() {
        return areCounted ? (nanoTime.getAsLong() - counted) / (double) TimeUnit.SECONDS.toNanos(1) : Double.NaN;
    }

    /** Counts them if that is due; what fails soon is tried again the next time. */
    @Override
    public void run() {
        long start = nanoTime.getAsLong();
        if (start - due < 0) {
            return;
        }
        boolean isDone = false;
        try {
            count();
            isDone = true;
        } finally {
            long now = nanoTime.getAsLong();
            long rest = (now - start) * REST;
            due = now + (isDone ? Math.max(rest, USUAL) : rest);
        }
    }

    /** As they are at one moment, or some might be found that were not counted. */
    private record Counted(List<Tally> all, List<Tally> found, List<Newest> newest) {}

    private void count() {
        Counted now = database.snapshot(tables -> new Counted(
                tables.images().listTallies(),
                tables.images().listFound(MOST_LOOKED_AT),
                accounts.isEmpty() ? List.of() : tables.images().listNewestPublic(accounts)));
        Map<Kind, Long> counts = new HashMap<>();
        now.all.forEach(tally -> counts.merge(Kind.of(tally), tally.count(), Long::sum));
        long unexamined = now.all.stream()
                .filter(tally -> AMISS.contains(tally.status()))
                .mapToLong(Tally::count)
                .sum();
        for (Tally tally : now.found) {
            unexamined -= tally.count();
            if (tally.finding() != null) {
                Kind kind = Kind.of(tally);
                counts.merge(kind.with(Finding.AS_REGISTERED), -tally.count(), Long::sum);
                counts.merge(kind, tally.count(), Long::sum);
            }
        }
        notLookedAt = unexamined;
        counts.values().removeIf(count -> count == 0);
        images.register(
                counts.entrySet().stream()
                        .map(kind -> MultiGauge.Row.of(kind.getKey().tags(), kind.getValue()))
                        .toList(),
                true);
        List<Newest> latest = now.newest;
        newest.register(latest.stream().map(ImageMeters::row).toList(), true);
        counted = nanoTime.getAsLong();
        areCounted = true;
    }

    /** @param diskFormat null: none */
    private record Kind(Visibility visibility, Status status, DiskFormat diskFormat, Finding drift) {
        static Kind of(Tally tally) {
            Finding drift = tally.finding() == null ? Finding.AS_REGISTERED : tally.finding();
            return new Kind(tally.visibility(), tally.status(), tally.diskFormat(), drift);
        }

        Kind with(Finding other) {
            return new Kind(visibility, status, diskFormat, other);
        }

        Tags tags() {
            return Tags.of(
                    "visibility",
                    word(visibility),
                    "status",
                    word(status),
                    "disk_format",
                    diskFormat == null ? "none" : word(diskFormat),
                    "drift",
                    word(drift));
        }
    }

    private static MultiGauge.Row<?> row(Newest newest) {
        Instant created = newest.createdAt();
        return MultiGauge.Row.of(
                Tags.of("account", newest.account()),
                () -> Duration.between(created, Instant.now()).toMillis() / 1000.0);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

package org.plankton.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.plankton.registry.image.Finding;
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

    private final Database database;
    private final Set<String> accounts;
    private final LongSupplier nanoTime;
    private final MultiGauge images;
    private final MultiGauge newest;

    /** When they are to be counted next; only {@link #run} uses it, one at a time. */
    private long due;

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

    private void count() {
        List<Tally> tallies = database.read(tables -> tables.images().listTallies());
        List<Newest> latest = accounts.isEmpty()
                ? List.of()
                : database.read(tables -> tables.images().listNewestPublic(accounts));
        images.register(tallies.stream().map(ImageMeters::row).toList(), true);
        newest.register(latest.stream().map(ImageMeters::row).toList(), true);
        counted = nanoTime.getAsLong();
        areCounted = true;
    }

    private static MultiGauge.Row<Number> row(Tally tally) {
        Tags kind = Tags.of(
                "visibility",
                word(tally.visibility()),
                "status",
                word(tally.status()),
                "disk_format",
                tally.diskFormat() == null ? "none" : word(tally.diskFormat()),
                "drift",
                word(tally.finding() == null ? Finding.AS_REGISTERED : tally.finding()));
        return MultiGauge.Row.of(kind, tally.count());
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

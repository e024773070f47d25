package org.plankton.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.catalogue.Readiness;
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

    /** How ready images are that have not been assessed yet. */
    private static final String UNKNOWN = "unknown";

    /** Of those whose file may have drifted, each of which is a row that is read. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** Nothing is found of a file whose image stays anything else. */
    private static final Set<Status> AMISS = Set.of(Status.ERROR, Status.UNAVAILABLE);

    private final Database database;
    private final Set<String> accounts;
    private final LongSupplier nanoTime;
    private final Gauges gauges;

    /** When they are to be counted next; only {@link #run} uses it, one at a time. */
    private long due;

    /** Of each kind that there was since the start, be it that there is none of it now. */
    private volatile Map<Kind, Long> counts = Map.of();

    /** By {@link Readiness#word}, and {@link #UNKNOWN}; null until that is known. */
    private volatile Map<String, Long> readiness;

    /** When the newest public image was made of accounts that have one; null until that is known. */
    private volatile Map<String, Instant> newest;

    /** Which may have drifted. */
    private volatile long notLookedAt;

    /** When they were last counted; until they are, when that was begun. */
    private volatile long counted;

    /**
     * @param accounts of which it is told how old their newest public image is
     * @param nanoTime as {@link System#nanoTime} says
     */
    ImageMeters(Database database, Collection<String> accounts, MeterRegistry meters, LongSupplier nanoTime) {
        this.database = database;
        this.accounts = Set.copyOf(accounts);
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
        this.counted = due;
        this.gauges = new Gauges(meters);
        this.accounts.forEach(account -> gauges.gauge(
                "plankton.newest.public.image.age.seconds",
                "how long ago the newest public image of an account was made; +Inf if it has none",
                Tags.of("account", account),
                () -> newestAge(account)));
        Stream.concat(Arrays.stream(Readiness.values()).map(Readiness::word), Stream.of(UNKNOWN))
                .forEach(word -> gauges.gauge(
                        "plankton.images.by.readiness",
                        "images in the database by how ready they are, as they were last counted",
                        Tags.of("readiness", word),
                        () -> soReady(word)));
        gauges.gauge(
                "plankton.images.counted.age.seconds",
                "how long ago images were last counted; if they never were, when the service was started",
                Tags.empty(),
                this::age);
        gauges.gauge(
                "plankton.images.unexamined",
                "images in error or unavailable, of which there are too many to tell how their files are",
                Tags.empty(),
                () -> notLookedAt);
    }

    private double age() {
        return (nanoTime.getAsLong() - counted) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private double soReady(String word) {
        Map<String, Long> known = readiness;
        return known == null ? Double.NaN : known.getOrDefault(word, 0L);
    }

    private double newestAge(String account) {
        Map<String, Instant> known = newest;
        if (known == null) {
            return Double.NaN;
        }
        Instant created = known.get(account);
        return created == null
                ? Double.POSITIVE_INFINITY
                : Duration.between(created, Instant.now()).toMillis() / 1000.0;
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
    private record Counted(List<Tally> all, List<Tally> found, List<Newest> newest, Map<Readiness, Long> readiness) {}

    private void count() {
        Counted now = database.snapshot(tables -> new Counted(
                tables.images().listTallies(),
                tables.images().listFound(MOST_LOOKED_AT),
                accounts.isEmpty() ? List.of() : tables.images().listNewestPublic(accounts),
                tables.assessments().countReadiness()));
        Map<Kind, Long> found = new HashMap<>();
        now.all.forEach(tally -> found.merge(Kind.of(tally), tally.count(), Long::sum));
        long unexamined = now.all.stream()
                .filter(tally -> AMISS.contains(tally.status()))
                .mapToLong(Tally::count)
                .sum();
        for (Tally tally : now.found) {
            unexamined -= tally.count();
            if (tally.finding() != null) {
                Kind kind = Kind.of(tally);
                found.merge(kind.with(Finding.AS_REGISTERED), -tally.count(), Long::sum);
                found.merge(kind, tally.count(), Long::sum);
            }
        }
        notLookedAt = unexamined;
        found.values().removeIf(count -> count == 0);
        tell(found);
        readiness = byWord(now);
        newest = now.newest.stream().collect(Collectors.toUnmodifiableMap(Newest::account, Newest::createdAt));
        counted = nanoTime.getAsLong();
    }

    private static Map<String, Long> byWord(Counted now) {
        Map<String, Long> counts = new HashMap<>();
        now.readiness.forEach((readiness, count) -> counts.put(readiness.word(), count));
        long assessed =
                now.readiness.values().stream().mapToLong(count -> count).sum();
        long all = now.all.stream().mapToLong(Tally::count).sum();
        counts.put(UNKNOWN, Math.max(0, all - assessed));
        return Map.copyOf(counts);
    }

    /** All at once, and no series is taken away meanwhile: who reads them just then would miss it. */
    private void tell(Map<Kind, Long> found) {
        Set<Kind> known = counts.keySet();
        known.forEach(kind -> found.putIfAbsent(kind, 0L));
        counts = Map.copyOf(found);
        found.keySet().stream()
                .filter(kind -> !known.contains(kind))
                .forEach(kind -> gauges.gauge(
                        "plankton.images",
                        "images in the database, as they were last counted",
                        kind.tags(),
                        () -> counts.get(kind)));
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

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

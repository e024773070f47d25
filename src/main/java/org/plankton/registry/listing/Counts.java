package org.plankton.registry.listing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.plankton.registry.image.Fault;

/**
 * Counts that may take long: each is made by one caller at a time, and remembered for those who ask soon after. So is
 * one that has failed after a long while, or all who wait for it would begin it again, one after the other.
 */
final class Counts<K, V> {
    private static final Duration VALIDITY = Duration.ofSeconds(10);

    /** One that takes longer is remembered for longer, so that no more than a tenth of the time is spent on it. */
    private static final int REST = 10;

    /** What fails sooner has not failed because there was too much to count. */
    private static final Duration LONG = Duration.ofSeconds(4);

    /** How long others wait for whoever is counting. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;
    private final Predicate<V> isRemembered;
    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

    /** @param isRemembered whether a count is worth that */
    Counts(Clock clock, Predicate<V> isRemembered) {
        this.clock = clock;
        this.isRemembered = isRemembered;
    }

    /** @param begun when it was begun to be counted */
    private record Result<V>(V value, Fault failure, Instant begun, Instant until) {
        boolean isValid(Instant now) {
            return now.isBefore(until) && !now.isBefore(begun);
        }

        V get() {
            if (failure != null) {
                throw new Fault(failure.kind(), failure.getMessage(), failure);
            }
            return value;
        }
    }

    private static final class Entry<V> {
        private final ReentrantLock turn = new ReentrantLock();
        private volatile Result<V> result;
    }

    /** @throws Fault those of {@code count}; UNAVAILABLE if others are still counting */
    V get(K key, Supplier<V> count) {
        Entry<V> entry = entries.computeIfAbsent(key, unused -> new Entry<>());
        await(entry.turn);
        try {
            Result<V> known = entry.result;
            if (known != null && known.isValid(clock.instant())) {
                return known.get();
            }
            entry.result = null;
            return count(entry, count);
        } finally {
            entry.turn.unlock();
            forgetOld();
        }
    }

    private V count(Entry<V> entry, Supplier<V> count) {
        Instant begun = clock.instant();
        try {
            V value = count.get();
            if (isRemembered.test(value)) {
                entry.result = result(value, null, begun);
            }
            return value;
        } catch (Fault failure) {
            if (Duration.between(begun, clock.instant()).compareTo(LONG) >= 0) {
                entry.result = result(null, failure, begun);
            }
            throw failure;
        }
    }

    private Result<V> result(V value, Fault failure, Instant begun) {
        Instant now = clock.instant();
        Duration rest = Duration.between(begun, now).multipliedBy(REST);
        return new Result<>(value, failure, begun, now.plus(rest.compareTo(VALIDITY) > 0 ? rest : VALIDITY));
    }

    private static void await(ReentrantLock turn) {
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "images are still being counted; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
    }

    private void forgetOld() {
        Instant now = clock.instant();
        entries.values()
                .removeIf(entry -> !entry.turn.isLocked() && (entry.result == null || !entry.result.isValid(now)));
    }
}

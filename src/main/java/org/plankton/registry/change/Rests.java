package org.plankton.registry.change;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which accounts are being settled, and when the others are next, so that what cannot be settled does not keep the
 * store busy.
 */
final class Rests {
    /** A store that has not answered may do so soon, or undo late what has been done now. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private final int atOnce;
    private final Map<String, Rest> resting = new HashMap<>();
    private final Map<String, Integer> busy = new HashMap<>();

    /** @param failures since it could be settled last, one after the other */
    private record Rest(int failures, Instant until) {}

    /** @param atOnce how many accounts may be busy */
    Rests(Clock clock, int atOnce) {
        this.clock = clock;
        this.atOnce = atOnce;
    }

    /** Whether it is the account's time; it is busy then until {@link #end}. */
    synchronized boolean begin(String account) {
        if (busy.containsKey(account) || busy.size() == atOnce) {
            return false;
        }
        Rest rest = resting.get(account);
        if (rest != null && clock.instant().isBefore(rest.until)) {
            return false;
        }
        busy.put(account, rest == null ? 0 : rest.failures);
        return true;
    }

    /**
     * Ends what has begun.
     *
     * @param result null: the store did not answer
     */
    synchronized void end(String account, Settle.Result result) {
        int before = busy.remove(account);
        Instant now = clock.instant();
        // Those that have rested are forgotten, unless it was after a failure that counts.
        resting.values().removeIf(rest -> now.isAfter(rest.until.plus(rest.failures == 0 ? Duration.ZERO : LONGEST)));
        if (result == null) {
            resting.put(account, new Rest(before, now.plus(PAUSE)));
            return;
        }
        switch (result) {
            case DONE -> resting.put(account, new Rest(0, now.plus(PAUSE)));
            case TOO_EARLY -> resting.remove(account);
            case FAILED -> resting.put(account, new Rest(before + 1, now.plus(afterFailures(before + 1))));
        }
    }

    /** Each time twice as long. */
    private static Duration afterFailures(int count) {
        Duration pause = AFTER_FAILURE.multipliedBy(1L << Math.min(count - 1, 10));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}

package org.plankton.registry.change;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which accounts are being settled, and when the others are next, so that what cannot be settled does not keep the
 * store busy. What the store answers cannot be done counts for the token alone: an account's other tokens may do it.
 */
final class Rests {
    /** A store that has not answered may do so soon, or undo late what has been done now. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * For so long nobody deletes for others what the store was told to delete. So a token that may not is met again
     * only then, and must not begin anew: it would each time be the first, and whoever may would never have a turn.
     */
    private static final Duration DELETION = Duration.ofMinutes(3);

    private final Clock clock;
    private final int atOnce;
    private final Set<String> busy = new HashSet<>();

    /** Until when the account rests, whoever's token comes by. */
    private final Map<String, Instant> pauses = new HashMap<>();

    private final Map<Way, Failures> failed = new HashMap<>();

    /**
     * An account's token.
     *
     * @param token its hash, as tokens are kept nowhere; two that are alike merely rest together
     */
    private record Way(String account, int token) {
        Way(String account, String token) {
            this(account, token.hashCode());
        }
    }

    /** @param count one after the other */
    private record Failures(int count, Instant until) {
        /** Each time twice as long. */
        private static Duration rest(int count) {
            Duration pause = AFTER_FAILURE.multipliedBy(1L << Math.min(count - 1, 10));
            return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
        }

        /** Of a token that could have come back for as long again as it had to rest. */
        boolean isForgotten(Instant now) {
            return now.isAfter(until.plus(rest(count)).plus(DELETION));
        }

        static Failures oneMore(Failures before, Instant now) {
            int count = before == null ? 1 : before.count + 1;
            return new Failures(count, now.plus(rest(count)));
        }
    }

    /** @param atOnce how many accounts may be busy */
    Rests(Clock clock, int atOnce) {
        this.clock = clock;
        this.atOnce = atOnce;
    }

    /**
     * Whether it is the account's time; it is busy then until {@link #end}.
     *
     * @param token with which it would be settled; the same each time if the service does it, which has one at a time
     */
    synchronized boolean begin(String account, String token) {
        if (busy.contains(account) || busy.size() == atOnce) {
            return false;
        }
        Instant now = clock.instant();
        Failures failures = failed.get(new Way(account, token));
        if (now.isBefore(pauses.getOrDefault(account, Instant.MIN))
                || failures != null && now.isBefore(failures.until)) {
            return false;
        }
        return busy.add(account);
    }

    /**
     * Ends what has begun.
     *
     * @param result null: the store did not answer
     */
    synchronized void end(String account, String token, Settle.Result result) {
        busy.remove(account);
        Instant now = clock.instant();
        pauses.values().removeIf(until -> !now.isBefore(until));
        failed.values().removeIf(failures -> failures.isForgotten(now));
        if (result != Settle.Result.TOO_EARLY) {
            pauses.put(account, now.plus(PAUSE));
        }
        if (result == Settle.Result.FAILED) {
            failed.compute(new Way(account, token), (way, before) -> Failures.oneMore(before, now));
        } else if (result != null) {
            failed.remove(new Way(account, token));
        }
    }
}

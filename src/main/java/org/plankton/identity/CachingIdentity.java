package org.plankton.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.turns.TurnCounts;

/**
 * Remembers an identity service's answers for a while. A token that is revoked there works here for as long as an
 * answer is remembered. Failures are not remembered.
 *
 * <p>Many requests with one token make one question. Tokens themselves are not kept: what is kept is found by a keyed
 * hash. What is accepted and what is refused are kept apart, so that no flood of bad tokens drives out a good one; nor
 * does a service that does not answer keep whoever is remembered waiting, as only so many wait for it.
 */
public final class CachingIdentity implements Identity {
    /**
     * With 10 000 tokens in use, of which each second one in a hundred gives way to a new one, 16 000 are remembered at
     * a time, each for a minute. Three times that is room for what nobody foresaw, in some 18 MB: an entry has about
     * 370 bytes.
     */
    private static final int ACCEPTED = 50_000;

    /** One that is driven out costs a question more. */
    private static final int REFUSED = 10_000;

    private static final String ALGORITHM = "HmacSHA256";

    private final Identity identity;
    private final Clock clock;
    private final Cache<String, Authenticated> accepted;
    private final Cache<String, Boolean> refused;
    private final SingleFlight<String, Authenticated> asking;
    private final CircuitBreaker breaker;
    private final Bulkhead waiting;

    private final LongAdder acceptedHits = new LongAdder();
    private final LongAdder refusedHits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** With the key, and never used itself: making one takes longer than all that it then does. */
    private final Mac mac;

    /**
     * @param acceptedFor how long a good token is believed; not past its expiry, whatever this says
     * @param refusedFor how long a bad one is
     * @param waiting how many requests wait at a time for the identity service's answers; while it answers, as many
     *     more for their turn
     * @param ticker measures times, whatever the wall clock does
     */
    public CachingIdentity(
            Identity identity, Duration acceptedFor, Duration refusedFor, int waiting, Clock clock, Ticker ticker) {
        this.identity = identity;
        this.clock = clock;
        AsyncCache<String, Authenticated> answers =
                cache(ACCEPTED, acceptedFor, ticker).buildAsync();
        this.accepted = answers.synchronous();
        this.asking = new SingleFlight<>(answers);
        this.refused = cache(REFUSED, refusedFor, ticker).build();
        this.breaker = new CircuitBreaker(ticker);
        this.waiting = new Bulkhead(waiting, breaker);
        this.mac = mac();
    }

    private static Mac mac() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static Caffeine<Object, Object> cache(int entries, Duration time, Ticker ticker) {
        return Caffeine.newBuilder()
                .expireAfterWrite(time)
                .maximumSize(entries)
                .ticker(ticker)
                .executor(Runnable::run); // no thread of another's that would outlive the application
    }

    /** What is known of the token, asking nobody; null if nothing is. */
    Optional<Authenticated> known(String token) {
        return remembered(id(token));
    }

    @Override
    public Optional<Authenticated> authenticate(String token) {
        String id = id(token);
        Optional<Authenticated> known = remembered(id);
        count(known);
        return known != null ? known : Optional.ofNullable(waiting.call(() -> asking.get(id, () -> ask(id, token))));
    }

    /** @param known null: nothing is */
    private void count(Optional<Authenticated> known) {
        if (known == null) {
            misses.increment();
        } else if (known.isPresent()) {
            acceptedHits.increment();
        } else {
            refusedHits.increment();
        }
    }

    /**
     * What has been remembered and what not, so far.
     *
     * @param acceptedHits how often a token was known to be good
     * @param refusedHits how often one was known to be bad
     * @param misses how often nothing was known of one, so that the identity service, or who asks it already, was to
     *     be waited for
     * @param accepted how many good tokens are remembered now, nearly
     * @param refused how many bad ones
     */
    public record Recall(long acceptedHits, long refusedHits, long misses, long accepted, long refused) {}

    public Recall recall() {
        return new Recall(
                acceptedHits.sum(), refusedHits.sum(), misses.sum(), accepted.estimatedSize(), refused.estimatedSize());
    }

    /** Of the requests that wait for the identity service; who waits is who waits for a place among them. */
    public TurnCounts waiting() {
        return waiting.counts();
    }

    /** How often the identity service was not asked, as it does not answer. */
    public long unasked() {
        return breaker.refused();
    }

    /** Null if it is refused. */
    private Authenticated ask(String id, String token) {
        if (refused.getIfPresent(id) != null) {
            return null; // another has been answered just before it was our turn
        }
        Optional<Authenticated> answer = breaker.watch(() -> identity.authenticate(token));
        if (answer.isEmpty()) {
            refused.put(id, true);
        }
        return answer.orElse(null);
    }

    /** What is known of the token; null if nothing is. */
    private Optional<Authenticated> remembered(String id) {
        Authenticated account = accepted.getIfPresent(id);
        if (account != null) {
            if (account.expires().isAfter(clock.instant())) {
                return Optional.of(account);
            }
            accepted.invalidate(id);
        }
        return refused.getIfPresent(id) != null ? Optional.empty() : null;
    }

    @Override
    public void forget(String token) {
        accepted.invalidate(id(token));
    }

    private String id(String token) {
        try {
            byte[] hash = ((Mac) mac.clone()).doFinal(token.getBytes(StandardCharsets.UTF_8));
            return new String(hash, StandardCharsets.ISO_8859_1);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be copied", e);
        }
    }
}

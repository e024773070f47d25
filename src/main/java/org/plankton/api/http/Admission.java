package org.plankton.api.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.plankton.registry.image.Fault;

/**
 * How much one account may ask of this service: so many requests that are answered at once, each of which keeps a
 * thread of the container, and, if that is set, so many in a second. Others do not feel how much it asks.
 */
public final class Admission {
    public static final Admission UNBOUNDED = new Admission(Set.of(), Integer.MAX_VALUE, Optional.empty());

    private static final Duration SOON = Duration.ofSeconds(1);

    /** One that is forgotten begins anew with a full bucket. */
    private static final int ACCOUNTS = 100_000;

    /** Of a request: whose it is, while it is counted. */
    private static final String COUNTED = Admission.class.getName() + ".counted";

    /** Of a request: that it has been let in, be it that it begins anew. */
    private static final String ADMITTED = Admission.class.getName() + ".admitted";

    private final Set<String> exempt;
    private final int atOnce;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Optional<LoadingCache<String, Bucket>> buckets;

    /**
     * How often an account may ask: a bucket that so many tokens are put into each second, and that holds so many.
     *
     * @param perSecond at least 1
     * @param burst at least 1
     */
    public record Rate(int perSecond, int burst) {
        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, SOON))
                    .build();
        }
    }

    /**
     * @param exempt accounts that may ask as much as they like: the administrators'
     * @param atOnce requests of one account, at least 1
     * @param rate empty: as often as it likes
     */
    public Admission(Set<String> exempt, int atOnce, Optional<Rate> rate) {
        this.exempt = exempt;
        this.atOnce = atOnce;
        this.buckets = rate.map(some -> Caffeine.newBuilder()
                .maximumSize(ACCOUNTS)
                .expireAfterAccess(Duration.ofSeconds(1L + some.burst / some.perSecond)) // when it is full again
                .executor(Runnable::run) // no thread of another's that would outlive the application
                .build(account -> some.bucket()));
    }

    /**
     * Lets a request in, which {@link #leave} ends.
     *
     * @throws Fault TOO_MANY_REQUESTS if it comes too soon after others of the account's, or while too many are
     *     answered
     */
    void admit(HttpServletRequest request, String account) {
        if (exempt.contains(account) || request.getAttribute(COUNTED) != null) {
            return;
        }
        if (request.getAttribute(ADMITTED) == null) {
            buckets.ifPresent(all -> take(all.get(account)));
            request.setAttribute(ADMITTED, true);
        }
        counts.merge(account, 1, this::counted);
        request.setAttribute(COUNTED, account);
    }

    /** Whoever is refused is at no time counted, or another that comes meanwhile would be refused without need. */
    private int counted(int count, int one) {
        if (count >= atOnce) {
            throw Fault.tooManyRequests(
                    "this account has " + atOnce + " requests that are being answered; wait for some of them", SOON);
        }
        return count + one;
    }

    private static void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Fault.tooManyRequests(
                    "this account asks more often than one may; wait as long as Retry-After says",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** Ends what {@link #admit} began, if it has; no thread is at the request any longer. */
    void leave(HttpServletRequest request) {
        if (request.getAttribute(COUNTED) instanceof String account) {
            request.removeAttribute(COUNTED);
            counts.computeIfPresent(account, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}

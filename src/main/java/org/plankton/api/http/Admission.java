package org.plankton.api.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/**
 * How much one account may ask of this service: so many requests that are answered at once, each of which keeps a
 * thread of the container, and, if that is set, so many in a second. Others do not feel how much it asks. Whoever
 * brings no token is held to that by where they come from.
 */
public final class Admission {
    public static final Admission UNBOUNDED = new Admission(Set.of(), Integer.MAX_VALUE, Optional.empty());

    private static final Duration SOON = Duration.ofSeconds(1);

    /** One that is forgotten begins anew with a full bucket. */
    private static final int ACCOUNTS = 100_000;

    /** Of a request: as whose it is counted, while it is. */
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
        if (!exempt.contains(account)) {
            admit(request, List.of(new Bound(account, atOnce)));
        }
    }

    /**
     * Lets a request in that comes without a token, likewise. All such requests together are held to what one account
     * may have answered at once, and those from one place to half of it, so that nobody keeps the others out.
     *
     * @param place where they come from
     */
    void admitVisitor(HttpServletRequest request, String place) {
        admit(
                request,
                List.of(
                        new Bound(Caller.VISITOR + " " + place, Math.max(1, atOnce / 2)),
                        new Bound(Caller.VISITOR, atOnce)));
    }

    /** How many requests of somebody are answered at once. */
    private record Bound(String whose, int most) {
        /** Whoever is refused is at no time counted, or another that comes meanwhile would be refused without need. */
        int counted(int count, int one) {
            if (count >= most) {
                throw Fault.tooManyRequests(
                        "this account has " + most + " requests that are being answered; wait for some of them", SOON);
            }
            return count + one;
        }
    }

    /** @param bounds the first of which is also that of how often one may ask */
    private void admit(HttpServletRequest request, List<Bound> bounds) {
        if (request.getAttribute(COUNTED) != null) {
            return;
        }
        if (request.getAttribute(ADMITTED) == null) {
            buckets.ifPresent(all -> take(all.get(bounds.get(0).whose)));
            request.setAttribute(ADMITTED, true);
        }
        List<String> counted = new ArrayList<>();
        boolean isAdmitted = false;
        try {
            for (Bound bound : bounds) {
                counts.merge(bound.whose, 1, bound::counted);
                counted.add(bound.whose);
            }
            request.setAttribute(COUNTED, counted);
            isAdmitted = true;
        } finally {
            if (!isAdmitted) {
                counted.forEach(this::uncount);
            }
        }
    }

    private void uncount(String whose) {
        counts.computeIfPresent(whose, (same, count) -> count == 1 ? null : count - 1);
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
        if (request.getAttribute(COUNTED) instanceof List<?> counted) {
            request.removeAttribute(COUNTED);
            counted.forEach(whose -> uncount((String) whose));
        }
    }
}

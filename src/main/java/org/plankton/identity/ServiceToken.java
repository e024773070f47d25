package org.plankton.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.image.Fault;

/**
 * The token that Keystone gives this service for its password: {@code POST …/auth/tokens}. It is asked for when it is
 * first needed, and again when most of its time is over. Many requests that need a new one make one question, and share
 * its answer.
 */
final class ServiceToken {
    private static final Duration RESERVE = Duration.ofSeconds(60);

    private final String url;
    private final ServiceUser user;
    private final BoundedHttpClient http;
    private final Clock clock;
    private final AtomicReference<CompletableFuture<Token>> renewal = new AtomicReference<>();

    /** The latest; null before the first. */
    private volatile Token latest;

    /** @param url of Keystone, {@code …/v3} */
    ServiceToken(String url, ServiceUser user, BoundedHttpClient http, Clock clock) {
        this.url = url;
        this.user = user;
        this.http = http;
        this.clock = clock;
    }

    /**
     * @param renewed from when on another is asked for, although this one is still good
     * @param expires from when on it is no longer good
     */
    record Token(String value, Instant renewed, Instant expires) {
        /** Until a fifth of the time is left, or {@link #RESERVE} if that is more. */
        static Token of(String value, Instant now, Instant expires) {
            Duration left = Duration.between(now, expires);
            Duration fifth = left.dividedBy(5);
            return new Token(value, expires.minus(fifth.compareTo(RESERVE) > 0 ? fifth : RESERVE), expires);
        }

        /** Leaves the token out: it must not reach a log. */
        @Override
        public String toString() {
            return "a token until " + expires;
        }
    }

    /**
     * A token that is good as far as can be known here.
     *
     * @throws Fault UNAVAILABLE if a new one is needed and Keystone does not give it in time
     */
    Token get(Budget budget) {
        Token token = latest;
        Instant now = clock.instant();
        if (token != null && now.isBefore(token.renewed())) {
            return token;
        }
        if (token == null || !now.isBefore(token.expires())) {
            return insteadOf(token, budget);
        }
        try {
            return insteadOf(token, budget.half());
        } catch (Fault fault) {
            return token; // not having the next one yet does no harm so far, and is in the log
        }
    }

    /**
     * Another token than that, which Keystone refuses.
     *
     * @param token null: any
     * @throws Fault UNAVAILABLE if Keystone does not give one in time
     */
    Token insteadOf(Token token, Budget budget) {
        CompletableFuture<Token> mine = new CompletableFuture<>();
        CompletableFuture<Token> other = renewal.compareAndExchange(null, mine);
        if (other != null) {
            return await(other, budget);
        }
        try {
            if (latest == token) { // or another request was given one just before it was our turn
                latest = ask(budget);
            }
            mine.complete(latest);
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            renewal.set(null);
        }
        return await(mine, budget);
    }

    private Token await(CompletableFuture<Token> answer, Budget budget) {
        try {
            return answer.get(budget.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw http.service().unreliable("does not give this service a token in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw http.service().unreliable("was not waited for");
        }
    }

    private Token ask(Budget budget) {
        HttpPost request = new HttpPost(url + "/auth/tokens?nocatalog");
        request.setEntity(Reply.question(Map.of("auth", Map.of("identity", identity(), "scope", scope()))));
        Answer answer = http.exchange(request, budget.left());
        return switch (answer.status()) {
            case 201 -> token(answer);
            case 401 ->
                throw answer.from()
                        .unreliable("refuses this service: see plankton.identity.user, user-domain, password, project"
                                + " and project-domain");
            default ->
                throw answer.from().unreliable("answered " + answer.status() + " when asked for this service's token");
        };
    }

    private Map<String, Object> identity() {
        return Map.of("methods", List.of("password"), "password", Map.of("user", user()));
    }

    private Map<String, Object> user() {
        return Map.of("name", user.name(), "domain", Map.of("name", user.domain()), "password", user.password());
    }

    private Map<String, Object> scope() {
        return Map.of("project", Map.of("name", user.project(), "domain", Map.of("name", user.projectDomain())));
    }

    private Token token(Answer answer) {
        String value = answer.header("X-Subject-Token")
                .filter(token -> !token.isBlank())
                .orElseThrow(() -> answer.from().unreliable("answered 201 without a token for this service"));
        Instant now = clock.instant();
        Instant expires = Reply.in(answer).time("/token/expires_at");
        if (!expires.isAfter(now)) {
            throw answer.from().unreliable("gave this service a token that has expired; compare the two clocks");
        }
        return Token.of(value, now, expires);
    }
}

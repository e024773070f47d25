package org.plankton.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.Response;
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

    /** By the token that each is given instead of, for as long as somebody holds that one. */
    private final SingleFlight<Token, Token> successors = new SingleFlight<>(Caffeine.newBuilder()
            .weakKeys()
            .executor(Runnable::run) // no thread of another's that would outlive the application
            .buildAsync());

    private volatile Token latest = new Token("none so far", Instant.MIN, Instant.MIN);

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
    Token get(Deadline deadline) {
        Token token = latest;
        Instant now = clock.instant();
        if (now.isBefore(token.renewed())) {
            return token;
        }
        if (!now.isBefore(token.expires())) {
            return insteadOf(token, deadline);
        }
        try {
            return insteadOf(token, deadline.half());
        } catch (Fault fault) {
            return token; // not having the next one yet does no harm so far, and is in the log
        }
    }

    /**
     * Another token than that, which Keystone refuses.
     *
     * @throws Fault UNAVAILABLE if Keystone does not give one in time
     */
    Token insteadOf(Token token, Deadline deadline) {
        try {
            return successors.get(token, () -> latest = ask(deadline), deadline.left());
        } catch (TimeoutException e) {
            throw http.service().silent("does not give this service a token in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw http.service().silent("was not waited for");
        }
    }

    private Token ask(Deadline deadline) {
        HttpPost request = new HttpPost(url + "/auth/tokens?nocatalog");
        request.setEntity(IdentityResponse.question(Map.of("auth", Map.of("identity", identity(), "scope", scope()))));
        Response response = http.exchange(request, deadline.left());
        return switch (response.status()) {
            case 201 -> token(response);
            case 401 ->
                throw response.from()
                        .unreliable("refuses this service: see plankton.identity.user, user-domain, password, project"
                                + " and project-domain");
            default ->
                throw response.from()
                        .unreliable("answered " + response.status() + " when asked for this service's token");
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

    private Token token(Response response) {
        String value = response.header("X-Subject-Token")
                .filter(token -> !token.isBlank())
                .orElseThrow(() -> response.from().unreliable("answered 201 without a token for this service"));
        Instant now = clock.instant();
        Instant expires = IdentityResponse.in(response).time("/token/expires_at");
        if (!expires.isAfter(now)) {
            throw response.from().unreliable("gave this service a token that has expired; compare the two clocks");
        }
        return Token.of(value, now, expires);
    }
}

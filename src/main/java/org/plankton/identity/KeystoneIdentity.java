package org.plankton.identity;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keystone, the identity service of OpenStack: {@code GET …/v3/auth/tokens}, asked with a token of this service's own.
 */
public final class KeystoneIdentity implements Identity, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeystoneIdentity.class);
    private static final String SUBJECT = "X-Subject-Token";

    private final String url;
    private final Duration deadline;
    private final AccountOf accountOf;
    private final Clock clock;
    private final BoundedHttpClient http;
    private final ServiceToken service;

    /** What in OpenStack is an account here: who owns images and is a member. */
    public enum AccountOf {
        /** The project that a token is for. A token for none is nobody's. */
        PROJECT,
        /** The user whose token it is. */
        USER
    }

    /**
     * @param url of Keystone, {@code …/v3}
     * @param deadline for one whole question, and for what is asked on this service's own behalf because of it
     */
    public KeystoneIdentity(String url, Duration deadline, ServiceUser user, AccountOf accountOf, Clock clock) {
        this.url = url;
        this.deadline = deadline;
        this.accountOf = accountOf;
        this.clock = clock;
        this.http = new BoundedHttpClient(Reply.service(url), deadline);
        this.service = new ServiceToken(url, user, http, clock);
    }

    @Override
    public Optional<Authenticated> authenticate(String token) {
        Answer answer = answer(token, Budget.of(deadline));
        return switch (answer.status()) {
            case 200 -> authenticated(token, answer);
            case 404 -> Optional.empty();
            case 401 -> throw answer.from().unreliable("refuses the token that it gave this service");
            default -> throw answer.from().unreliable("answered " + answer.status());
        };
    }

    /** 401 is about this service's own token, which may have been revoked: one more attempt with a new one. */
    private Answer answer(String token, Budget budget) {
        ServiceToken.Token own = service.get(budget);
        Answer answer = http.exchange(question(token, own), budget.left());
        return answer.status() == 401
                ? http.exchange(question(token, service.insteadOf(own, budget)), budget.left())
                : answer;
    }

    /**
     * This service's own token, for what it does on its own behalf.
     *
     * @throws Fault UNAVAILABLE if Keystone does not give one
     */
    public String serviceToken() {
        return service.get(Budget.of(deadline)).value();
    }

    private HttpGet question(String token, ServiceToken.Token own) {
        HttpGet request = new HttpGet(url + "/auth/tokens?nocatalog");
        request.setHeader("X-Auth-Token", own.value());
        request.setHeader(SUBJECT, token);
        return request;
    }

    private Optional<Authenticated> authenticated(String token, Answer answer) {
        if (!answer.header(SUBJECT).orElse(token).equals(token)) {
            throw answer.from().unreliable("answered for another token");
        }
        Reply reply = Reply.in(answer);
        String user = reply.account("/token/user/id");
        Instant expires = reply.time("/token/expires_at");
        if (!expires.isAfter(clock.instant())) {
            return Optional.empty();
        }
        if (accountOf == AccountOf.USER) {
            return Optional.of(new Authenticated(user, expires));
        }
        if (!reply.has("/token/project")) {
            LOG.info("user {} comes with a token that is for no project, and is refused", user);
            return Optional.empty();
        }
        return Optional.of(new Authenticated(reply.account("/token/project/id"), expires));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}

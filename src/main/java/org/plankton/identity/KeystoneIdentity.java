package org.plankton.identity;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.Probe;
import org.plankton.http.Response;
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
    private final Duration timeout;
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
     * @param timeout for one whole question, and for what is asked on this service's own behalf because of it
     */
    public KeystoneIdentity(String url, Duration timeout, ServiceUser user, AccountOf accountOf, Clock clock) {
        this.url = url;
        this.timeout = timeout;
        this.accountOf = accountOf;
        this.clock = clock;
        this.http = new BoundedHttpClient(IdentityResponse.service(url), timeout);
        this.service = new ServiceToken(url, user, http, clock);
    }

    /**
     * Whether Keystone is at that address: it tells its version to everybody. Whether it would tell this service whose
     * a token is it is not asked, as it may lock out a user whose password is wrong again and again.
     *
     * @param timeout for one whole question
     */
    public static Probe probe(String url, Duration timeout) {
        return new Probe(
                IdentityResponse.service(url),
                timeout,
                () -> new HttpGet(url),
                response -> response.status() == 200 && IdentityResponse.has(response, "/version/id"));
    }

    @Override
    public Optional<Authenticated> authenticate(String token) {
        Response response = response(token, Deadline.in(timeout));
        return switch (response.status()) {
            case 200 -> authenticated(token, response);
            case 404 -> Optional.empty();
            case 401 -> throw response.from().unreliable("refuses the token that it gave this service");
            default -> throw response.from().unreliable("answered " + response.status());
        };
    }

    /** 401 is about this service's own token, which may have been revoked: one more attempt with a new one. */
    private Response response(String token, Deadline deadline) {
        ServiceToken.Token own = service.get(deadline);
        Response response = http.exchange(question(token, own), deadline.left());
        return response.status() == 401
                ? http.exchange(question(token, service.insteadOf(own, deadline)), deadline.left())
                : response;
    }

    /**
     * This service's own token, for what it does on its own behalf.
     *
     * @throws Fault UNAVAILABLE if Keystone does not give one
     */
    public String serviceToken() {
        return service.get(Deadline.in(timeout)).value();
    }

    private HttpGet question(String token, ServiceToken.Token own) {
        HttpGet request = new HttpGet(url + "/auth/tokens?nocatalog");
        request.setHeader("X-Auth-Token", own.value());
        request.setHeader(SUBJECT, token);
        return request;
    }

    private Optional<Authenticated> authenticated(String token, Response response) {
        if (!response.header(SUBJECT).orElse(token).equals(token)) {
            throw response.from().unreliable("answered for another token");
        }
        IdentityResponse json = IdentityResponse.in(response);
        String user = json.account("/token/user/id");
        Instant expires = json.time("/token/expires_at");
        if (!expires.isAfter(clock.instant())) {
            return Optional.empty();
        }
        if (accountOf == AccountOf.USER) {
            return Optional.of(new Authenticated(user, expires, json.name("/token/user/name")));
        }
        if (!json.has("/token/project")) {
            LOG.info("user {} comes with a token that is for no project, and is refused", user);
            return Optional.empty();
        }
        return Optional.of(
                new Authenticated(json.account("/token/project/id"), expires, json.name("/token/project/name")));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}

package org.plankton.identity;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.Probe;
import org.plankton.http.Response;
import org.plankton.registry.ports.Identity;

/** Astakos, the identity service of Synnefo: {@code POST …/tokens}. */
public final class AstakosIdentity implements Identity, AutoCloseable {
    /** Astakos draws its tokens at random, and makes them longer. */
    private static final String NOBODYS = "nobodys";

    private final String url;
    private final Clock clock;
    private final BoundedHttpClient http;

    /**
     * @param url of the identity service, {@code …/identity/v2.0}
     * @param timeout for one whole question
     */
    public AstakosIdentity(String url, Duration timeout, Clock clock) {
        this.url = url;
        this.clock = clock;
        this.http = new BoundedHttpClient(IdentityResponse.service(url), timeout);
    }

    /**
     * Whether Astakos is at that address: it refuses a token that is nobody's.
     *
     * @param timeout for one whole question
     */
    public static Probe probe(String url, Duration timeout) {
        return new Probe(
                IdentityResponse.service(url),
                timeout,
                () -> question(url, NOBODYS),
                response -> response.status() == 401);
    }

    @Override
    public Optional<Authenticated> authenticate(String token) {
        Response response = http.exchange(question(url, token));
        return switch (response.status()) {
            case 200 -> authenticated(token, IdentityResponse.in(response));
            case 401 -> Optional.empty();
            default -> throw response.from().unreliable("answered " + response.status());
        };
    }

    private static HttpPost question(String url, String token) {
        HttpPost request = new HttpPost(url + "/tokens");
        // To a body in chunks, whose length it is not told, Astakos answers 200 and names no user.
        request.setEntity(IdentityResponse.question(Map.of("auth", Map.of("token", Map.of("id", token)))));
        return request;
    }

    private Optional<Authenticated> authenticated(String token, IdentityResponse json) {
        String account = json.account("/access/user/id");
        if (!json.text("/access/token/id").orElse(token).equals(token)) {
            throw json.unreliable("answered for another token");
        }
        Instant expires = json.time("/access/token/expires");
        return expires.isAfter(clock.instant())
                ? Optional.of(new Authenticated(account, expires, json.name("/access/user/name")))
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}

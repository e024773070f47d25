package org.plankton.identity;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.Response;
import org.plankton.registry.image.Fault;

/** Asks Keystone for a token for a user's password, as the user's own programs do: {@code POST …/v3/auth/tokens}. */
public final class KeystoneSignIn implements Closeable {
    private static final String SUBJECT = "X-Subject-Token";

    private final String url;
    private final BoundedHttpClient http;

    /**
     * @param url of Keystone, {@code …/v3}
     * @param timeout for one whole question
     */
    public KeystoneSignIn(String url, Duration timeout) {
        this.url = url;
        this.http = new BoundedHttpClient(IdentityResponse.service(url), timeout);
    }

    /** @param name what people call whoever it is for */
    public record Token(String value, Instant expires, String name) {}

    /**
     * A token; empty if Keystone refuses the password, or the user has no such project. Nothing is kept of either.
     *
     * @param project empty: the user's usual one
     * @throws Fault UNAVAILABLE if Keystone does not answer, or not as it should
     */
    public Optional<Token> signIn(String user, String password, String domain, Optional<String> project) {
        Map<String, Object> in = Map.of("name", domain);
        Map<String, Object> identity = Map.of(
                "methods",
                List.of("password"),
                "password",
                Map.of("user", Map.of("name", user, "domain", in, "password", password)));
        Map<String, Object> auth = project.<Map<String, Object>>map(name ->
                        Map.of("identity", identity, "scope", Map.of("project", Map.of("name", name, "domain", in))))
                .orElse(Map.of("identity", identity));
        HttpPost question = new HttpPost(url + "/auth/tokens?nocatalog");
        question.setEntity(IdentityResponse.question(Map.of("auth", auth)));
        Response response = http.exchange(question);
        return switch (response.status()) {
            case 201 -> Optional.of(token(response));
            case 400, 401, 403, 404 -> Optional.empty();
            default -> throw response.from().unreliable("answered " + response.status());
        };
    }

    private static Token token(Response response) {
        IdentityResponse json = IdentityResponse.in(response);
        return new Token(
                response.header(SUBJECT).orElseThrow(() -> response.from().unreliable("gave no token")),
                json.time("/token/expires_at"),
                json.text("/token/user/name").orElse(""));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}

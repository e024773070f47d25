package org.plankton.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.Account;
import org.plankton.registry.Fault;
import org.plankton.registry.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Astakos, the identity service of Synnefo: {@code POST …/tokens}. */
public final class AstakosIdentity implements Identity, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AstakosIdentity.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final Clock clock;
    private final BoundedHttpClient http;

    /**
     * @param url of the identity service, {@code …/identity/v2.0}
     * @param deadline for one whole question
     */
    public AstakosIdentity(String url, Duration deadline, Clock clock) {
        this.url = url;
        this.clock = clock;
        this.http = new BoundedHttpClient("the identity service", deadline);
    }

    @Override
    public Optional<Authenticated> authenticate(String token) {
        Answer answer = http.exchange(question(token));
        return switch (answer.status()) {
            case 200 -> authenticated(token, answer.body());
            case 401 -> Optional.empty();
            default -> throw unreliable("answered " + answer.status());
        };
    }

    private HttpPost question(String token) {
        try {
            HttpPost request = new HttpPost(url + "/tokens");
            // With a length that is known beforehand: to a body in chunks Astakos answers 200 and names no user.
            request.setEntity(new ByteArrayEntity(
                    JSON.writeValueAsBytes(Map.of("auth", Map.of("token", Map.of("id", token)))),
                    ContentType.APPLICATION_JSON));
            return request;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a token is text", e);
        }
    }

    private Optional<Authenticated> authenticated(String token, byte[] body) {
        JsonNode access;
        try {
            access = JSON.readTree(body).path("access");
        } catch (IOException e) {
            throw unreliable("answered 200 without JSON");
        }
        JsonNode account = access.path("user").path("id");
        if (!account.isTextual() || !Account.isWellFormed(account.textValue())) {
            throw unreliable("answered 200 without a user");
        }
        JsonNode about = access.path("token").path("id");
        if (about.isTextual() && !about.textValue().equals(token)) {
            throw unreliable("answered for another token");
        }
        Instant expires = expires(access.path("token").path("expires"));
        return expires.isAfter(clock.instant())
                ? Optional.of(new Authenticated(account.textValue(), expires))
                : Optional.empty();
    }

    private Instant expires(JsonNode expires) {
        try {
            return OffsetDateTime.parse(expires.textValue()).toInstant();
        } catch (DateTimeException | NullPointerException e) {
            throw unreliable("answered 200 without a time of expiry");
        }
    }

    /** @param how without anything of the answer's: it may hold the token */
    private static Fault unreliable(String how) {
        LOG.error("the identity service {}", how);
        return new Fault(Fault.Kind.UNAVAILABLE, "the identity service does not answer as it should; try again");
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}

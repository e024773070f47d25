package org.plankton.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ValueRange;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.plankton.http.RemoteService;
import org.plankton.http.Response;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;

/**
 * What an identity service answered in JSON, which is believed only as far as it is complete. Places in it are JSON
 * pointers: {@code /token/user/id}.
 */
record IdentityResponse(RemoteService from, JsonNode json) {
    /** Characters. */
    private static final int LONGEST_NAME = 255;

    private static final ValueRange YEARS = ValueRange.of(1970, 9999);

    /** Which of two users with one name is meant cannot be known, nor what follows the end. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param url of the identity service, as it is set */
    static RemoteService service(String url) {
        return new RemoteService("the identity service", "plankton.identity.url", url);
    }

    /** @throws Fault UNAVAILABLE if the answer is not JSON */
    static IdentityResponse in(Response response) {
        try {
            return new IdentityResponse(response.from(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw response.from().unreliable("answered " + response.status() + " without JSON");
        }
    }

    /** Whether the answer is JSON that has something there. */
    static boolean has(Response response, String place) {
        try {
            return new IdentityResponse(response.from(), JSON.readTree(response.body())).has(place);
        } catch (IOException e) {
            return false;
        }
    }

    /** A question's body, with a length that is known beforehand. */
    static HttpEntity question(Object question) {
        try {
            return new ByteArrayEntity(JSON.writeValueAsBytes(question), ContentType.APPLICATION_JSON);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a question is made of texts", e);
        }
    }

    boolean has(String place) {
        return !json.at(place).isMissingNode() && !json.at(place).isNull();
    }

    /**
     * Empty if there is nothing.
     *
     * @throws Fault UNAVAILABLE if there is something else than text
     */
    Optional<String> text(String place) {
        if (has(place) && !json.at(place).isTextual()) {
            throw unreliable("gave something else than a text at " + place);
        }
        return Optional.ofNullable(json.at(place).textValue());
    }

    /** @throws Fault UNAVAILABLE if there is none */
    String account(String place) {
        return text(place)
                .filter(Account::isWellFormed)
                .orElseThrow(() -> unreliable("accepted a token and did not say whose it is"));
    }

    /** What people call somebody, as far as it is told and can be kept; empty if not. */
    String name(String place) {
        String name = json.at(place).isTextual() ? json.at(place).textValue().strip() : "";
        return name.substring(
                0, name.offsetByCodePoints(0, Math.min(LONGEST_NAME, name.codePointCount(0, name.length()))));
    }

    /** @throws Fault UNAVAILABLE if there is none, or one that is not of four digits' years */
    Instant time(String place) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text(place).orElse(""));
            if (YEARS.isValidIntValue(time.getYear())) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // as if there were none
        }
        throw unreliable("gave a token no time of expiry");
    }

    /**
     * For an answer that cannot be relied on.
     *
     * @param how without anything of the answer's: it may hold the token
     */
    Fault unreliable(String how) {
        return from.unreliable(how);
    }
}

package org.plankton.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.plankton.http.BoundedHttpClient.Answer;
import org.plankton.registry.Account;
import org.plankton.registry.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an identity service answered in JSON, which is believed only as far as it is complete. Places in it are JSON pointers:
 * {@code /token/user/id}.
 */
record Reply(JsonNode json) {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws Fault UNAVAILABLE if the answer is not JSON */
    static Reply in(Answer answer) {
        try {
            return new Reply(JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw unreliable("answered " + answer.status() + " without JSON");
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

    /** Empty if there is nothing, or something else than text. */
    Optional<String> text(String place) {
        return Optional.ofNullable(json.at(place).textValue());
    }

    /** @throws Fault UNAVAILABLE if there is none */
    String account(String place) {
        return text(place)
                .filter(Account::isWellFormed)
                .orElseThrow(() -> unreliable("accepted a token and did not say whose it is"));
    }

    /** @throws Fault UNAVAILABLE if there is none */
    Instant time(String place) {
        try {
            return OffsetDateTime.parse(text(place).orElse("")).toInstant();
        } catch (DateTimeException e) {
            throw unreliable("gave a token no time of expiry");
        }
    }

    /**
     * For an answer that cannot be relied on.
     *
     * @param how without anything of the answer's: it may hold the token
     */
    static Fault unreliable(String how) {
        LOG.error("the identity service {}", how);
        return new Fault(Fault.Kind.UNAVAILABLE, "the identity service does not answer as it should; try again");
    }
}

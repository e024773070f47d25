package org.plankton.api.http;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A no, as a client is told it.
 *
 * @param kind one word for the log
 * @param reason for the log, where it may say more than clients are told
 * @param status of HTTP
 * @param message for the client, in the body
 * @param headers beside those that tell of the body
 */
public record Refusal(String kind, String reason, int status, String message, Map<String, String> headers) {
    static final String RETRY_AFTER_SECONDS = "5";

    /** One whose reason everybody may know. */
    public static Refusal of(String kind, int status, String message) {
        return new Refusal(kind, message, status, message, Map.of());
    }

    /** @param allowed the methods that the path has */
    public static Refusal methodNotAllowed(String method, Collection<String> allowed) {
        return of("NO_SUCH_METHOD", 405, method + " is not allowed here").with("Allow", String.join(", ", allowed));
    }

    /** 503: later it may be otherwise. */
    public static Refusal unavailable(String kind, String message) {
        return of(kind, 503, message).with("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** The same, where not everybody may know the reason. */
    Refusal telling(String message) {
        return new Refusal(kind, reason, status, message, headers);
    }

    /** The same with one more header. */
    public Refusal with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Refusal(kind, reason, status, message, more);
    }
}

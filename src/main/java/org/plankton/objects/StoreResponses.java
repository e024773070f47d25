package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.plankton.http.Response;
import org.plankton.registry.image.Fault;

/** What an object store's responses mean: to whom there is an object, how long it is, and which fault a refusal is. */
final class StoreResponses {
    /** Of which two can be added. */
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private StoreResponses() {}

    /**
     * The response if it tells of what was asked for; empty if it says that there is none, or none that the caller may
     * read.
     *
     * @throws Fault as {@link #refusal}
     */
    static Optional<Response> found(Response response) {
        return switch (response.status()) {
            case 200 -> Optional.of(response);
            case 403, 404 -> { // which of the two is not the caller's to know
                if (isPageOfAnothers(response)) {
                    response.from()
                            .doubt("answered " + response.status() + " with a page that is not an object store's");
                }
                yield Optional.empty();
            }
            case 400, 414 -> {
                // Nothing there can be called that, as when a name is too long for it. A wrong address of the store
                // looks the same, so it is told.
                response.from().doubt("answered " + response.status());
                yield Optional.empty();
            }
            case 409 -> Optional.empty(); // Swift has a manifest, and a segment is missing or not the caller's to read
            default -> throw refusal(response, "reading", "the object store does not let that file be read");
        };
    }

    /** Pithos+ writes JSON, and Swift HTML with an id of the request. */
    private static boolean isPageOfAnothers(Response response) {
        return response.header("Content-Type").orElse("").startsWith("text/html")
                && response.header("X-Trans-Id").isEmpty();
    }

    /**
     * Content-Length, in bytes.
     *
     * @throws Fault UNAVAILABLE if there is none that can be an object's
     */
    static long length(Response response) {
        return response.header("Content-Length")
                .filter(length -> LENGTH.matcher(length).matches())
                .map(Long::parseLong)
                .orElseThrow(() -> response.from().unreliable("gave no length of an object, or none that can be"));
    }

    /** @throws Fault UNAVAILABLE if the body is no array in JSON */
    static JsonNode list(Response response) {
        try {
            JsonNode list = JSON.readTree(response.body());
            if (list.isArray()) {
                return list;
            }
        } catch (IOException e) {
            // as if it were something else
        }
        throw response.from().unreliable("gave no list where it should");
    }

    /** @throws Fault as {@link #refusal}, unless what was to be deleted is gone */
    static void requireDeleted(Response response) {
        switch (response.status()) {
            case 204, 404 -> {}
            default -> throw refusal(response, "deleting", "the object store lets only the file's owner delete it");
        }
    }

    /** For any answer but yes to what puts something into the store: OVER_LIMIT, or as below. */
    static Fault writingRefusal(Response response, String doing) {
        return switch (response.status()) {
            case 413 ->
                new Fault(
                        Fault.Kind.OVER_LIMIT,
                        "the object store takes no file of that size, or none more in that account;"
                                + " delete files there");
            case 507 ->
                new Fault(
                        Fault.Kind.OVER_LIMIT,
                        "the object store has no room for it in that account; delete files there");
            default -> refusal(response, doing, "the object store does not let that account's files be written");
        };
    }

    /**
     * For any answer but yes: UNAUTHORIZED, FORBIDDEN or UNAVAILABLE.
     *
     * @param doing what was asked for, for the log
     * @param forbidden what the client is told where the store forbids it
     */
    static Fault refusal(Response response, String doing, String forbidden) {
        return switch (response.status()) {
            case 401 -> new Fault(Fault.Kind.UNAUTHORIZED, "the object store refuses the token");
            case 403 -> new Fault(Fault.Kind.FORBIDDEN, forbidden);
            case 502, 504 -> // a proxy says that the store has not answered it
                response.from().silent("answered " + response.status() + " to " + doing);
            default -> response.from().unreliable("answered " + response.status() + " to " + doing);
        };
    }

    /** For an object that was there, and is needed. */
    static Fault noObject() {
        return new Fault(Fault.Kind.NO_OBJECT, "the image's file is not in the object store any more; upload it again");
    }
}

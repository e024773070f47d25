package org.plankton.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;

/**
 * What a dialect answers to HEAD of an image: all that is known of it, in headers; or 304 and the entity tag alone, if {@code
 * If-None-Match} says that the client has it already.
 */
public final class ImageHead {
    private final Dialect dialect;
    private final Registry registry;

    ImageHead(Dialect dialect, Registry registry) {
        this.dialect = dialect;
        this.registry = registry;
    }

    /** @throws Fault as {@link Dialect#find} */
    public Response answer(Caller caller, String id, HttpHeaders request) {
        Image image = dialect.find(registry, caller, id);
        Response.ResponseBuilder answer = Answers.empty();
        return answer.status(write(image, request.getHeaderString(HttpHeaders.IF_NONE_MATCH), answer::header))
                .build();
    }

    /**
     * The same without Jersey.
     *
     * @throws Fault as {@link Dialect#find}; nothing has been written then
     */
    void answer(Caller caller, String id, HttpServletRequest request, HttpServletResponse response) {
        Image image = dialect.find(registry, caller, id);
        response.setContentLength(0);
        response.setStatus(write(image, ifNoneMatch(request), response::addHeader));
    }

    /** Null if it was not sent. */
    private static String ifNoneMatch(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.IF_NONE_MATCH) == null
                ? null
                : String.join(",", Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)));
    }

    /** Answers the status. */
    private int write(Image image, String ifNoneMatch, BiConsumer<String, String> headers) {
        Optional<String> known = ifNoneMatch == null
                ? Optional.empty()
                : dialect.tag(image).filter(tag -> EntityTags.matches(ifNoneMatch, tag));
        if (known.isPresent()) {
            headers.accept(HttpHeaders.ETAG, known.get());
            return HttpServletResponse.SC_NOT_MODIFIED;
        }
        dialect.write(image, headers);
        return HttpServletResponse.SC_OK;
    }
}

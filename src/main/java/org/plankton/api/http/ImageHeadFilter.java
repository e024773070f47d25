package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plankton.api.words.ImageId;
import org.plankton.registry.request.Caller;

/**
 * Answers HEAD of an image without Jersey, which would cost more than all the rest: it is what clouds ask most.
 *
 * <p>Whatever becomes of such a request, it is answered here. Only where the path is not written plainly is the request
 * Jersey's, from its beginning to its end.
 */
public final class ImageHeadFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String IMAGES = "/images/";
    private static final String IF_NONE_MATCH = "If-None-Match";

    /** What every dialect has at an image's path that changes nothing, beside HEAD. */
    private static final Set<String> INSTEAD = Set.of("GET");

    private final transient ImageHead head;
    private final transient Tokens tokens;
    private final transient Refusals refusals;
    private final String route;

    /** @param mount as the dialect has it */
    public ImageHeadFilter(ImageHead head, Tokens tokens, Refusals refusals, String mount) {
        this.head = head;
        this.tokens = tokens;
        this.refusals = refusals;
        this.route = mount + Route.IMAGE;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> id = request.getMethod().equals("HEAD") ? id(request) : Optional.empty();
        if (id.isPresent()) {
            answer(id.get(), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void answer(String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Route.note(request, route);
        try {
            Caller caller = tokens.caller(request, RequestIdFilter.current());
            int status = head.answer(caller, id, ifNoneMatch(request), response::addHeader);
            response.setContentLength(0); // a HEAD without a length leaves some clients waiting
            response.setStatus(status);
        } catch (RuntimeException e) { // whatever it is, it is answered, and logged if it is our own fault
            FaultWriter.write(refusals.of(e, request, INSTEAD), true, response);
        }
    }

    /** Which image's path it is; empty if it is none's, or is encoded or has parameters. */
    private static Optional<String> id(HttpServletRequest request) {
        String path = request.getPathInfo(); // decoded, and so never longer than it was sent
        if (path == null || !path.startsWith(IMAGES)) {
            return Optional.empty();
        }
        int sent = request.getRequestURI().length()
                - request.getContextPath().length()
                - request.getServletPath().length();
        return sent == path.length() ? ImageId.parse(path.substring(IMAGES.length())) : Optional.empty();
    }

    /** Null if it was not sent. */
    private static String ifNoneMatch(HttpServletRequest request) {
        return request.getHeader(IF_NONE_MATCH) == null ? null : String.join(",", values(request, IF_NONE_MATCH));
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}

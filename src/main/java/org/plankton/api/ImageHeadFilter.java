package org.plankton.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import org.plankton.registry.Registry;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;

/**
 * Answers HEAD of an image without Jersey, which would cost more than all the rest: it is what clouds ask most.
 *
 * <p>Only where everything is as usual: the path is written plainly, there is one token, and nothing is refused. All else goes
 * on to Jersey; a refusal with it, which {@link TokenFilter} then throws again, so that nobody is asked twice.
 */
public final class ImageHeadFilter extends HttpFilter {
    /** Of a request: the RuntimeException that it has met here. */
    static final String FAILURE = ImageHeadFilter.class.getName();

    private static final long serialVersionUID = 1L;
    private static final String IMAGES = "/images/";

    private final transient ImageHead head;
    private final transient Identity identity;

    public ImageHeadFilter(Dialect dialect, Registry registry, Identity identity) {
        this.head = new ImageHead(dialect, registry);
        this.identity = identity;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = request.getMethod().equals("HEAD") ? id(request) : null;
        String token = id == null ? null : token(request);
        if (token == null || !isAnswered(id, token, request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean isAnswered(String id, String token, HttpServletRequest request, HttpServletResponse response) {
        try {
            Caller caller = TokenFilter.letIn(identity, token);
            head.answer(caller, id, request, response);
            return true;
        } catch (RuntimeException e) {
            request.setAttribute(FAILURE, e);
            return false;
        }
    }

    /** Which image's path it is; null if it is none's, or is encoded or has parameters. */
    private static String id(HttpServletRequest request) {
        String path = request.getPathInfo(); // decoded, and so never longer than it was sent
        if (path == null || !path.startsWith(IMAGES)) {
            return null;
        }
        int sent = request.getRequestURI().length()
                - request.getContextPath().length()
                - request.getServletPath().length();
        return sent == path.length()
                ? IdFilter.spelled(path.substring(IMAGES.length())).orElse(null)
                : null;
    }

    /** Null unless there is exactly one. */
    private static String token(HttpServletRequest request) {
        Enumeration<String> tokens = request.getHeaders(TokenFilter.HEADER);
        String token = tokens.hasMoreElements() ? tokens.nextElement() : null;
        return tokens.hasMoreElements() ? null : token;
    }
}

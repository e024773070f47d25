package org.plankton.api.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells the container's own log of requests, in attributes of the request, what it cannot know or must not write as it
 * is: who the client is, the path, and what the client was told. It stands behind {@link ForwardedFilter}, which knows
 * the client.
 */
public final class AccessLogFilter extends HttpFilter {
    /** The path as it may stand in a log: a client may take any part of it for a good place for its token. */
    public static final String PATH = "org.plankton.path";

    /**
     * The status that the client was told. Tomcat's own says 500 of whoever is answered and goes away before all of
     * their body has been read.
     */
    public static final String STATUS = "org.plankton.status";

    private static final long serialVersionUID = 1L;

    /**
     * Where Tomcat's log looks for the client, if its {@code requestAttributesEnabled} is set; to others it is nothing.
     */
    private static final String TOMCAT = "org.apache.catalina.AccessLog.";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() != DispatcherType.ASYNC) {
            tellWhoAsks(request);
        }
        try {
            chain.doFilter(request, response);
        } finally {
            if (!BodyAwaited.isBy(request)) {
                tellWhatIsAnswered(request, response);
            }
        }
    }

    private static void tellWhoAsks(HttpServletRequest request) {
        String client = request.getRemoteAddr();
        request.setAttribute(TOMCAT + "RemoteAddr", client);
        request.setAttribute(TOMCAT + "RemoteHost", client);
        Object refused = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = refused instanceof String asked ? asked : request.getRequestURI();
        request.setAttribute(PATH, LoggedText.of(request).path(path));
    }

    /** For who answers outside of the chain of filters; behind the chain this does it. */
    static void tellWhatIsAnswered(ServletRequest request, HttpServletResponse response) {
        request.setAttribute(STATUS, response.getStatus());
    }
}

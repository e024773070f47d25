package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells the container of a body that failed behind its first bytes, so that it breaks the connection. Jersey only logs
 * that, and the container would end the answer in good order, as if it were whole.
 */
public final class CutOffFilter extends HttpFilter {
    /** Of a request: the IOException that its answer's body has failed by. */
    public static final String FAILURE = CutOffFilter.class.getName();

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (request.getAttribute(FAILURE) instanceof IOException failure) {
            throw failure;
        }
    }
}

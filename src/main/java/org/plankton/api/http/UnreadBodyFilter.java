package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Says of a refused request that had a body that its connection ends with the answer. What is refused is not read, and
 * a container that is sent too much of it closes the connection; but it only says so where it has not begun its answer
 * yet. A client that is not told sends its next request there, and hears nothing.
 */
public final class UnreadBodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        chain.doFilter(request, hasBody ? new Last(response) : response);
    }

    /** The last answer of its connection, if it is a refusal. */
    private static final class Last extends HttpServletResponseWrapper {
        Last(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setStatus(int status) {
            if (status >= SC_BAD_REQUEST) {
                setHeader("Connection", "close");
            }
            super.setStatus(status);
        }
    }
}

package org.plankton.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Tells the container of a body that failed behind its first bytes, so that it breaks the connection. Jersey only logs that, and
 * the container would end the answer in good order, as if it were whole.
 */
public final class CutOffFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String FAILURE = CutOffFilter.class.getName();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (request.getAttribute(FAILURE) instanceof IOException failure) {
            throw failure;
        }
    }

    /** Notes a body's failure for the filter. */
    static final class Bodies implements WriterInterceptor {
        @Override
        public void aroundWriteTo(WriterInterceptorContext body) throws IOException {
            try {
                body.proceed();
                body.removeProperty(FAILURE);
            } catch (IOException e) { // the client went away; of that the container need only hear
                body.setProperty(FAILURE, e);
            } catch (RuntimeException e) { // a fault, whose own body ends well if it is not too late to send that
                body.setProperty(FAILURE, new IOException("an answer could not be finished", e));
                throw e;
            }
        }
    }
}

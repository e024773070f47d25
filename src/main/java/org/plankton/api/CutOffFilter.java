package org.plankton.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Breaks the connection where an answer fails behind its first bytes. Jersey only logs that and closes the stream in good order,
 * so that a list which was cut off would look like a whole one.
 */
public final class CutOffFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String FAILURE = CutOffFilter.class.getName();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new LeftOpen(response));
        if (response.isCommitted() && request.getAttribute(FAILURE) instanceof Exception failure) {
            throw new IOException("an answer was begun and could not be finished", failure);
        }
    }

    /** Notes a body's failure for the filter; a fault's own body, if it is not too late for it, ends well. */
    static final class Bodies implements WriterInterceptor {
        @Override
        public void aroundWriteTo(WriterInterceptorContext body) throws IOException {
            try {
                body.proceed();
                body.removeProperty(FAILURE);
            } catch (IOException | RuntimeException e) {
                body.setProperty(FAILURE, e);
                throw e;
            }
        }
    }

    /** Leaves it to the container to close the stream, which it does in good order only if nothing is thrown. */
    private static final class LeftOpen extends HttpServletResponseWrapper {
        LeftOpen(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            ServletOutputStream stream = super.getOutputStream();
            return new ServletOutputStream() {
                @Override
                public void write(int b) throws IOException {
                    stream.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    stream.write(bytes, offset, length);
                }

                @Override
                public void flush() throws IOException {
                    stream.flush();
                }

                @Override
                public void close() {
                    // see above
                }

                @Override
                public boolean isReady() {
                    return stream.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    stream.setWriteListener(listener);
                }
            };
        }
    }
}

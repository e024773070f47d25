package org.plankton.api.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Lets a client hear that what it is still sending is refused. What is refused is not read, and a container that is
 * sent too much of it resets the connection, by which the answer may be lost that is on its way, and closes it, but
 * only says so where it has not begun its answer yet. So the answer says that the connection ends with it, is sent at
 * once, and what the client goes on to send is thrown away for a while; no thread waits for that.
 */
public final class UnreadBodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** As long as a client may take from being answered to reading that. */
    private static final long PATIENCE_MILLIS = 5_000;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            chain.doFilter(request, response);
            return;
        }
        Last last = new Last(response);
        chain.doFilter(request, last);
        if (last.isRefusal && !request.isAsyncStarted()) {
            ServletInputStream body = request.getInputStream();
            if (!body.isFinished()) {
                last.getOutputStream().close();
                AsyncContext rest = request.startAsync();
                rest.setTimeout(PATIENCE_MILLIS);
                Discarded discarded = new Discarded(body, rest);
                rest.addListener(discarded);
                body.setReadListener(discarded);
            }
        }
    }

    /** The last answer of its connection, if it is a refusal. */
    private static final class Last extends HttpServletResponseWrapper {
        private boolean isRefusal;

        Last(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setStatus(int status) {
            isRefusal = status >= SC_BAD_REQUEST;
            if (isRefusal) {
                setHeader("Connection", "close");
            }
            super.setStatus(status);
        }
    }

    /** The rest of a body, read for nobody until it ends, fails, or has taken too long. */
    private record Discarded(ServletInputStream body, AsyncContext request, byte[] buffer)
            implements ReadListener, AsyncListener {
        Discarded(ServletInputStream body, AsyncContext request) {
            this(body, request, new byte[8192]);
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (body.isReady() && body.read(buffer) >= 0) {
                // that was all to be done with it
            }
        }

        @Override
        public void onAllDataRead() {
            request.complete();
        }

        @Override
        public void onError(Throwable failure) {
            request.complete(); // the client is gone
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            request.complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            request.complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}

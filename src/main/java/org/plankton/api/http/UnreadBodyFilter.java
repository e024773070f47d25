package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Lets a client hear that what it is still sending is refused. What is refused is not read, and a container that is
 * sent too much of it closes the connection, but only says so where it has not begun its answer yet. A client that is
 * not told sends its next request there, and hears nothing. So the answer says that the connection ends with it.
 *
 * <p>Jetty closes it at once, by which the answer may be lost that is on its way. Tomcat reads the rest of whatever
 * body nobody has read, refused or not, and has a thread wait for it, however slowly it comes. So the answer is sent
 * before that, and what the client goes on to send is thrown away for a while; no thread waits for that.
 */
public final class UnreadBodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private boolean isJetty;

    @Override
    public void init() {
        isJetty = getServletContext().getServerInfo().startsWith("jetty/");
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            chain.doFilter(request, response);
            return;
        }
        Body body = new Body(request);
        Last last = new Last(response);
        chain.doFilter(body, last);
        boolean isWaitedFor = last.isRefusal || !isJetty;
        if (!isWaitedFor || request.isAsyncStarted() || !body.mayBeSent() || !request.isAsyncSupported()) {
            return;
        }
        last.flushBuffer(); // before the container is asked for the body, at which it may tell the client to go on
        ServletInputStream rest = request.getInputStream();
        if (!rest.isFinished()) {
            rest.setReadListener(new DiscardedBody(rest, request.startAsync(), isJetty));
        }
    }

    private static final class Body extends HttpServletRequestWrapper {
        private boolean isAskedFor;

        Body(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            isAskedFor = true;
            return super.getInputStream();
        }

        /** Not by a client that waits to be told to go on, and has not been. */
        boolean mayBeSent() {
            return isAskedFor || getHeader("Expect") == null;
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
}

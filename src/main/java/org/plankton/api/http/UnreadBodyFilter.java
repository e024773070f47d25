package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Lets a client hear that nobody reads what it is still sending: what is refused is not read, nor a body where there
 * is none to be. A container that is sent too much of it closes the connection, but only says so where it has not begun
 * its answer yet. A client that is not told sends its next request there, and hears nothing. So the answer says that
 * the connection ends with it.
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
        Ending ending = new Ending(response, body);
        chain.doFilter(body, ending);
        if (request.isAsyncStarted()) {
            return; // the answer is still to come
        }
        ending.decide();
        boolean isWaitedFor = body.mayBeSent() || !isJetty && response.getStatus() < HttpServletResponse.SC_BAD_REQUEST;
        if (!ending.isLast || !isWaitedFor || !request.isAsyncSupported()) {
            return;
        }
        // Before the container is asked for the body, at which it may tell the client to go on; and to the answer's
        // end.
        ending.getOutputStream().close();
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

        /** Whether nobody has read it, and it is not known that all of it has come. */
        boolean isLeft() {
            return !isAskedFor && !(mayBeSent() && hasCome());
        }

        private boolean hasCome() {
            try {
                long length = getContentLengthLong();
                return length >= 0 && super.getInputStream().available() >= length;
            } catch (IOException e) {
                return false; // and nothing will
            }
        }

        /** Not by a client that waits to be told to go on, and has not been. */
        boolean mayBeSent() {
            return isAskedFor || getHeader("Expect") == null || getProtocol().equals("HTTP/1.0"); // which has no such
        }
    }

    /** An answer that may be the last of its connection. */
    private static final class Ending extends HttpServletResponseWrapper {
        private final Body body;
        private boolean isLast;

        Ending(HttpServletResponse response, Body body) {
            super(response);
            this.body = body;
        }

        /** Where nobody has said what the status is, it is 200. */
        void decide() {
            if (!isCommitted() && getStatus() < SC_BAD_REQUEST) {
                setStatus(getStatus());
            }
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            decide();
            return super.getOutputStream();
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            decide();
            return super.getWriter();
        }

        @Override
        public void setStatus(int status) {
            isLast = status >= SC_BAD_REQUEST || body.isLeft();
            if (isLast) {
                setHeader("Connection", "close");
            }
            super.setStatus(status);
        }
    }
}

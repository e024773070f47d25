package org.plankton.api.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.plankton.registry.turns.Turns;

/**
 * Lets no thread of the container wait for a body of JSON, however slowly it comes. Whoever reads one that is not all
 * there is stopped, with nothing done yet ({@link BodyAwaited}); the body comes without a thread, for 8 seconds at
 * most; and then the request begins anew, with the body as it has come. So what is refused for another reason is
 * refused before its body is waited for.
 *
 * <p>Only so many bodies are waited for at once, half of them one account's; each has at most 128 KiB. Who comes then
 * is told 503.
 *
 * <p>A client that waits to be told to go on is an exception: a thread reads its body, for as long, or for as long as
 * the container bears silence, and only few at once.
 *
 * <p>Images' bytes are read as they come, by one who has asked for that ({@link #bytes}); they must not come more
 * slowly than the least rate.
 */
public final class BodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** Of a request: the body that it began anew with. */
    private static final String LATE = BodyFilter.class.getName() + ".late";

    private final transient Turns turns;
    private final transient Turns readings;
    private final transient LeastRate leastRate;
    private boolean isJetty;

    /**
     * @param turns to be waited for without a thread
     * @param readings turns to be read by a thread that waits: where a client waits to be told to go on
     */
    public BodyFilter(Turns turns, Turns readings, LeastRate leastRate) {
        this.turns = turns;
        this.readings = readings;
        this.leastRate = leastRate;
    }

    @Override
    public void init() {
        isJetty = getServletContext().getServerInfo().startsWith("jetty/");
    }

    /**
     * The request's body as it comes.
     *
     * <p>Not asked of the container before it is read, since that alone makes some tell the client to go on. Reading
     * throws the fault TOO_SLOW where it comes too slowly.
     */
    public static InputStream bytes(HttpServletRequest request) {
        return request.getAttribute(EarlyBody.NAME) instanceof EarlyBody body
                ? body.bytes()
                : InputStream.nullInputStream();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            request.removeAttribute(EarlyBody.NAME);
            BodyAwaited.end(request);
            LateBody body = (LateBody) request.getAttribute(LATE);
            chain.doFilter(body.of(request), response);
            if (!body.isOver()) {
                end(body, request, response);
            }
        } else if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            begin(request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Behind an answer to who has not sent all. */
    private void end(LateBody body, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        if (isJetty) {
            body.discard(request.startAsync());
        } else if (request.getHeader("Transfer-Encoding") != null) {
            // Tomcat would look for the last chunk until it comes, without a pause.
            throw new CutOff("a client that is too slow is not listened to any longer");
        }
    }

    /** Makes the container break the connection; where that comes from is no news. */
    private static final class CutOff extends IOException {
        private static final long serialVersionUID = 1L;

        CutOff(String message) {
            super(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        EarlyBody body = new EarlyBody(request, turns, readings, leastRate);
        request.setAttribute(EarlyBody.NAME, body);
        boolean isOver = false;
        try {
            chain.doFilter(body, new UnsaidResponse(response, body));
            if (body.isAwaited()) {
                LateBody late = new LateBody(request.getInputStream(), body.soFar(), body.turn(), isJetty);
                request.setAttribute(LATE, late);
                late.begin(request.startAsync(request, response));
            }
            isOver = true;
        } finally {
            if (!isOver) {
                body.giveUp();
                BodyAwaited.end(request);
            }
        }
    }
}

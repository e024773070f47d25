package org.plankton.api.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * A name for each request: the client's {@code X-Request-Id}, or its {@code X-Openstack-Request-Id}, if it is well
 * formed and looks like no token, else a new one. It is in the answer and in every line that the log has of the
 * request, the last of which says how it ended: method, path, status, time, who sent it, which image it was about and,
 * where it was refused, why.
 *
 * <p>The log has a name as OpenStack's services write it, with {@code req-} before it, so that it is found by what the
 * client was shown in either header.
 */
public final class RequestIdFilter extends HttpFilter {
    /** Set on a request that only asks whether somebody is there: it is no news while it succeeds. */
    public static final String PROBE = "plankton.probe";

    public static final String OPENSTACK_HEADER = "X-Openstack-Request-Id";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("requests");
    private static final String HEADER = "X-Request-Id";
    private static final String OPENSTACK_PREFIX = "req-";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern METHOD = Pattern.compile("[A-Za-z]{1,16}");

    /** An image's id in a path: a request's, or that of a new image's address. */
    private static final Pattern IMAGE =
            Pattern.compile("/images/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:/|$)");

    /** Of a request: what it is called, and when it came. */
    private static final String NAME = RequestIdFilter.class.getName();

    private record Begun(String id, long nanos) {
        /** As OpenStack's services write it. */
        String name() {
            return id.startsWith(OPENSTACK_PREFIX) ? id : OPENSTACK_PREFIX + id;
        }
    }

    /** Writes the line of a request that was to begin anew, and never did: its client has gone away. */
    private final class Unfinished implements AsyncListener {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final LoggedText text;
        private final Begun begun;

        Unfinished(HttpServletRequest request, HttpServletResponse response, LoggedText text, Begun begun) {
            this.request = request;
            this.response = response;
            this.text = text;
            this.begun = begun;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            if (BodyAwaited.isBy(request)) {
                BodyAwaited.end(request);
                MDC.put(REQUEST_KEY, begun.name());
                try {
                    end(request, response, text, begun, response.getStatus());
                } finally {
                    forget();
                }
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    private static final String REQUEST_KEY = "request";

    /**
     * Why this thread's request is refused. Not in the MDC, of which the log may write what it likes: a client may have
     * written its token into it.
     */
    private static final ThreadLocal<Reason> REFUSAL = new ThreadLocal<>();

    /** @param kind in one word */
    private record Reason(String kind, String words) {
        @Override
        public String toString() {
            return kind + ": " + words;
        }
    }

    private final transient Requests requests;
    private final String dialect;
    private final String usualRoute;

    /**
     * @param requests is told of each as the log is
     * @param dialect as {@link Requests} has it
     * @param usualRoute of requests of which nobody notes another
     */
    public RequestIdFilter(Requests requests, String dialect, String usualRoute) {
        this.requests = requests;
        this.dialect = dialect;
        this.usualRoute = usualRoute;
    }

    /** The name of the request that this thread is at, as OpenStack's services write it. */
    public static String current() {
        return MDC.get(REQUEST_KEY);
    }

    /**
     * Notes for the last line of this thread's request why it is refused.
     *
     * @param kind one word
     * @param reason for the operators' eyes, though whoever sent the request may have written parts of it
     */
    public static void refused(String kind, String reason) {
        REFUSAL.set(new Reason(kind, reason));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean beginsAnew = request.getDispatcherType() == DispatcherType.ASYNC;
        if (!beginsAnew && request.getAttribute(NAME) instanceof Begun begun) {
            response.setHeader(HEADER, begun.id); // the container's error page, after its line was written
            try {
                chain.doFilter(request, response);
            } finally {
                forget(); // why it is refused would stay with the container's thread
            }
            return;
        }
        LoggedText text = LoggedText.of(request);
        forget(); // whatever another request has left on this thread
        Begun begun = beginsAnew ? (Begun) request.getAttribute(NAME) : new Begun(id(request, text), System.nanoTime());
        request.setAttribute(NAME, begun);
        response.setHeader(HEADER, begun.id);
        MDC.put(REQUEST_KEY, begun.name());
        boolean isAnswered = false;
        try {
            chain.doFilter(request, response);
            isAnswered = true;
        } catch (IOException | ServletException e) { // the container's, but the line is ours
            if (REFUSAL.get() == null) {
                refused("CUT_OFF", "the answer could not be finished");
            }
            throw e;
        } catch (RuntimeException | Error e) {
            refused(OwnFault.KIND, "the answer could not be finished");
            OwnFault.log(e, text);
            throw e;
        } finally {
            try {
                if (BodyAwaited.isBy(request)) {
                    request.getAsyncContext().addListener(new Unfinished(request, response, text, begun));
                } else {
                    // Where nothing was sent yet the container will say that it has failed.
                    int status = isAnswered || response.isCommitted() ? response.getStatus() : 500;
                    end(request, response, text, begun, status);
                }
            } finally {
                forget();
            }
        }
    }

    /** The one place where a request ends, on whichever thread. */
    private void end(
            HttpServletRequest request, HttpServletResponse response, LoggedText text, Begun begun, int status) {
        long nanos = System.nanoTime() - begun.nanos;
        log(request, response, text, status, nanos);
        Reason reason = REFUSAL.get();
        requests.ended(
                dialect,
                Route.of(request, usualRoute),
                request.getMethod(),
                status,
                reason == null ? null : reason.kind(),
                nanos);
    }

    private static void forget() {
        MDC.clear();
        REFUSAL.remove();
    }

    private static void log(
            HttpServletRequest request, HttpServletResponse response, LoggedText text, int status, long nanos) {
        boolean isQuiet = request.getAttribute(PROBE) != null && status < 400;
        String path = (String) request.getAttribute(AccessLogFilter.PATH);
        RequestLine line = new RequestLine(
                method(request),
                path,
                status,
                nanos / 1_000_000,
                ClientAddress.of(request),
                image(path, response),
                Optional.ofNullable(REFUSAL.get()).map(Reason::toString).map(text::line));
        line.write(LOG.atLevel(isQuiet ? Level.DEBUG : Level.INFO));
    }

    private static String method(HttpServletRequest request) {
        return METHOD.matcher(request.getMethod()).matches() ? request.getMethod() : "?";
    }

    /** The image in the path; else the one that was made. */
    private static Optional<String> image(String path, HttpServletResponse response) {
        return image(path)
                .or(() -> image("/images/" + response.getHeader("X-Image-Meta-Id")))
                .or(() -> image("" + response.getHeader("Location")));
    }

    private static Optional<String> image(String text) {
        Matcher image = IMAGE.matcher(text);
        return image.find() ? Optional.of(image.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static String id(HttpServletRequest request, LoggedText text) {
        return Stream.of(HEADER, OPENSTACK_HEADER)
                .map(request::getHeader)
                .filter(given -> given != null && FORM.matcher(given).matches() && text.isHarmless(given))
                .findFirst()
                .orElseGet(RequestIdFilter::fresh);
    }

    /** A random UUID, but without the cost of one that nobody can guess: it is no secret. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version4 = random.nextLong() & ~0xf000L | 0x4000L;
        long variant = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(version4, variant).toString();
    }
}

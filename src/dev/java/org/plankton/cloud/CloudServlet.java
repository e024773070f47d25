package org.plankton.cloud;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the stand-ins have in common: the headers and faults of Synnefo's services, unless they have others, and what a
 * test does with a service: make trouble, and look at what arrived.
 *
 * <p>Trouble begins with {@link #answer}, {@link #answerNext} or {@link #hang} and ends with {@link #heal}. All of it
 * may be called from any thread.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
public abstract class CloudServlet extends HttpServlet {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** RFC 1123 with two digits for the day, as Django writes dates. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** So that a cloud that runs for weeks does not fill the memory. */
    private static final int SEEN_AT_MOST = 10_000;

    /** By which Plankton asks whether a service is there, beside all requests: it is of no consequence for them. */
    private static final String PROBE = "plankton-health";

    private final AtomicInteger probes = new AtomicInteger();
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();
    private final List<Trouble> troubles = new ArrayList<>();

    /**
     * A request as it arrived.
     *
     * @param target path and query, raw
     * @param user whose {@code X-Auth-Token} it carried; empty if none or an unknown one
     */
    public record Seen(String method, String target, Optional<User> user) {}

    /**
     * @param method which requests are concerned; empty: all
     * @param status the answer; empty: none until {@code end}
     */
    private record Trouble(Optional<String> method, Optional<Integer> status, boolean once, CountDownLatch end) {
        boolean concerns(String asked) {
            return method.isEmpty() || method.get().equals(asked);
        }
    }

    /** From now on every request is answered with this status and carries out nothing. */
    public void answer(int status) {
        trouble(new Trouble(Optional.empty(), Optional.of(status), false, new CountDownLatch(1)));
    }

    /** From now on every request of that method is answered with this status and carries out nothing. */
    public void answer(String method, int status) {
        trouble(new Trouble(Optional.of(method), Optional.of(status), false, new CountDownLatch(1)));
    }

    /** The next request is answered with this status and carries out nothing. */
    public void answerNext(int status) {
        trouble(new Trouble(Optional.empty(), Optional.of(status), true, new CountDownLatch(1)));
    }

    /** The next request of that method is answered with this status and carries out nothing. */
    public void answerNext(String method, int status) {
        trouble(new Trouble(Optional.of(method), Optional.of(status), true, new CountDownLatch(1)));
    }

    /** From now on no request is answered; with {@link #heal} those that wait are carried out. */
    public void hang() {
        trouble(new Trouble(Optional.empty(), Optional.empty(), false, new CountDownLatch(1)));
    }

    /** From now on no request of that method is answered; with {@link #heal} those that wait are carried out. */
    public void hang(String method) {
        trouble(new Trouble(Optional.of(method), Optional.empty(), false, new CountDownLatch(1)));
    }

    /** Ends all trouble. */
    public void heal() {
        synchronized (troubles) {
            troubles.forEach(trouble -> trouble.end().countDown());
            troubles.clear();
        }
    }

    /**
     * What arrived since the start or the last {@link #forgetRequests}, in that order, troubled or not, but for
     * {@link #probes}: the last 10000.
     */
    public List<Seen> requests() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    public void forgetRequests() {
        synchronized (seen) {
            seen.clear();
        }
    }

    /** How often it was asked only whether it is there. */
    public int probes() {
        return probes.get();
    }

    private void see(Seen request) {
        synchronized (seen) {
            if (seen.size() == SEEN_AT_MOST) {
                seen.removeFirst();
            }
            seen.add(request);
        }
    }

    /** Lets whoever hangs go, so that the server can stop. */
    @Override
    public void destroy() {
        heal();
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isProbe = PROBE.equals(request.getHeader("User-Agent"));
        if (isProbe) {
            probes.incrementAndGet();
        } else {
            see(new Seen(request.getMethod(), target(request), User.withToken(request.getHeader("X-Auth-Token"))));
        }
        setUsualHeaders(response);
        try {
            suffer(request.getMethod(), isProbe);
            handle(request, response);
            label(response);
        } catch (CloudFault fault) {
            response.setStatus(fault.status());
            refuse(request, response, fault);
        }
    }

    /** Sets what every answer carries, whatever it will be. */
    void setUsualHeaders(HttpServletResponse response) {
        String now = httpDate(Instant.now());
        response.setHeader("Content-Language", "en-us");
        response.setHeader("Expires", now);
        response.setHeader("Vary", "X-Auth-Token, Accept-Language");
        response.setHeader("Last-Modified", now);
        response.setHeader("Cache-Control", "no-cache, no-store, must-revalidate, max-age=0");
    }

    /** Answers a request that is refused; the response has the usual headers already, and the status. */
    void refuse(HttpServletRequest request, HttpServletResponse response, CloudFault fault) throws IOException {
        writeJson(request, response, fault.body());
    }

    /**
     * Answers a request whose response has the usual headers already, and status 200. Content-Type is JSON unless set.
     */
    abstract void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;

    static void writeJson(HttpServletRequest request, HttpServletResponse response, Object body) throws IOException {
        write(request, response, JSON.writeValueAsString(body));
    }

    /** Writes a body in UTF-8, or, for HEAD, only its length. */
    static void write(HttpServletRequest request, HttpServletResponse response, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        label(response);
        response.setContentLength(bytes.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(bytes);
        }
    }

    /** The address that the request was sent to, up to and including the context path; no slash at the end. */
    static String address(HttpServletRequest request) {
        return request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort()
                + request.getContextPath();
    }

    /** The raw path behind {@code /cloud}. */
    static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length() + Cloud.PATH.length());
    }

    static String httpDate(Instant time) {
        return HTTP_DATE.format(time);
    }

    private static void label(HttpServletResponse response) {
        if (response.getContentType() == null && !response.isCommitted()) {
            response.setContentType("application/json; charset=UTF-8");
        }
    }

    private static String target(HttpServletRequest request) {
        return request.getQueryString() == null
                ? request.getRequestURI()
                : request.getRequestURI() + "?" + request.getQueryString();
    }

    private void trouble(Trouble trouble) {
        synchronized (troubles) {
            troubles.add(trouble);
        }
    }

    private void suffer(String method, boolean isProbe) throws IOException {
        Optional<Trouble> trouble = takeTrouble(method, isProbe);
        if (trouble.isEmpty()) {
            return;
        }
        if (trouble.get().status().isPresent()) {
            throw new CloudFault(trouble.get().status().get(), "a test wants it so");
        }
        try {
            trouble.get().end().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** What is made for the next request is not for a probe. */
    private Optional<Trouble> takeTrouble(String method, boolean isProbe) {
        synchronized (troubles) {
            for (Iterator<Trouble> all = troubles.iterator(); all.hasNext(); ) {
                Trouble trouble = all.next();
                if (trouble.concerns(method) && !(isProbe && trouble.once())) {
                    if (trouble.once()) {
                        all.remove();
                    }
                    return Optional.of(trouble);
                }
            }
            return Optional.empty();
        }
    }
}

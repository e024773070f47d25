package org.plankton.api.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.plankton.api.words.ImageHeaders;

/**
 * Lets pages of others ask the service in a browser, and read what it answers, be it a refusal: those of the
 * {@linkplain Origins origins} that are set (CORS, as the Fetch Standard has it). A browser asks beforehand, without a
 * token, whether it may send what the page wants; that is answered here, whatever the path and even while nothing is
 * served, so that the page comes to read why.
 *
 * <p>To pages of all others, and to who is no browser, nothing of that is said, and nothing is refused either: it is
 * the browser that keeps the answer from the page. What they may do is decided by their token, and here as little as
 * elsewhere.
 *
 * <p>That an answer depends on the origin is said even where there was none: else a cache would give a listed page what
 * it has kept for others, and the browser would not show it.
 */
public final class CorsFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final String ORIGIN = "Origin";
    private static final String VARY = "Vary";
    private static final String ASKED_METHOD = "Access-Control-Request-Method";
    private static final String ASKED_HEADERS = "Access-Control-Request-Headers";

    /** All that any path has: a path that lacks one answers with 405, which the page can read. */
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

    /** Seconds for which a browser need not ask again. */
    private static final String MAX_AGE = "3600";

    /** What a page may read beside what all pages may, such as Content-Type and Content-Length. */
    private static final String EXPOSED = String.join(
            ", ",
            "ETag",
            "Link",
            "Location",
            "Content-MD5",
            "Content-Range",
            "Accept-Ranges",
            "Retry-After",
            "Allow",
            "Accept-Patch",
            "WWW-Authenticate",
            "X-Request-Id",
            RequestIdFilter.OPENSTACK_HEADER,
            IgnoredFilter.HEADER);

    /** A header's name; but with credentials a star is no name, and without it would be all of them. */
    private static final Pattern NAME = Pattern.compile("(?!\\*$)[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** Of the names that a browser asks for, in characters: half of what containers send in headers. */
    private static final int MOST_ASKED = 4096;

    /**
     * Of the names of an image's headers, in characters. With all else it has to fit into the 8 KiB that containers
     * usually send in headers, of which {@code plankton.limits.metadata} leaves 2.
     */
    private static final int MOST_EXPOSED = 768;

    private final transient Origins origins;

    public CorsFilter(Origins origins) {
        this.origins = origins;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> origin = allowed(request);
        origin.ifPresent(allowed -> allow(allowed, response));
        if (origin.isPresent() && isPreflight(request)) {
            answer(request, response);
            return;
        }
        Told told = new Told(response, origin.isPresent());
        told.setHeader(VARY, NoStoreFilter.VARY);
        chain.doFilter(request, told);
    }

    /** What the answer allows: the request's origin, or any; empty if it is to say nothing. */
    private Optional<String> allowed(HttpServletRequest request) {
        List<String> sent = Collections.list(request.getHeaders(ORIGIN));
        if (sent.size() != 1 || !origins.contain(sent.get(0))) {
            return Optional.empty();
        }
        return Optional.of(origins.isAny() ? "*" : sent.get(0));
    }

    /** Pages that are named may send cookies along, for a proxy that wants them. The service has none. */
    private void allow(String origin, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Origin", origin);
        if (!origins.isAny()) {
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
    }

    /** Not where the container has refused it already, which is to stay so. */
    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeader(ASKED_METHOD) != null
                && request.getDispatcherType() == DispatcherType.REQUEST;
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(VARY, String.join(", ", ORIGIN, ASKED_METHOD, ASKED_HEADERS));
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        String headers = askedHeaders(request);
        if (!headers.isEmpty()) {
            response.setHeader("Access-Control-Allow-Headers", headers);
        }
        response.setHeader("Access-Control-Max-Age", MAX_AGE);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentLength(0);
    }

    /** Of the names that the browser asks for those that are well formed, as far as there is room. */
    private static String askedHeaders(HttpServletRequest request) {
        StringBuilder names = new StringBuilder();
        Collections.list(request.getHeaders(ASKED_HEADERS)).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(name -> NAME.matcher(name).matches())
                .forEach(name -> add(name, names, MOST_ASKED));
        return names.toString();
    }

    /** @return false if it has no room there */
    private static boolean add(String name, StringBuilder names, int most) {
        String added = names.isEmpty() ? name : ", " + name;
        boolean fits = names.length() + added.length() <= most;
        if (fits) {
            names.append(added);
        }
        return fits;
    }

    /**
     * An answer that depends on the origin, whatever else is said to change it; and whose headers that are an image's
     * the page may read. Those have to be named one by one, as properties have headers of their own.
     */
    private static final class Told extends HttpServletResponseWrapper {
        private final boolean isAllowed;
        private final StringBuilder exposed = new StringBuilder(EXPOSED);

        /** In lower case, those that had no room among them. */
        private final Set<String> named = new HashSet<>();

        Told(HttpServletResponse response, boolean isAllowed) {
            super(response);
            this.isAllowed = isAllowed;
            if (isAllowed) {
                expose();
            }
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, name.equalsIgnoreCase(VARY) ? value + ", " + ORIGIN : value);
            expose(name);
        }

        @Override
        public void addHeader(String name, String value) {
            super.addHeader(name, value);
            expose(name);
        }

        private void expose(String name) {
            if (!isAllowed || !name.regionMatches(true, 0, ImageHeaders.PREFIX, 0, ImageHeaders.PREFIX.length())) {
                return;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (named.add(lower) && add(lower, exposed, EXPOSED.length() + MOST_EXPOSED)) {
                expose();
            }
        }

        private void expose() {
            super.setHeader("Access-Control-Expose-Headers", exposed.toString());
        }
    }
}

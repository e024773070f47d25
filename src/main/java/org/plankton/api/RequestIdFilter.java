package org.plankton.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A name for each request: the client's {@code X-Request-Id}, or its {@code X-Openstack-Request-Id}, if it is well formed, else
 * a new one. It is in the answer and in every line that the log has of the request, the last of which says how it ended.
 */
public final class RequestIdFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("requests");
    private static final String HEADER = "X-Request-Id";
    public static final String OPENSTACK_HEADER = "X-Openstack-Request-Id";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String MDC_KEY = "request";

    /** The name of the request that this thread is at. */
    public static String current() {
        return MDC.get(MDC_KEY);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = id(request);
        long start = System.nanoTime();
        response.setHeader(HEADER, id);
        MDC.put(MDC_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            long millis = (System.nanoTime() - start) / 1_000_000;
            // Without the query: it may hold what its sender took for a good place for a token.
            LOG.info("{} {} {} {} ms", request.getMethod(), request.getRequestURI(), response.getStatus(), millis);
            MDC.clear();
        }
    }

    private static String id(HttpServletRequest request) {
        String given = request.getHeader(HEADER);
        if (isWellFormed(given)) {
            return given;
        }
        String givenToOpenStack = request.getHeader(OPENSTACK_HEADER);
        return isWellFormed(givenToOpenStack) ? givenToOpenStack : fresh();
    }

    private static boolean isWellFormed(String given) {
        return given != null && FORM.matcher(given).matches();
    }

    /** A random UUID, but without the cost of one that nobody can guess: it is no secret. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version4 = random.nextLong() & ~0xf000L | 0x4000L;
        long variant = random.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(version4, variant).toString();
    }
}

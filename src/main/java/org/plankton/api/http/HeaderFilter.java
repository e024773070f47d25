package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.plankton.api.words.ImageHeaders;

/**
 * One spelling for the headers that are images'. Glance's clients write {@code X-Image-Meta-Disk_format} where
 * Plankton's write {@code X-Image-Meta-Disk-Format}; behind this filter both are {@code x-image-meta-disk-format}, and
 * if both were sent it has both values. So it is with {@code x-glance-}.
 *
 * <p>Their values are read as UTF-8, which containers take for ISO-8859-1. Where the bytes are not UTF-8 the value
 * holds U+FFFD, which {@link ImageHeaders} refuses: not here, because whether the path exists is looked at first.
 *
 * <p>Behind it there is neither Content-Type nor Accept: what a body is, and what an answer is, follows from the path,
 * whatever a client calls the one or would like the other to be. Jersey would refuse a malformed one before anything of
 * ours is asked. Who does want the Content-Type asks the request itself ({@link HttpServletRequest#getContentType}).
 */
public final class HeaderFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> MEDIA_TYPES = Set.of("content-type", "accept");
    private static final Set<String> PREFIXES = Set.of(ImageHeaders.PREFIX, "x-glance-");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(new Respelled(request), response);
    }

    private static final class Respelled extends HttpServletRequestWrapper {
        private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Respelled(HttpServletRequest request) {
            super(request);
            for (String name : Collections.list(request.getHeaderNames())) {
                if (MEDIA_TYPES.contains(name.toLowerCase(Locale.ROOT))) {
                    continue;
                }
                String spelled = ImageHeaders.spelled(name);
                boolean isMetadata = PREFIXES.stream().anyMatch(spelled::startsWith);
                List<String> values = headers.computeIfAbsent(isMetadata ? spelled : name, key -> new ArrayList<>());
                for (String value : Collections.list(request.getHeaders(name))) {
                    values.add(isMetadata ? utf8(value) : value);
                }
            }
        }

        /** As it was sent: a container may try to understand it, and fail on a charset that it does not know. */
        @Override
        public String getContentType() {
            return ((HttpServletRequest) getRequest()).getHeader("Content-Type");
        }

        private static String utf8(String value) {
            return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(headers.keySet());
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return Collections.enumeration(headers.getOrDefault(name, List.of()));
        }

        @Override
        public String getHeader(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            return values.isEmpty() ? null : values.get(0);
        }
    }
}

package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the client asked for, where a proxy passes its requests on. Behind this filter a request has the scheme, the
 * host and the port that the client used, and the client's address, whatever the container makes of the headers that
 * tell of them: so all containers behave alike. Only the {@linkplain Networks proxies} are believed; whoever else sends
 * these headers sends them in vain.
 *
 * <ul>
 *   <li>{@code X-Forwarded-For}: each proxy adds whom it was asked by. The last address there that is no proxy's is the
 *       client's: what stands before it the client itself may have made up.
 *   <li>{@code X-Forwarded-Proto}, {@code -Host}, {@code -Port}: of several values, with commas between them, the
 *       first, which is that of the proxy nearest to the client. The port is the one that the host is given with, else
 *       that header's, else, where no host is forwarded, that of {@code Host}, else the scheme's.
 *   <li>{@code X-Forwarded-Prefix}: what a proxy has taken off the path; of several proxies, one behind the other.
 * </ul>
 *
 * A value that is malformed counts as not there.
 */
public final class ForwardedFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** What proxies have taken off the path: empty, or with a slash at its beginning and none at its end. */
    private static final String PREFIX = ForwardedFilter.class.getName() + ".prefix";

    /** Of a prefix, in characters. */
    private static final int LONGEST = 1024;

    private static final Pattern SEGMENTS = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+;=:@%-]++)++/?");

    private final transient Networks proxies;

    public ForwardedFilter(Networks proxies) {
        this.proxies = proxies;
    }

    /** What proxies have taken off the request's path: empty, or with a slash at its beginning and none at its end. */
    static String prefix(HttpServletRequest request) {
        return request.getAttribute(PREFIX) instanceof String prefix ? prefix : "";
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<InetAddress> peer = Networks.address(request.getRemoteAddr()).filter(proxies::contain);
        if (peer.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        String client = client(request, peer.get()).getHostAddress();
        request.setAttribute(
                PREFIX,
                values(request, "X-Forwarded-Prefix")
                        .filter(prefix -> prefix.length() <= LONGEST)
                        .filter(prefix -> SEGMENTS.matcher(prefix).matches())
                        .map(prefix -> prefix.replaceFirst("/$", ""))
                        .collect(Collectors.joining()));
        chain.doFilter(new Forwarded(request, client), response);
    }

    /** @param peer who asks us, a proxy */
    private InetAddress client(HttpServletRequest request, InetAddress peer) {
        List<String> askedBy = values(request, "X-Forwarded-For").toList();
        InetAddress nearest = peer;
        for (int i = askedBy.size() - 1; i >= 0 && proxies.contain(nearest); i--) {
            Optional<InetAddress> next = Authority.of(askedBy.get(i)).flatMap(from -> Networks.address(from.host()));
            if (next.isEmpty()) {
                break;
            }
            nearest = next.get();
        }
        return nearest;
    }

    /** In order, those of one header after those of the one before. */
    private static Stream<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip);
    }

    private static Optional<String> first(HttpServletRequest request, String header) {
        return values(request, header).findFirst();
    }

    /**
     * Where a request is sent.
     *
     * @param host a name or an address, of IPv6 in brackets
     * @param port none if it is the scheme's own
     */
    private record Authority(String host, Optional<Integer> port) {
        private static final Pattern FORM =
                Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,255})(?::([0-9]{1,5}))?");

        /**
         * Empty if it is malformed. An address of IPv6 may be without brackets if it is without a port, as in
         * X-Forwarded-For.
         */
        static Optional<Authority> of(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                return Networks.address(text).map(address -> new Authority("[" + text + "]", Optional.empty()));
            }
            if (form.group(2) == null) {
                return Optional.of(new Authority(form.group(1), Optional.empty()));
            }
            return port(form.group(2)).map(port -> new Authority(form.group(1), Optional.of(port)));
        }

        /** Empty if it is none. */
        static Optional<Integer> port(String text) {
            return Optional.of(text)
                    .filter(digits -> digits.matches("[0-9]{1,5}"))
                    .map(Integer::valueOf)
                    .filter(port -> port >= 1 && port <= 65_535);
        }

        static int usualPort(String scheme) {
            return scheme.equals("https") ? 443 : 80;
        }
    }

    /** The client's own request. */
    private static final class Forwarded extends HttpServletRequestWrapper {
        private final String client;
        private final String scheme;
        private final String host;
        private final int port;

        Forwarded(HttpServletRequest request, String client) {
            super(request);
            this.client = client;
            this.scheme = first(request, "X-Forwarded-Proto")
                    .map(proto -> proto.toLowerCase(Locale.ROOT))
                    .filter(List.of("http", "https")::contains)
                    .orElseGet(request::getScheme);
            Optional<Authority> forwarded = first(request, "X-Forwarded-Host").flatMap(Authority::of);
            Authority sent = Optional.ofNullable(request.getHeader("Host"))
                    .flatMap(Authority::of)
                    .orElseGet(() -> new Authority(request.getServerName(), Optional.of(request.getServerPort())));
            this.host = forwarded.orElse(sent).host();
            this.port = forwarded
                    .flatMap(Authority::port)
                    .or(() -> first(request, "X-Forwarded-Port").flatMap(Authority::port))
                    .or(() -> forwarded.isPresent() ? Optional.empty() : sent.port())
                    .orElseGet(() -> Authority.usualPort(scheme));
        }

        @Override
        public String getRemoteAddr() {
            return client;
        }

        @Override
        public String getRemoteHost() {
            return client;
        }

        @Override
        public String getScheme() {
            return scheme;
        }

        @Override
        public boolean isSecure() {
            return scheme.equals("https");
        }

        @Override
        public String getServerName() {
            return host;
        }

        @Override
        public int getServerPort() {
            return port;
        }

        @Override
        public StringBuffer getRequestURL() {
            StringBuffer url = new StringBuffer(scheme).append("://").append(host);
            if (port != Authority.usualPort(scheme)) {
                url.append(':').append(port);
            }
            return url.append(getRequestURI());
        }
    }
}

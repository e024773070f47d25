package org.plankton.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.api.words.ImageHeaders;
import org.plankton.registry.image.PercentEncoding;

/**
 * Names on the answer what of the request is not looked at: fields of an image and parameters of the query that the
 * dialect does not know, so that who has misspelt one can find it. Only some of the names, and never values.
 */
public final class IgnoredFilter extends HttpFilter {
    static final String HEADER = "X-Plankton-Ignored";

    private static final long serialVersionUID = 1L;
    private static final int MOST = 10;
    private static final int LONGEST = 64;

    private final transient Dialect dialect;

    public IgnoredFilter(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Set<String> fields = new TreeSet<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String spelled = ImageHeaders.spelled(name);
            if (spelled.startsWith(ImageHeaders.PREFIX)
                    && !spelled.startsWith(ImageHeaders.PROPERTY)
                    && dialect.ignoresField(spelled.substring(ImageHeaders.PREFIX.length()))) {
                fields.add(spelled);
            }
        }
        Stream<String> parameters = parameters(request);
        List<String> ignored =
                Stream.concat(fields.stream(), parameters).limit(MOST + 1L).toList();
        if (!ignored.isEmpty()) {
            String more = ignored.size() > MOST ? ", ..." : "";
            response.setHeader(
                    HEADER,
                    ignored.stream().limit(MOST).map(IgnoredFilter::printable).collect(Collectors.joining(", "))
                            + more);
        }
        chain.doFilter(request, response);
    }

    /** Names of those that are ignored, each once. */
    private Stream<String> parameters(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return Stream.empty();
        }
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        boolean areLookedAt = dialect.looksAtParameters(request.getMethod(), path);
        return Pattern.compile("&")
                .splitAsStream(query)
                .map(pair -> pair.split("=", 2)[0])
                .map(name -> PercentEncoding.decode(name.replace('+', ' ')).orElse(name))
                .filter(name -> !name.isEmpty())
                .filter(name -> !areLookedAt || dialect.ignoresParameter(path, name))
                .distinct();
    }

    private static String printable(String name) {
        String encoded = PercentEncoding.encodePart(name);
        if (encoded.length() <= LONGEST) {
            return encoded;
        }
        int octet = encoded.indexOf('%', LONGEST - 2); // which would be cut
        return encoded.substring(0, octet >= 0 && octet < LONGEST ? octet : LONGEST) + "...";
    }
}

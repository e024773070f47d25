package org.plankton.cloud;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request to Pithos and its response, in Pithos' spelling: header values are UTF-8, percent-encoded or not.
 *
 * @param account whose files are asked for; empty for the list of accounts
 * @param container empty if the request is about the account
 * @param name of the object, may hold slashes; empty if the request is about the container
 */
record PithosCall(
        HttpServletRequest request, HttpServletResponse response, String account, String container, String name) {
    private static final String PREFIX = "/object-store/v1";
    private static final String UNRESERVED = "/=,:@; \"_.-";

    /** @throws CloudFault 400 if the path is not one of Pithos' */
    static PithosCall of(HttpServletRequest request, HttpServletResponse response) {
        String path = CloudServlet.path(request);
        if (!path.equals(PREFIX) && !path.startsWith(PREFIX + "/")) {
            throw CloudFault.unknownPath();
        }
        String[] parts =
                path.substring(Math.min(path.length(), PREFIX.length() + 1)).split("/", 3);
        String container = parts.length > 1 ? decode(parts[1]) : "";
        String name = parts.length > 2 ? decode(parts[2]) : "";
        if (container.length() > 256) {
            throw CloudFault.badRequest("Container name too large.");
        }
        if (name.length() > 1024) {
            throw CloudFault.badRequest("Object name too large.");
        }
        if (Collections.list(request.getHeaderNames()).stream()
                .flatMap(header -> Collections.list(request.getHeaders(header)).stream())
                .anyMatch(value -> value.chars().anyMatch(c -> c > 127))) {
            throw CloudFault.badRequest("Bad character in headers.");
        }
        return new PithosCall(request, response, decode(parts[0]), container, name);
    }

    String method() {
        return request.getMethod();
    }

    /**
     * Who asks. A token that Astakos refuses gets Astakos' fault wrapped into another.
     *
     * @throws CloudFault 401 if there is no token or not a good one
     */
    User user() {
        String token = AstakosServlet.token(request);
        try {
            return AstakosServlet.withToken(token, "Invalid token");
        } catch (CloudFault fault) {
            String details = CloudServlet.JSON.valueToTree(fault.body()).toString();
            throw new CloudFault(401, "fault", "UNAUTHORIZED", details);
        }
    }

    /** The header's value, decoded; empty if it is not there. */
    Optional<String> header(String header) {
        return Optional.ofNullable(request.getHeader(header)).map(PithosCall::decodeHeader);
    }

    /** Decoded values of the headers that begin so, by their full names as Pithos spells them. */
    Map<String, String> headers(String prefix) {
        Map<String, String> found = new TreeMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            String spelled = spell(header);
            if (spelled.startsWith(prefix) && spelled.length() > prefix.length()) {
                found.put(spelled, decodeHeader(request.getHeader(header)));
            }
        }
        return found;
    }

    /** @throws CloudFault 400 if there are more, or longer, of these headers than Pithos takes */
    void requireMeta(String prefix) {
        Map<String, String> meta = headers(prefix);
        if (meta.size() > 90) {
            throw CloudFault.badRequest("Too many headers.");
        }
        meta.forEach((header, value) -> {
            if (header.length() > 128) {
                throw CloudFault.badRequest("Header name too large.");
            }
            if (value.length() > 256) {
                throw CloudFault.badRequest("Header value too large.");
            }
        });
    }

    /** Sets a header whose value is percent-encoded where Pithos does so, which concerns {@code *} too. */
    void set(String header, String value) {
        response.setHeader(header, encode(value));
    }

    /** The query parameter, decoded; empty if it is not there. */
    Optional<String> query(String parameter) {
        return Optional.ofNullable(query().get(parameter));
    }

    boolean asks(String parameter) {
        return query().containsKey(parameter);
    }

    /** Whether the answer, or the body of a request that may have one, is JSON and not text. */
    boolean isJson() {
        return query("format")
                .map("json"::equals)
                .orElseGet(() -> header("Accept").orElse("").contains("application/json"));
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        if (request.getQueryString() != null) {
            for (String part : request.getQueryString().split("&")) {
                String[] pair = part.split("=", 2);
                query.put(decode(pair[0].replace('+', ' ')), decode(pair.length < 2 ? "" : pair[1].replace('+', ' ')));
            }
        }
        return query;
    }

    /** {@code x-object-meta-under_score} as {@code X-Object-Meta-Under-Score}. */
    private static String spell(String header) {
        StringBuilder spelled = new StringBuilder();
        for (String word : header.replace('_', '-').split("-", -1)) {
            if (!spelled.isEmpty()) {
                spelled.append('-');
            }
            if (!word.isEmpty()) {
                spelled.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1).toLowerCase(Locale.ROOT));
            }
        }
        return spelled.toString();
    }

    /** Containers hand out the bytes of headers as if they were ISO-8859-1. */
    private static String decodeHeader(String value) {
        return decode(new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** Percent-decodes as Python does: a plus stays, and so does a percent sign without two hex digits behind it. */
    static String decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                decoded.write(bytes[i]);
            } else {
                decoded.write(16 * high + low);
                i += 2;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && (Character.isLetterOrDigit(b) || UNRESERVED.indexOf(b) >= 0)) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }
}

package org.plankton;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.plankton.cloud.User;

/**
 * What a connection may be made to carry: a request by the grammar of HTTP, or nearly, and behind it another that is
 * right. Where the first has a body there is a third request in it, which nobody has sent. The same for the same seed;
 * a character is a byte on the wire.
 */
final class HostileFraming {
    /** At the beginning of the ids of the requests that come behind. */
    static final String NEXT = "next-";

    /** At the beginning of the ids of requests that are none. */
    static final String SMUGGLED = "smuggled-";

    private static final String HOST = "Host: plankton.example.org\r\n";

    /** Before the host, which answers repeat: a mutation that joined both lines would have them tell the token. */
    private static final String TOKEN = "X-Auth-Token: " + User.ALICE.token() + "\r\n";

    private static final String PATCH = "Content-Type: application/openstack-images-v2.1-json-patch\r\n";

    /** Which have no body. */
    private static final List<String> READING = List.of("GET", "GET", "GET", "HEAD", "OPTIONS");

    /** With a body that none of them can take, so that nothing is written. */
    private static final List<String> WRITING = List.of(
            "POST /v2/images",
            "PATCH /v2/images/{id}",
            "PUT /v2/images/{id}/members/x",
            "POST /v2/images/{id}/members",
            "PUT /v1/images/{id}/members",
            "PUT /images/{id}/members",
            "PUT /v1.0/images/{id}/members",
            "POST /v2/images/nosuch/actions/deactivate",
            "POST /catalogue/v1/images/{id}/restore",
            "POST /catalogue/v1/readiness",
            "GET /catalogue/v1/images",
            "POST /versions",
            "POST /health/ready",
            "POST /nosuch",
            "GET /v2/images",
            "GET /v1.0/images/detail",
            "GET /v1/images/{id}",
            "GET /versions",
            "GET /health/ready",
            "GET /",
            "OPTIONS /v2/images",
            "DELETE /v2/images/nosuch");

    private static final List<String> TARGETS = List.of(
            "/images",
            "/images/detail?limit=2&sort_key=size",
            "/images/{id}",
            "/images/{id}/members",
            "/v1.0/images?name=a&size_min=1",
            "/v1.0/images/{id}",
            "/v1/images/detail?limit=1&property-a=b",
            "/v1/images/{id}",
            "/v2/images?tag=a&sort=name:asc,size&name=in:a,%22b,c%22",
            "/v2/images?limit=1&created_at=gt:2013-03-29T14:14:34Z",
            "/v2/images/{id}",
            "/v2/images/{id}/file",
            "/v2/schemas/images",
            "/catalogue/v1/images/{id}/history?limit=1&marker=9",
            "/catalogue/v1/changes?kind=update&since=2013-03-29T14:14:34Z",
            "/catalogue/v1/images?q=a+os:b&format=raw&limit=1&sort=size:desc",
            "/catalogue/v1/images/{id}",
            "/catalogue/v1/families/a/current",
            "/catalogue/v1/files?container=images&limit=1",
            "/v2",
            "/",
            "/versions",
            "/versions/",
            "/readyz",
            "/health/ready/",
            "/health/live?x=1",
            "/usage",
            "/metrics",
            "/healthcheck",
            "/livez",
            "/WEB-INF/web.xml",
            "*",
            "http://plankton.example.org/v2/images",
            "https://plankton.example.org:443/versions",
            "HTTP://PLANKTON.example.org/health/ready",
            "http://user@plankton.example.org/images",
            "plankton.example.org:80",
            "//plankton.example.org/images",
            "/%76%31/images",
            "/v2/%69mages",
            "/v2/images/%7bid%7d",
            "/v2/images%2f{id}",
            "/v2/../images",
            "/v2/%2e%2e/images",
            "/v2/images;a=b",
            "/images?%00=%ff",
            "/images?a=%",
            "/im\u00e4ges");

    private static final List<String> VERSIONS =
            List.of("HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 ", "HTTP/11", "");

    private static final List<String> HEADERS = List.of(
            "X-Folded: a\r\n b\r\n\tc\r\n",
            "X-Obs: \u00e4\u00ff\r\n",
            "X-Nul: a\0b\r\n",
            "X-Cr: a\rb\r\n",
            "X-Lf: a\nX-Other: b\r\n",
            "X Blank: a\r\n",
            "X-Blank : a\r\n",
            ": a\r\n",
            "none\r\n",
            " leading: a\r\n",
            "X-Empty:\r\n",
            "X-Long: " + "a".repeat(30_000) + "\r\n",
            "X-Longer: " + "a".repeat(70_000) + "\r\n",
            "X: a\r\n".repeat(300),
            "Host: other.example.org\r\n",
            "Connection: keep-alive\r\n",
            "Connection: close, X-Auth-Token\r\n",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n",
            "Upgrade: TLS/1.0\r\n",
            "Expect: 100-continue\r\n",
            "Expect: 200-ok\r\n",
            "TE: trailers\r\n",
            "Trailer: Content-Length\r\n",
            "Origin: https://ui.example.org\r\nAccess-Control-Request-Method: PATCH\r\n",
            "Origin: https://ui.example.org\r\nAccess-Control-Request-Method: DELETE\r\n"
                    + "Access-Control-Request-Headers: x-auth-token, x-image-meta-name,\u00ff\r\n",
            "Origin: https://evil.example.org\r\nAccess-Control-Request-Method: PUT\r\n",
            "Origin: null\r\n",
            "Origin: https://ui.example.org\r\nOrigin: https://evil.example.org\r\n",
            "Range: bytes=0-1,3-\r\n",
            "Accept-Encoding: gzip, br;q=0, *;q=1\r\n",
            "If-None-Match: *\r\n",
            "If-Match: \"x\", W/\"y\"\r\n");

    private static final List<String> CHUNKED = List.of(
            "Transfer-Encoding: chunked\r\n",
            "transfer-encoding: Chunked\r\n",
            "Transfer-Encoding:chunked \r\n",
            "Transfer-Encoding:\tchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding:\r\n chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity, chunked\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: \u000bchunked\r\n",
            "Transfer-Encoding: \"chunked\"\r\n",
            "Transfer-Encoding: chunked;q=1\r\n",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n");

    private static final List<String> EXTENSIONS =
            List.of("", "", "", ";a=b", ";a=\"b;c\"", " ; a", ";" + "a".repeat(5_000), ";a=\u00ff");

    private static final List<String> TRAILERS = List.of(
            "",
            "",
            "X-Trailer: a\r\n",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "X-Auth-Token: " + User.BOB.token() + "\r\n",
            "X-Folded: a\r\n b\r\n",
            "none\r\n",
            "X-Long: " + "a".repeat(70_000) + "\r\n");

    private final Random random;
    private int number;

    HostileFraming(long seed) {
        this.random = new Random(seed);
    }

    /**
     * What is sent over one connection.
     *
     * @param isToHead what is answered first has no body
     * @param isMutated so that nobody knows where the first request ends
     * @param next the id of the request that is right
     */
    record Sent(byte[] bytes, boolean isToHead, boolean isMutated, String next) {
        /** Of a version that keeps no connection unless told to. */
        boolean isOld() {
            String line = toString().strip().split("\r\n", 2)[0];
            return !line.endsWith("HTTP/1.1");
        }

        /** Its beginning, for people. */
        @Override
        public String toString() {
            return new String(bytes, 0, Math.min(bytes.length, 1_000), StandardCharsets.ISO_8859_1);
        }
    }

    /** @param id of an image */
    Sent next(String id) {
        number++;
        String next = NEXT + number;
        String request = (sometimes(0.5) ? reading() : writing()).replace("{id}", id);
        boolean isMutated = sometimes(0.4);
        // What the container itself says no to, of HEAD too, has a body where it likes.
        boolean isToHead = request.startsWith("HEAD ");
        String first = isMutated && !isToHead ? mutated(request) : request;
        String bytes =
                first + "GET /versions HTTP/1.1\r\n" + HOST + "X-Request-Id: " + next + "\r\nConnection: close\r\n\r\n";
        return new Sent(bytes.getBytes(StandardCharsets.ISO_8859_1), isToHead, isMutated && !isToHead, next);
    }

    private String reading() {
        String method = one(READING);
        if (method.equals("HEAD")) { // right, as none knows where a wrong one's answer ends
            return method + " " + one(TARGETS.subList(0, 13)) + " HTTP/1.1\r\n" + HOST + TOKEN + "\r\n";
        }
        StringBuilder request = new StringBuilder(sometimes(0.02) ? "\r\n" : "");
        request.append(
                sometimes(0.05) ? one(List.of("TRACE", "CONNECT", "PRI", "get", "G(T", "X".repeat(200))) : method);
        request.append(' ').append(one(TARGETS)).append(' ');
        request.append(sometimes(0.9) ? "HTTP/1.1" : one(VERSIONS)).append("\r\n");
        return request.append(fields()).append("\r\n").toString();
    }

    private String fields() {
        StringBuilder fields = new StringBuilder(sometimes(0.8) ? TOKEN : "").append(sometimes(0.97) ? HOST : "");
        for (int more = random.nextInt(4); more > 1; more--) {
            fields.append(one(HEADERS));
        }
        return fields.toString();
    }

    /** With a body, in which there is what would be a request if the body ended before it. */
    private String writing() {
        StringBuilder request = new StringBuilder(one(WRITING));
        request.append(sometimes(0.97) ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
        request.append(sometimes(0.8) ? TOKEN : "").append(HOST).append(sometimes(0.3) ? PATCH : "");
        request.append(sometimes(0.1) ? "Expect: 100-continue\r\n" : "");
        String padding = "x".repeat(random.nextInt(4) * random.nextInt(6_000));
        String smuggled = "GET /versions HTTP/1.1\r\n" + HOST + "X-Request-Id: " + SMUGGLED + number + "\r\n\r\n";
        String body = padding + (sometimes(0.5) ? "\r\n" : "") + smuggled + (sometimes(0.5) ? padding : "");
        if (sometimes(0.5)) {
            return request.append(sometimes(0.6) ? CHUNKED.get(0) : one(CHUNKED))
                    .append("\r\n")
                    .append(chunks(body))
                    .toString();
        }
        return request.append(length(body.length())).append("\r\n").append(body).toString();
    }

    /** Of one value, or of several of which any would do or none may. */
    private String length(int length) {
        String right = "Content-Length: " + length + "\r\n";
        return switch (random.nextInt(16)) {
            case 0 -> right + right;
            case 1 -> "Content-Length: " + length + ", " + length + "\r\n";
            case 2 -> right + "Content-Length: 0\r\n";
            case 3 -> "Content-Length: 0\r\n" + right;
            case 4 -> "Content-Length: +" + length + "\r\n";
            case 5 -> "Content-Length: 0x" + Integer.toHexString(length) + "\r\n";
            case 6 -> "Content-Length: 000" + length + "\r\n";
            case 7 -> "Content-Length:\t" + length + " \r\n";
            case 8 -> "Content-Length : " + length + "\r\n";
            case 9 -> "Content-Length: -" + length + "\r\n";
            case 10 -> "Content-Length: " + length + "\u00ff\r\n";
            default -> right;
        };
    }

    private String chunks(String body) {
        StringBuilder chunks = new StringBuilder();
        int longest = 1 + random.nextInt(2) * random.nextInt(3_000) + body.length() / 20;
        for (int from = 0; from < body.length(); from += longest) {
            String chunk = body.substring(from, Math.min(body.length(), from + longest));
            String size = Integer.toHexString(chunk.length());
            chunks.append(sometimes(0.1) ? "000" + size : size).append(one(EXTENSIONS));
            chunks.append("\r\n").append(chunk).append("\r\n");
        }
        return chunks.append("0")
                .append(one(EXTENSIONS))
                .append("\r\n")
                .append(one(TRAILERS))
                .append("\r\n")
                .toString();
    }

    /** With bytes changed, added, left out or doubled, or cut off. */
    private String mutated(String request) {
        StringBuilder mutated = new StringBuilder(request);
        for (int more = 1 + random.nextInt(3); more > 0 && mutated.length() > 1; more--) {
            // Mostly in the head: a body is what it is.
            int at = random.nextInt(sometimes(0.8) ? Math.min(mutated.length(), 300) : mutated.length());
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(6)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(256));
                case 1 ->
                    mutated.insert(at, one(List.of("\r\n", "\n", "\r", "\0", " ", "\t", ":", "%", "/", "\u00ff")));
                case 2 -> mutated.delete(at, end);
                case 3 -> mutated.insert(at, mutated.substring(at, end));
                case 4 -> mutated.setCharAt(at, Character.toUpperCase(mutated.charAt(at)));
                default -> mutated.setLength(sometimes(0.2) ? at : mutated.length());
            }
        }
        return mutated.toString();
    }

    private boolean sometimes(double share) {
        return random.nextDouble() < share;
    }

    private <T> T one(List<T> many) {
        return many.get(random.nextInt(many.size()));
    }
}

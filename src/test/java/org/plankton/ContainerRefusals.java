package org.plankton;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requests that are no HTTP, or too much of it, which containers refuse by themselves: an answer to one of them is a
 * fault or has no body, and says nothing of the server, of the host, or of what was asked for. As a program it sends
 * them to a server that is running.
 */
final class ContainerRefusals {
    private static final int PATIENCE_MILLIS = 20_000;

    /** In paths, and must not come back. */
    private static final String MARK = "nosuch-path";

    private static final String HOST = "Host: nosuch-host.example.org:9292\r\n";
    private static final String END = "Connection: close\r\n\r\n";

    /** Text in no answer: whose it is, what it was asked, and where in the code it was refused. */
    private static final Pattern TOLD = Pattern.compile(
            MARK + "|nosuch-host|"
                    + "tomcat|coyote|catalina|jetty|apache|eclipse|jakarta|java\\.|Exception|\tat |<html|<!doctype",
            Pattern.CASE_INSENSITIVE);

    /** A body of no bytes, where its length is not told beforehand. */
    private static final String NO_CHUNKS = "0\r\n\r\n";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContainerRefusals() {}

    /**
     * What is sent, and how it may be answered.
     *
     * @param statuses all there may be. 0: the connection is closed without an answer, or there is only a body, as of
     *     HTTP/0.9
     */
    record Refusal(String name, byte[] request, Set<Integer> statuses) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Refusal> all() {
        List<Refusal> all = new ArrayList<>();
        for (String target : List.of(
                "/" + MARK + "/%zz",
                "/" + MARK + "/%",
                "/" + MARK + "/%00",
                "/" + MARK + "/%2F..%2F",
                "/" + MARK + "/%c3%28",
                "/" + MARK + "/\\",
                "/" + MARK + "/%5c",
                "/" + MARK + "/\0",
                "/" + MARK + "/\u0001",
                "/" + MARK + "/\u00ff",
                "/" + MARK + "/{}|^`\"<script>",
                "/" + MARK + "/../../..",
                "/" + MARK + "/%2e%2e/%2e%2e/%2e%2e",
                "/" + MARK + "/..;/x",
                "//" + MARK,
                "/WEB-INF/" + MARK,
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                MARK,
                "*",
                "http://",
                "http://[" + MARK,
                "http://other." + MARK + ".example.org/images",
                "/" + MARK + "?%zz=%zz",
                "/" + MARK + "?\\\0")) {
            all.add(refusal(
                    "target " + target, "GET " + target + " HTTP/1.1\r\n" + HOST + END, 300, 400, 401, 404, 405));
        }
        for (String target : List.of("/WEB-INF/web.xml", "/META-INF/" + MARK, "/web-inf/..;/WEB-INF/" + MARK)) {
            all.add(refusal(
                    "target of HEAD " + target, "HEAD " + target + " HTTP/1.1\r\n" + HOST + END, 400, 401, 404));
        }
        String get = "GET /" + MARK + " HTTP/1.1\r\n";
        String post = "POST /" + MARK + " HTTP/1.1\r\n" + HOST;
        all.add(refusal(
                "a long line", "GET /" + MARK + "x".repeat(100_000) + " HTTP/1.1\r\n" + HOST + END, 400, 414, 431));
        all.add(refusal(
                "a long query", "GET /?" + MARK + "x".repeat(100_000) + " HTTP/1.1\r\n" + HOST + END, 400, 414, 431));
        all.add(refusal("a large header", get + HOST + "X-Large: " + "x".repeat(100_000) + "\r\n" + END, 400, 431));
        all.add(refusal(
                "many headers", get + HOST + ("X-Many: " + "x".repeat(1000) + "\r\n").repeat(100) + END, 400, 431));
        all.add(refusal("countless headers", get + HOST + "X: \r\n".repeat(5000) + END, 400, 401, 404, 431));
        all.add(refusal("no host", get + END, 400));
        all.add(refusal("an empty host", get + "Host:\r\n" + END, 400, 401, 404));
        all.add(refusal("two hosts", get + HOST + "Host: other.example.org\r\n" + END, 400));
        for (String host : List.of(
                "nosuch-host:port",
                "nosuch-host:99999999",
                "nosuch host",
                "nosuch-host/x",
                "<nosuch-host>",
                "[::nosuch-host",
                "nosuch-host@x",
                "nosuch-host\0",
                "nosuch-host:9292, nosuch-host")) {
            all.add(refusal("host " + host, get + "Host: " + host + "\r\n" + END, 400, 401, 404));
        }
        all.add(refusal("a bad Expect", post + "Expect: nothing\r\nContent-Length: 1\r\n" + END + "x", 401, 404, 417));
        all.add(refusal("a length that is none", post + "Content-Length: nosuch\r\n" + END, 400));
        all.add(refusal("a negative length", post + "Content-Length: -1\r\n" + END, 400));
        all.add(refusal("a length beyond all", post + "Content-Length: 99999999999999999999\r\n" + END, 400, 413));
        all.add(refusal("two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n" + END + "xx", 400));
        all.add(refusal(
                "a length and chunks",
                post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n" + END + "0\r\n\r\n",
                400,
                401,
                404));
        for (String coding :
                List.of("nosuch", "gzip, chunked", "chunked, identity", "chunked, chunked", "\u000bchunked")) {
            all.add(refusal(
                    "coding " + coding,
                    post + "Transfer-Encoding: " + coding + "\r\n" + END + "0\r\n\r\n",
                    400,
                    401,
                    404,
                    501));
        }
        all.add(refusal(
                "chunks that are none", post + "Transfer-Encoding: chunked\r\n" + END + "zz\r\n", 400, 401, 404));
        for (String method : List.of("G@T", "GE\0T", "GET\u0001", "nosuch", "TRACE", "CONNECT", "OPTIONS", "PRI", "")) {
            all.add(refusal(
                    "method " + method,
                    method + " /" + MARK + " HTTP/1.1\r\n" + HOST + END,
                    0,
                    400,
                    401,
                    403,
                    404,
                    405,
                    501));
        }
        all.add(refusal(
                "to a proxy",
                "CONNECT nosuch-host:443 HTTP/1.1\r\nHost: nosuch-host:443\r\n" + END,
                400,
                404,
                405,
                501));
        for (String header :
                List.of("X Y: 1", "X: a\0b", ": 1", "X", "X : 1", "X@: 1", "\u00ff: 1", " X: 1", "X: a\u0001b")) {
            all.add(refusal("header " + header, get + HOST + header + "\r\n" + END, 400, 401, 404));
        }
        for (String version :
                List.of("HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "HTTP/x", "nosuch", "HTTP/1.1 x")) {
            all.add(refusal(
                    "version " + version,
                    "GET /" + MARK + " " + version + "\r\n" + HOST + END,
                    400,
                    401,
                    404,
                    426,
                    505));
        }
        all.add(refusal("no version", "GET /" + MARK + "\r\n\r\n", 0, 400, 401, 404, 426, 505));
        all.add(refusal("HTTP/1.0 without a host", "GET /" + MARK + " HTTP/1.0\r\n\r\n", 400, 401, 404));
        all.add(refusal(
                "HTTP/2 without more ado", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0, 400, 404, 405, 426, 501, 505));
        all.add(refusal(
                "TLS",
                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "x".repeat(200) + "\r\n\r\n",
                0,
                400));
        all.add(refusal("blank lines", "\r\n\r\n\r\n" + get + END, 400));
        all.add(refusal("lines that end in LF", "GET /" + MARK + " HTTP/1.1\n" + HOST + "\n" + END, 400, 401, 404));
        return all;
    }

    /** @param request a character is a byte */
    private static Refusal refusal(String name, String request, Integer... statuses) {
        return new Refusal(name, request.getBytes(ISO_8859_1), Set.of(statuses));
    }

    /**
     * Sends it over a connection of its own, on which nothing more comes.
     *
     * @return what is wrong with the answer; empty: nothing
     * @throws IOException if the server does not end the connection in time
     */
    static Optional<String> send(Refusal refusal, int port) throws IOException {
        String answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(refusal.request());
                socket.shutdownOutput();
            } catch (SocketException e) {
                // It has answered before it has read all.
            }
            answer = received(socket);
        }
        return problem(refusal, answer).map(problem -> refusal.name() + ": " + problem + "\n" + answer);
    }

    /** What comes before the connection ends, in whatever way: a server that has not read all resets it. */
    private static String received(Socket socket) throws IOException {
        StringBuilder received = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
                received.append(new String(buffer, 0, read, ISO_8859_1));
            }
        } catch (SocketException e) {
            // Reset: that is its end.
        }
        return received.toString();
    }

    private static Optional<String> problem(Refusal refusal, String answer) {
        String[] parts = answer.split("\r\n\r\n", 2);
        boolean hasHead = answer.startsWith("HTTP/1.");
        String head = hasHead ? parts[0] : "";
        String body = !hasHead ? answer : parts.length > 1 ? parts[1] : "";
        if (header(head, "Transfer-Encoding").anyMatch("chunked"::equals) && body.equals(NO_CHUNKS)) {
            body = "";
        }
        int status = hasHead ? Integer.parseInt(head.split(" ", 3)[1].strip().substring(0, 3)) : 0;
        if (!refusal.statuses().contains(status)) {
            return Optional.of("the status is " + status);
        }
        if (TOLD.matcher(answer).find()) {
            return Optional.of("it tells too much");
        }
        if (header(head, "Server").findAny().isPresent()) {
            return Optional.of("it names the server");
        }
        List<String> types = header(head, "Content-Type").toList();
        if (body.isEmpty()) {
            return types.isEmpty() ? Optional.empty() : Optional.of("there is a type of no body");
        }
        boolean isJson = !hasHead
                || types.size() == 1
                        && types.get(0)
                                .replace(" ", "")
                                .toLowerCase(Locale.ROOT)
                                .startsWith("application/json;charset=utf-8");
        return isJson && isFault(status, body) ? Optional.empty() : Optional.of("the body is no fault");
    }

    private static Stream<String> header(String head, String name) {
        return Arrays.stream(head.split("\r\n"))
                .map(line -> line.split(":", 2))
                .filter(line -> line.length == 2 && line[0].equalsIgnoreCase(name))
                .map(line -> line[1].strip());
    }

    private static boolean isFault(int status, String body) {
        try {
            JsonNode fault = JSON.readTree(body);
            return fault.size() == 1
                    && (status == 0 || fault.elements().next().path("code").asInt() == status);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** @param arguments the port of 127.0.0.1; ends with status 1 if an answer is not as it should be */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int failed = 0;
        for (Refusal refusal : all()) {
            Optional<String> problem = send(refusal, port);
            problem.ifPresent(text -> System.out.println("FAILED " + text));
            failed += problem.isPresent() ? 1 : 0;
        }
        System.out.println(all().size() - failed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }
}

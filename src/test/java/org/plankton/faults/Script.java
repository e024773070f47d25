package org.plankton.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What a hostile client does on a connection.
 *
 * @param head what it sends at once
 * @param drip what it sends then, again and again; empty: nothing
 * @param every the time between two of these, and between two reads
 * @param reads bytes that it takes each time; 0: all that has come, at once
 * @param hangsUp whether it closes as soon as it has an answer's headers; else it goes on
 * @param again how long it waits before it connects anew
 */
record Script(Supplier<byte[]> head, byte[] drip, Duration every, int reads, boolean hangsUp, Duration again) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A request, of HTTP/1.1 if it does not say of which, whose body is said to be long, and comes in single bytes. */
    static Script slowBody(String request, int length, Duration every, String... headers) {
        String head = head(request, headers) + "Content-Length: " + length + "\r\n\r\n";
        return new Script(() -> bytes(head), bytes(" "), every, 0, false, every);
    }

    /** A request whose headers never end. */
    static Script slowHeaders(String request, Duration every, String... headers) {
        String head = head(request, headers);
        return new Script(() -> bytes(head + "X-Slow: "), bytes("x"), every, 0, false, every);
    }

    /** A whole request, whose answer is read slowly. */
    static Script slowReader(String request, int bytes, Duration every, String... headers) {
        String head = head(request, headers) + "\r\n";
        return new Script(() -> bytes(head), new byte[0], every, bytes, false, SECOND);
    }

    /** Requests one after the other, each with a token that nobody has. */
    static Script junkTokens(String request) {
        AtomicInteger number = new AtomicInteger();
        return requests(() -> request(request, "X-Auth-Token: junk-" + number.incrementAndGet()), SECOND);
    }

    /** Whole requests one after the other, each as {@link #request} makes it. */
    static Script requests(Supplier<String> request, Duration again) {
        return new Script(() -> bytes(request.get()), new byte[0], SECOND, 0, true, again);
    }

    /** One without a body. */
    static String request(String request, String... headers) {
        return head(request, headers) + "\r\n";
    }

    private static String head(String request, String... headers) {
        return request + (request.contains(" HTTP/") ? "" : " HTTP/1.1") + "\r\nHost: 127.0.0.1\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

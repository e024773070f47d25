package org.plankton.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.zip.GZIPInputStream;
import org.plankton.openapi.Reply;

/**
 * What a server answered, nothing left out and nothing put right on the way.
 *
 * @param reason the words behind the status, for people
 * @param headers in the order they came; names as sent, values as UTF-8 without the blanks around them
 */
record Answer(int status, String reason, List<Entry<String, String>> headers, byte[] body) {
    private static final int TIMEOUT_MILLIS = 10_000;

    /** Sends bytes to the server at that address over a connection of their own. */
    static Answer to(byte[] request, URI address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(request);
            } catch (SocketException e) {
                // A server may answer and close before it has read a request that it refuses.
            }
            boolean head = new String(request, 0, 5, StandardCharsets.US_ASCII).equals("HEAD ");
            return read(socket.getInputStream(), head);
        }
    }

    /** The header's values, in the order they came; empty list if it is not there. */
    List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Entry::getValue)
                .toList();
    }

    /** Whether there is a header of that name, in just these capital and small letters. */
    boolean spells(String name) {
        return headers.stream().anyMatch(header -> header.getKey().equals(name));
    }

    /** The body, unpacked if it is compressed. */
    String text() {
        if (!header("Content-Encoding").contains("gzip") || body.length == 0) {
            return new String(body, StandardCharsets.UTF_8);
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("not gzip, or not all of it", e);
        }
    }

    /** As the description of the API is asked of it. */
    Reply reply() {
        return new Reply(status, headers, text());
    }

    /** The answer as it came, each line after the mark. */
    String show(String mark) {
        StringBuilder lines = new StringBuilder(mark + status + " " + reason + "\n");
        headers.forEach(header -> lines.append(mark)
                .append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append('\n'));
        return lines.append(mark)
                .append('\n')
                .append(mark)
                .append(text().replace("\n", "\n" + mark))
                .append('\n')
                .toString();
    }

    private static Answer read(InputStream in, boolean head) throws IOException {
        String[] first;
        List<Entry<String, String>> headers;
        do {
            first = line(in).split(" ", 3);
            headers = headers(in);
        } while (first.length > 1 && first[1].startsWith("1"));
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("\\d{3}")) {
            throw new IOException("not an HTTP answer: " + String.join(" ", first));
        }
        int status = Integer.parseInt(first[1]);
        Answer bare = new Answer(status, first.length > 2 ? first[2] : "", headers, new byte[0]);
        byte[] body = head || status == 204 || status == 304 ? new byte[0] : bare.body(in);
        return new Answer(bare.status(), bare.reason(), headers, body);
    }

    private static List<Entry<String, String>> headers(InputStream in) throws IOException {
        List<Entry<String, String>> headers = new ArrayList<>();
        for (String line; !(line = line(in)).isEmpty(); ) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: " + line);
            }
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private byte[] body(InputStream in) throws IOException {
        if (header("Transfer-Encoding").contains("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int length; (length = Integer.parseInt(line(in).split(";")[0].strip(), 16)) > 0; ) {
                body.write(exactly(length, in));
                line(in);
            }
            return body.toByteArray();
        }
        List<String> length = header("Content-Length");
        return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length.get(0)), in);
    }

    private static byte[] exactly(int length, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; ) {
            if (b < 0) {
                throw new EOFException("the answer ended after: " + line.toString(StandardCharsets.UTF_8));
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}

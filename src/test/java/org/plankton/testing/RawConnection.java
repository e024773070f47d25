package org.plankton.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection on which bytes are sent as they are, and answers are taken apart without forgiveness. */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    public RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public record Header(String name, String value) {}

    /** @param body empty if there is none, chunks put together */
    public record Answer(int status, List<Header> headers, byte[] body) {
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.name.equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst();
        }

        /** Nothing more will come on this connection. */
        public boolean isLast() {
            return header("Connection").filter("close"::equalsIgnoreCase).isPresent();
        }

        /** As it came, chunks put together; a character is a byte. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\n");
            headers.forEach(header ->
                    text.append(header.name).append(": ").append(header.value).append('\n'));
            return text.append('\n')
                    .append(new String(body, StandardCharsets.ISO_8859_1))
                    .toString();
        }
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /**
     * The next answer that is not just an interim one.
     *
     * @param toHead to a HEAD, so without a body whatever its length says
     * @throws IOException if there is none, or it is not HTTP
     */
    public Answer receive(boolean toHead) throws IOException {
        Answer answer = receiveAny(toHead);
        while (answer.status() < 200) {
            answer = receiveAny(toHead);
        }
        return answer;
    }

    /** The next answer, be it an interim one. */
    public Answer receiveAny(boolean toHead) throws IOException {
        String[] first = line().split(" ", 3);
        if (!first[0].equals("HTTP/1.1") || first.length < 2) {
            throw new IOException("not an answer: " + String.join(" ", first));
        }
        int status = Integer.parseInt(first[1]);
        List<Header> headers = headers();
        Answer head = new Answer(status, headers, new byte[0]);
        boolean hasBody = !toHead && status >= 200 && status != 204 && status != 304;
        return hasBody ? new Answer(status, headers, body(head)) : head;
    }

    /** Nothing more is sent; answers still come. */
    public void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * Whether nothing more comes, by the other side's closing in good order.
     *
     * @throws IOException if it has reset the connection
     */
    public boolean isAtEnd() throws IOException {
        in.mark(1);
        boolean isAtEnd = in.read() < 0;
        in.reset();
        return isAtEnd;
    }

    private List<Header> headers() throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            if (parts.length < 2) {
                throw new IOException("not a header: " + line);
            }
            headers.add(new Header(parts[0], parts[1].strip()));
        }
        return headers;
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("Transfer-Encoding").filter("chunked"::equals).isPresent()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
                body.write(bytes(length));
                line();
            }
            line();
            return body.toByteArray();
        }
        Optional<String> length = head.header("Content-Length");
        return length.isPresent() ? bytes(Integer.parseInt(length.get())) : in.readAllBytes();
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a body that is cut off");
        }
        return bytes;
    }

    /** A character is a byte. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("cut off behind: " + line);
            }
            line.append((char) read);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("a line that ends in LF alone: " + line);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Closes it as the system does for a process that is gone, and not in good order. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

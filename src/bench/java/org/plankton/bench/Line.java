package org.plankton.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A connection to a server, one request after the other. It knows as much of HTTP/1.1 as the server that is measured
 * says, and takes little of the processors, which both sides have to share.
 */
final class Line implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final URI address;
    private final byte[] buffer = new byte[1 << 16];
    private volatile Socket socket;
    private InputStream in;

    /** What is in the buffer and has not been read yet. */
    private int from;

    private int to;

    /**
     * @param bytes of the body
     * @param firstByte when the status line was there, of {@link System#nanoTime}
     * @param saysRetry whether it has a Retry-After
     */
    record Answer(int status, long bytes, long firstByte, boolean saysRetry) {}

    /** @param address {@code http://host:port} */
    Line(String address) {
        this.address = URI.create(address);
    }

    /** The answer when all of it has been read. */
    Answer send(Request request) throws IOException {
        return send(request, Long.MAX_VALUE);
    }

    /**
     * The answer when all of it has been read, or a part of its body; the rest is left where it is, and the line cannot
     * be used again.
     *
     * @param enough bytes
     */
    Answer send(Request request, long enough) throws IOException {
        if (socket == null) {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
            from = 0;
            to = 0;
        }
        try {
            socket.getOutputStream().write(request.bytes());
            return answer(request.isHead(), enough);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Answer answer(boolean isHead, long enough) throws IOException {
        String statusLine = headerLine();
        long firstByte = System.nanoTime();
        int status = Integer.parseInt(statusLine, 9, 12, 10);
        long length = -1;
        boolean isChunked = false;
        boolean saysRetry = false;
        boolean closes = false;
        for (String header = headerLine(); !header.isEmpty(); header = headerLine()) {
            if (is(header, "Content-Length:")) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (is(header, "Transfer-Encoding:")) {
                isChunked = true;
            } else if (is(header, "Retry-After:")) {
                saysRetry = true;
            } else if (is(header, "Connection:")) {
                closes = header.endsWith("close");
            }
        }
        long bytes = 0;
        if (!isHead && isChunked) {
            bytes = chunks(enough);
        } else if (!isHead && length > 0) {
            bytes = skip(Math.min(length, enough));
        }
        if (closes) {
            close();
        }
        return new Answer(status, bytes, firstByte, saysRetry);
    }

    private static boolean is(String header, String name) {
        return header.regionMatches(true, 0, name, 0, name.length());
    }

    private long chunks(long enough) throws IOException {
        long bytes = 0;
        while (bytes < enough) {
            int size = Integer.parseInt(headerLine().strip(), 16);
            bytes += skip(size);
            headerLine();
            if (size == 0) {
                break;
            }
        }
        return bytes;
    }

    private long skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            fill();
            int part = (int) Math.min(left, to - from);
            from += part;
            left -= part;
        }
        return count;
    }

    /** Without its end. */
    private String headerLine() throws IOException {
        String begun = "";
        while (true) {
            fill();
            for (int i = from; i < to; i++) {
                if (buffer[i] == '\n') {
                    String line = begun + new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
                    from = i + 1;
                    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                }
            }
            begun += new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
            from = to;
        }
    }

    /** Unless there is something. */
    private void fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer));
            if (to == 0) {
                throw new EOFException("the server has closed the connection");
            }
        }
    }

    /** Whoever is waiting for an answer gets an exception. */
    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package org.plankton.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A request's body that is handed on as it comes. It frames itself, and ends only after its source has: HttpClient ends
 * a body in chunks also where it is left in the middle, and the service would take a part for the whole. Nor does it
 * read an answer once a write has failed, which comes of refusals behind which the service closes.
 *
 * <p>The last bytes are held back until the source has ended: only then is it known that it does not fail.
 */
final class StreamedBody extends AbstractHttpEntity {
    private static final int BUFFER = 1 << 16;

    /** Bytes for the length of a chunk, in hex, and the end of its line. */
    private static final int HEAD = 8;

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] CHUNKED_END = {'0', '\r', '\n', '\r', '\n'};

    private final InputStream bytes;
    private final OptionalLong length;
    private final Runnable cut;

    private volatile boolean sent;
    private Throwable failure;

    /** Which it goes out by; null until then. */
    private volatile Socket socket;

    /** Of {@link System#nanoTime}; means nothing while nobody waits for the service. */
    private volatile long waitingSince;

    private volatile boolean waiting;

    /** @param cut ends the connection at once, and may do so again */
    StreamedBody(InputStream bytes, OptionalLong length, Runnable cut) {
        super((String) null, null, length.isEmpty());
        this.bytes = bytes;
        this.length = length;
        this.cut = cut;
    }

    /** How long the service has been waited for, in nanoseconds; not while the source is. */
    long silence() {
        return waiting ? System.nanoTime() - waitingSince : 0;
    }

    void goesOutBy(Socket socket) {
        this.socket = socket;
    }

    /**
     * Ends the writing if an answer has come behind it, so that the answer is read: a service that has refused, and
     * neither takes more nor closes, would be waited for. Through TLS it is, where this would wait for it, too.
     */
    void endIfAnswered() throws IOException {
        Socket plain = socket;
        if (waiting
                && !sent
                && plain != null
                && !(plain instanceof SSLSocket)
                && plain.getInputStream().available() > 0) {
            plain.shutdownOutput();
        }
    }

    /** Whether the service has been sent everything. */
    boolean isSent() {
        return sent;
    }

    /** Throws what the source has thrown, if it has. */
    void rethrowFailure() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] held = new byte[HEAD + BUFFER + LINE_END.length];
        byte[] next = new byte[held.length];
        int count = 0;
        long total = 0;
        for (int read; (read = read(next, total)) >= 0; total += read) {
            if (!write(out, held, count)) {
                return;
            }
            byte[] written = held;
            held = next;
            next = written;
            count = read;
        }
        sent = write(out, held, count) && (length.isPresent() || pass(out, CHUNKED_END, 0, CHUNKED_END.length));
    }

    /** Reads behind the room for a chunk's head; -1 at the end. */
    private int read(byte[] buffer, long before) throws IOException {
        waiting = false;
        try {
            int count = bytes.read(buffer, HEAD, BUFFER);
            long total = before + Math.max(count, 0);
            if (length.isPresent() && (total > length.getAsLong() || count < 0 && total < length.getAsLong())) {
                throw new IOException(
                        (count < 0 ? "only " : "at least ") + total + " bytes instead of " + length.getAsLong());
            }
            return count;
        } catch (IOException | RuntimeException | Error e) { // whatever the source fails by is whose it is to hear
            failure = e;
            cut.run();
            throw new IOException("the bytes to send could not be read", e);
        }
    }

    /** Whether the service has taken it. */
    private boolean write(OutputStream out, byte[] buffer, int count) {
        if (length.isPresent() || count == 0) { // a chunk of nothing would end the body
            return pass(out, buffer, HEAD, count);
        }
        byte[] head = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int start = HEAD - head.length;
        System.arraycopy(head, 0, buffer, start, head.length);
        System.arraycopy(LINE_END, 0, buffer, HEAD + count, LINE_END.length);
        return pass(out, buffer, start, head.length + count + LINE_END.length);
    }

    /** Where the service takes no more it may still have answered, so that is not a failure yet. */
    private boolean pass(OutputStream out, byte[] buffer, int start, int count) {
        waitingSince = System.nanoTime();
        waiting = true; // until the next byte is read, or for the answer
        try {
            out.write(buffer, start, count);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public long getContentLength() {
        return length.orElse(-1);
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("only to be written");
    }

    /** The source is for the caller to close. */
    @Override
    public void close() {
        // nothing to close
    }
}

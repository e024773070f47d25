package org.plankton.api.glance;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.glassfish.jersey.server.CloseableService;
import org.plankton.api.http.BodyFilter;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns.Turn;

/**
 * An image's bytes as a request's body.
 *
 * <p>Until {@link #stream} is read, no more of it is read than tells whether there is any: a client that waits to be
 * told to go on has not sent it yet, and should not be made to for a request that is refused.
 */
public final class UploadBody {
    private static final int UNREAD = -2;
    private static final int END = -1;

    private final HttpServletRequest request;
    private final Supplier<Turn> transfer;
    private final CloseableService endOfRequest;

    /** Null until it is read. */
    private InputStream sent;

    /** The first byte, once it has been looked at and is still to be handed on; {@link #END} if there is none. */
    private int first = UNREAD;

    /**
     * @param transfer gives a turn to read it, or throws the fault UNAVAILABLE: who reads may have to wait
     * @param endOfRequest with which the turn ends
     */
    public UploadBody(HttpServletRequest request, Supplier<Turn> transfer, CloseableService endOfRequest) {
        this.request = request;
        this.transfer = transfer;
        this.endOfRequest = endOfRequest;
    }

    /** @throws Fault BAD_REQUEST if a request has a body where there is nothing to say */
    public static void requireAbsent(HttpServletRequest request) throws IOException {
        boolean isPresent = request.getHeader("Transfer-Encoding") == null
                ? request.getContentLengthLong() > 0
                : request.getHeader("Expect") != null
                        || request.getInputStream().read() >= 0;
        if (isPresent) {
            throw Fault.badRequest("there must be no body: the path says it all");
        }
    }

    /**
     * Whether the request has a body. A client that sends chunks may have none to send; one that waits to be told to go
     * on has some.
     *
     * @throws IOException if the client goes away before that is known
     * @throws Fault UNAVAILABLE if there is no turn to wait for that
     */
    public boolean isPresent() throws IOException {
        if (!isAnnounced()) {
            return request.getContentLengthLong() > 0;
        }
        if (first == UNREAD && request.getHeader("Expect") == null) {
            first = bytes().read();
        }
        return first != END;
    }

    /** Whether there may be a body whose length is not told. */
    public boolean isAnnounced() {
        return request.getHeader("Transfer-Encoding") != null;
    }

    /** @throws Fault BAD_REQUEST if there is a body where something else says already where the bytes are */
    public void requireNone() throws IOException {
        if (isPresent()) {
            throw Fault.badRequest("send either a body or a location, not both");
        }
    }

    /** @throws Fault BAD_REQUEST if the body is said to be anything but bytes */
    public void requireBytes() {
        if (!isOctetStream()) {
            throw Fault.badRequest("a body must have the Content-Type application/octet-stream");
        }
    }

    /** Whether it is said to be bytes, whatever the type's parameters. */
    public boolean isOctetStream() {
        try {
            MediaType sent = MediaType.valueOf(request.getContentType());
            return new MediaType(sent.getType(), sent.getSubtype()).equals(MediaType.APPLICATION_OCTET_STREAM_TYPE);
        } catch (IllegalArgumentException e) {
            return false; // absent or malformed
        }
    }

    /** Empty if it is not told. */
    public OptionalLong length() {
        return isAnnounced() ? OptionalLong.empty() : OptionalLong.of(Math.max(0, request.getContentLengthLong()));
    }

    /**
     * Not asked of the container before it is read, since that alone makes some tell the client to go on.
     *
     * @throws Fault UNAVAILABLE if there is no turn to read it; of reading, TOO_SLOW
     */
    public InputStream stream() {
        InputStream bytes = bytes();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return first == UNREAD ? bytes.read() : takeFirst();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (first == UNREAD || length == 0) {
                    return bytes.read(buffer, offset, length);
                }
                int taken = takeFirst();
                if (taken == END) {
                    return END;
                }
                buffer[offset] = (byte) taken;
                return 1;
            }
        };
    }

    private InputStream bytes() {
        if (sent == null) {
            Turn turn = transfer.get();
            endOfRequest.add(turn::close);
            sent = BodyFilter.bytes(request);
        }
        return sent;
    }

    private int takeFirst() {
        int taken = first;
        first = taken == END ? END : UNREAD;
        return taken;
    }
}

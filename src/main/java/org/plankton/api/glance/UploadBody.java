package org.plankton.api.glance;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.plankton.registry.Fault;

/**
 * An image's bytes as a request's body.
 *
 * <p>Until {@link #stream} is called nothing of it is read: a client that waits to be told to go on has not sent it yet, and
 * should not be made to for a request that is refused.
 */
record UploadBody(HttpServletRequest request) {
    /** Whether the request has a body, though it may turn out to be empty. */
    boolean isPresent() {
        return isOfUnknownLength() || request.getContentLengthLong() > 0;
    }

    private boolean isOfUnknownLength() {
        return request.getHeader("Transfer-Encoding") != null;
    }

    /** @throws Fault BAD_REQUEST if there is a body where something else says already where the bytes are */
    void requireNone() {
        if (isPresent()) {
            throw Fault.badRequest("send either a body or a location, not both");
        }
    }

    /** @throws Fault BAD_REQUEST if the body is said to be anything but bytes */
    void requireBytes() {
        if (!"application/octet-stream".equalsIgnoreCase(request.getContentType())) {
            throw Fault.badRequest("a body must have the Content-Type application/octet-stream");
        }
    }

    /** Empty if it is not told. */
    OptionalLong length() {
        return isOfUnknownLength() ? OptionalLong.empty() : OptionalLong.of(request.getContentLengthLong());
    }

    /** Not asked of the container before it is read, since that alone makes some tell the client to go on. */
    InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return request.getInputStream().read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return request.getInputStream().read(buffer, offset, length);
            }
        };
    }
}

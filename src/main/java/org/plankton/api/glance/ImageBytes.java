package org.plankton.api.glance;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.plankton.api.http.Refusal;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.StoredBytes;

/** Answers with an image's bytes, which pass through a small buffer. */
public final class ImageBytes {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private ImageBytes() {}

    /** @param bytes all of the image's, or a range of them */
    public static Response.ResponseBuilder answer(Image image, StoredBytes bytes) {
        Response.ResponseBuilder answer = Response.ok(copy(bytes), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Length", bytes.length())
                .header("Accept-Ranges", "bytes");
        bytes.range()
                .ifPresent(range -> answer.status(PARTIAL_CONTENT)
                        .header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + image.size()));
        return answer;
    }

    /** That none of the bytes that are asked for is there, or what is asked for is no range. */
    public static Response outOfRange(Image image) {
        String message = "Range: the image has " + image.size() + " bytes, and none of those";
        return Responses.refusal(Refusal.of(Fault.Kind.OUT_OF_RANGE.name(), RANGE_NOT_SATISFIABLE, message)
                .with("Content-Range", "bytes */" + image.size()));
    }

    private static StreamingOutput copy(StoredBytes bytes) {
        return output -> {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = read(bytes, buffer); count >= 0; count = read(bytes, buffer)) {
                output.write(buffer, 0, count);
            }
        };
    }

    /**
     * A fault, and no IOException, which would be the client's: before the first byte has been sent it can still be
     * told.
     */
    private static int read(StoredBytes bytes, byte[] buffer) {
        try {
            return bytes.stream().read(buffer);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the object store stopped in the middle; try again", e);
        }
    }
}

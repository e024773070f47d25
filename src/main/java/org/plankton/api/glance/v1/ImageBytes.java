package org.plankton.api.glance.v1;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import org.plankton.api.http.Refusal;
import org.plankton.api.jersey.Responses;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.StoredBytes;

/** Answers with an image's bytes, which pass through a small buffer. */
final class ImageBytes {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private ImageBytes() {}

    /** @param bytes all of the image's, or a range of them */
    static Response answer(Image image, StoredBytes bytes) {
        Response.ResponseBuilder answer = Response.ok(copy(bytes), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Length", bytes.length())
                .header("Accept-Ranges", "bytes");
        if (bytes.range().isPresent()) {
            ByteRange range = bytes.range().get();
            answer.status(PARTIAL_CONTENT)
                    .header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + image.size());
        } else if (!image.md5().isEmpty()) {
            // As in RFC 1864, which jclouds holds it to. Glance's own is hex, but only in its later API.
            answer.header(
                    "Content-MD5",
                    Base64.getEncoder().encodeToString(HexFormat.of().parseHex(image.md5())));
        }
        return GlanceImages.inHeaders(answer, image).build();
    }

    static Response outOfRange(Image image) {
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

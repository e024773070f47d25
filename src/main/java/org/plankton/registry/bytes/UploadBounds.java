package org.plankton.registry.bytes;

import java.time.Duration;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Upload;

/**
 * How uploads are bounded.
 *
 * @param longest bytes
 * @param lease how long an upload may be silent before it is taken for dead
 */
public record UploadBounds(long longest, Duration lease) {
    /** @throws Fault OVER_LIMIT if it is said to be too long; BAD_REQUEST if length and size differ */
    public void require(Upload upload) {
        long size = upload.expected().size().orElse(0);
        if (Math.max(upload.length().orElse(0), size) > longest) {
            throw tooLong();
        }
        if (upload.expected().size().isPresent() && upload.length().orElse(size) != size) {
            throw Fault.badRequest("size is not that of the body; leave it out, or correct it");
        }
    }

    Fault tooLong() {
        return new Fault(Fault.Kind.OVER_LIMIT, "an image has at most " + longest + " bytes here");
    }
}

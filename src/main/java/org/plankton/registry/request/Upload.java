package org.plankton.registry.request;

import java.io.InputStream;
import java.util.OptionalLong;
import org.plankton.registry.image.Status;

/**
 * An image's bytes on their way in.
 *
 * @param length how many bytes there will be; empty: as many as come
 * @param expected of which size and MD5 they must be
 * @param status of the image once it has them: available, or unavailable
 */
public record Upload(InputStream bytes, OptionalLong length, Expected expected, Status status) {
    /** Of an image that is available then. */
    public Upload(InputStream bytes, OptionalLong length, Expected expected) {
        this(bytes, length, expected, Status.AVAILABLE);
    }
}

package org.plankton.registry.ports;

import java.io.IOException;
import java.io.InputStream;
import org.plankton.registry.image.Fault;

/** Another registry, from which images' bytes are to be brought to those of the same ids here. */
public interface ByteSource {
    /**
     * An image that has its bytes there.
     *
     * @param isUnavailable whether its owner says that it is not to be used
     * @param size bytes
     * @param md5 of the bytes, lower-case hex; empty if it is not told
     * @param algorithm of {@code hash}, as the source calls it; empty if there is none
     * @param hash of the bytes, lower-case hex; empty if it is not told
     */
    record Held(String id, boolean isUnavailable, long size, String md5, String algorithm, String hash) {}

    /** Takes them, one by one. */
    interface Reader {
        void read(Held image) throws IOException;
    }

    /**
     * Hands over all, in an order that is always the same.
     *
     * @throws IOException if they cannot be read; those that have been handed over are good
     * @throws Fault UNAVAILABLE or UNAUTHORIZED of the source
     */
    void eachHeld(Reader reader) throws IOException;

    /**
     * The bytes, for the caller to close. Where they come to an end there are as many as are told, and their hash is as
     * is told, as far as it can be computed; otherwise reading the end fails with an IOException.
     *
     * @throws Fault NOT_FOUND if the source has them no longer; UNAUTHORIZED or FORBIDDEN if it does not let them be
     *     read; UNAVAILABLE if it does not answer, or not as it should
     */
    InputStream open(Held image);
}

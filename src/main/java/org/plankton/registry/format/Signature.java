package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes by which a format is known.
 *
 * @param offset bytes from the start
 * @param magic a character a byte
 */
record Signature(int offset, String magic) {
    /**
     * @param bytes some of the stream, so many as there are
     * @param start where they are in it
     */
    boolean isIn(ByteBuffer bytes, int start) {
        if (offset < start || bytes.limit() < end() - start) {
            return false;
        }
        byte[] found = new byte[magic.length()];
        bytes.get(offset - start, found);
        return new String(found, StandardCharsets.ISO_8859_1).equals(magic);
    }

    /** Bytes that must be there for it to be. */
    int end() {
        return offset + magic.length();
    }
}

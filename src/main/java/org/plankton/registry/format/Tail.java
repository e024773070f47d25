package org.plankton.registry.format;

import java.nio.ByteBuffer;

/** The last bytes of a stream. */
final class Tail {
    /** Three sectors. */
    static final int LENGTH = 3 * 512;

    /** Room for more, so that short pieces are not each paid for by moving the whole. */
    private final byte[] kept = new byte[4 * LENGTH];

    private int count;

    void update(byte[] bytes, int offset, int length) {
        int copied = Math.min(length, LENGTH);
        if (count + copied > kept.length) {
            System.arraycopy(kept, count - LENGTH, kept, 0, LENGTH);
            count = LENGTH;
        }
        System.arraycopy(bytes, offset + length - copied, kept, count, copied);
        count += copied;
    }

    /**
     * Big-endian.
     *
     * @param length at most {@link #LENGTH}
     * @return fewer bytes if there are no more
     */
    ByteBuffer last(int length) {
        int size = Math.min(length, count);
        return ByteBuffer.wrap(kept, count - size, size).slice();
    }
}

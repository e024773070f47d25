package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Parts of a stream, kept as they pass. There is one at a time; who is handed it may ask for another one, further on.
 * Where none is asked for, bytes cost nothing.
 */
final class Regions {
    /** More than any region has that is asked for. */
    static final int LONGEST = 1 << 16;

    /** What is there of the region that is asked for, or null. */
    private byte[] region;

    private long offset;
    private int count;
    private Consumer<ByteBuffer> reader;

    /** Behind the last byte that was asked for. */
    private long end;

    /** What has passed when this is asked for cannot be had any longer. */
    boolean hasPassed(long offset) {
        return offset < end;
    }

    /**
     * To be called before the first bytes, or by a {@code reader}.
     *
     * @param offset bytes from the start of the stream; not one that has passed
     * @param length at least 1, at most {@link #LONGEST}
     * @param reader is handed all of it, big-endian
     */
    void ask(long offset, int length, Consumer<ByteBuffer> reader) {
        if (region != null || hasPassed(offset) || length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("no region: " + offset + ", " + length);
        }
        this.region = new byte[length];
        this.offset = offset;
        this.count = 0;
        this.reader = reader;
        this.end = offset + length;
    }

    /**
     * Bytes as they pass. They may begin with some that were there before.
     *
     * @param position of the first of them, from the start of the stream
     */
    void update(long position, byte[] bytes, int from, int length) {
        while (region != null && offset + count < position + length) {
            int skipped = (int) (offset + count - position);
            int copied = Math.min(length - skipped, region.length - count);
            System.arraycopy(bytes, from + skipped, region, count, copied);
            count += copied;
            if (count == region.length) {
                handOut();
            }
        }
    }

    /** The stream has ended: what is there of the region is all that there is, and it is handed out, if any is. */
    void end() {
        while (region != null) {
            handOut();
        }
    }

    private void handOut() {
        ByteBuffer whole = ByteBuffer.wrap(region, 0, count);
        region = null;
        reader.accept(whole);
    }
}

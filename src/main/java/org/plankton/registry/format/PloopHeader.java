package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** It names no other file. What belongs together is told in a file beside it, which is not sent. */
final class PloopHeader extends HeaderReader {
    /** Of disks that have fewer than 2^32 sectors. */
    static final String SMALL_MAGIC = "WithoutFreeSpace";

    static final String MAGIC = "WithouFreSpacExt";

    private static final int LENGTH = 64;

    PloopHeader() {
        super("the ploop image");
        read(0, LENGTH, bytes -> readAll(bytes.order(ByteOrder.LITTLE_ENDIAN)));
    }

    private void readAll(ByteBuffer header) {
        long count = header.getLong(36);
        complete(sectors(new Signature(0, SMALL_MAGIC).isIn(header, 0) ? count & 0xffffffffL : count));
    }
}

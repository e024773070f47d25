package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Of version 1. One of a snapshot is not whole without its parent, which it names by a UUID. */
final class VdiHeader extends HeaderReader {
    private static final int LENGTH = 0x1c8;
    private static final int DYNAMIC = 1;
    private static final int FIXED = 2;

    VdiHeader() {
        super("the VDI");
        read(0, LENGTH, bytes -> readAll(bytes.order(ByteOrder.LITTLE_ENDIAN)));
    }

    private void readAll(ByteBuffer header) {
        int majorVersion = header.getShort(0x46);
        int type = header.getInt(0x4c);
        if (majorVersion != 1) {
            refuse("is of a version that is not known here: convert it");
        } else if (type != DYNAMIC && type != FIXED || hasUuid(header, 0x1a8) || hasUuid(header, 0x1b8)) {
            refuse("holds only what differs from another one: clone it, which makes it whole");
        } else {
            complete(header.getLong(0x170));
        }
    }

    private static boolean hasUuid(ByteBuffer header, int offset) {
        return header.getLong(offset) != 0 || header.getLong(offset + 8) != 0;
    }
}

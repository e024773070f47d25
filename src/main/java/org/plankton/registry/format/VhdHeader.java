package org.plankton.registry.format;

import java.nio.ByteBuffer;

/**
 * The footer of a VHD, which is its last sector, and its copy, with which it begins, unless it is a fixed one: that is
 * the disk as it is, and the footer behind it. A differencing one has a parent, and names it.
 */
final class VhdHeader extends HeaderReader {
    static final String COOKIE = "conectix";

    private static final Signature SIGNATURE = new Signature(0, COOKIE);

    /** Those of old Virtual PCs lack the last byte, which is zero. */
    private static final int SHORT_FOOTER = SECTOR - 1;

    private static final int SIZE_OFFSET = 48;
    private static final int TYPE_OFFSET = 60;
    private static final int FIXED = 2;
    private static final int DYNAMIC = 3;
    private static final int DIFFERENCING = 4;

    private int typeAtStart;

    /** Bytes; only if it is in a copy. */
    private long sizeAtStart;

    VhdHeader() {
        super("the VHD");
        // The copy, and the header of what is not fixed.
        read(0, 3 * SECTOR, this::readStart);
    }

    /** Of one that does not begin as such. */
    static VhdHeader ofFixed() {
        VhdHeader header = new VhdHeader();
        header.typeAtStart = FIXED;
        header.complete(-1);
        return header;
    }

    /** Whether the bytes end as a VHD does. */
    static boolean isIn(Tail tail) {
        return footer(tail) != null;
    }

    private static ByteBuffer footer(Tail tail) {
        for (int length = SECTOR; length >= SHORT_FOOTER; length--) {
            ByteBuffer last = tail.last(length);
            if (last.limit() == length && SIGNATURE.isIn(last, 0)) {
                return last;
            }
        }
        return null;
    }

    private void readStart(ByteBuffer copy) {
        typeAtStart = copy.getInt(TYPE_OFFSET);
        if (typeAtStart == DIFFERENCING) {
            refuseParent();
        } else if (typeAtStart != DYNAMIC) {
            refuse("is of a type that does not begin as it does: convert it");
        } else {
            sizeAtStart = copy.getLong(SIZE_OFFSET);
            complete(sizeAtStart);
        }
    }

    private void refuseParent() {
        refuse("holds only what differs from another one, its parent: merge them");
    }

    @Override
    void readEnd(Tail tail) {
        ByteBuffer footer = footer(tail);
        if (footer == null) {
            refuse("ends before its footer does: send all of it");
        } else if (footer.getInt(TYPE_OFFSET) == DIFFERENCING) {
            refuseParent();
        } else if (footer.getInt(TYPE_OFFSET) != typeAtStart
                || typeAtStart == DYNAMIC && footer.getLong(SIZE_OFFSET) != sizeAtStart) {
            refuse("ends as another one than that as which it begins: convert it");
        } else {
            complete(footer.getLong(SIZE_OFFSET));
        }
    }
}

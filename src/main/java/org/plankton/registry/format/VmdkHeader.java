package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Of a VMDK that is one file: where the descriptor is in it, and how large the disk is. One that was written as a
 * stream may have a footer, three sectors from the end, that stands for the header.
 */
final class VmdkHeader extends HeaderReader {
    private static final Signature SIGNATURE = new Signature(0, "KDMV");

    /** Sectors; larger ones are not known to be made. */
    private static final int LONGEST_DESCRIPTOR = 64;

    /** Sectors; QEMU reads so many, whatever the header says. */
    private static final int ALWAYS_READ = 20;

    private static final int CAPACITY_OFFSET = 12;
    private static final int GRAIN_OFFSET = 20;
    private static final int DESCRIPTOR_OFFSET = 28;
    private static final int DESCRIPTOR_SIZE_OFFSET = 36;
    private static final int TABLE_OFFSET = 56;

    /** Instead of where the grain directory is: the footer tells. */
    private static final long TOLD_BY_FOOTER = -1;

    private ByteBuffer header;

    VmdkHeader() {
        super("the VMDK");
        read(0, SECTOR, bytes -> readAll(bytes.order(ByteOrder.LITTLE_ENDIAN)));
    }

    static HeaderReader ofExtent() {
        return ofRefused("the VMDK", "is one of several files: convert it to monolithicSparse or streamOptimized");
    }

    static HeaderReader ofDescriptor() {
        return ofRefused(
                "the VMDK", "is a descriptor only, of other files: convert it to monolithicSparse or streamOptimized");
    }

    private void readAll(ByteBuffer sector) {
        header = sector;
        long sectors = header.getLong(DESCRIPTOR_SIZE_OFFSET);
        if (header.getLong(CAPACITY_OFFSET) == 0) {
            // QEMU goes by the extents of the descriptor then.
            refuse("has no capacity: convert it to monolithicSparse or streamOptimized");
        } else if (header.getLong(DESCRIPTOR_OFFSET) != 1 || sectors < 1 || sectors > LONGEST_DESCRIPTOR) {
            // QEMU looks for it there, whatever the header says.
            refuse("has no descriptor in its second sector: convert it to monolithicSparse or streamOptimized");
        } else {
            int size = (int) sectors * SECTOR;
            read(SECTOR, Math.max(size, ALWAYS_READ * SECTOR), bytes -> readDescriptor(bytes, size));
        }
    }

    /** @param size bytes that are its own; what follows is read on by some up to a zero */
    private void readDescriptor(ByteBuffer bytes, int size) {
        int end = size;
        while (end < bytes.limit() && bytes.get(end - 1) != 0) {
            end++;
        }
        VmdkDescriptor.defect(bytes.limit(end)).ifPresent(this::refuse);
        complete(sectors(header.getLong(CAPACITY_OFFSET)));
    }

    @Override
    void readEnd(Tail tail) {
        if (header.getLong(TABLE_OFFSET) != TOLD_BY_FOOTER) {
            return;
        }
        ByteBuffer footer = tail.last(2 * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        if (footer.limit() < 2 * SECTOR || !SIGNATURE.isIn(footer, 0)) {
            refuse("ends before its footer does: send all of it");
        } else if (!isSame(footer)) {
            refuse("has a footer that says otherwise than its header: convert it");
        }
    }

    private boolean isSame(ByteBuffer footer) {
        for (int offset : new int[] {CAPACITY_OFFSET, GRAIN_OFFSET, DESCRIPTOR_OFFSET, DESCRIPTOR_SIZE_OFFSET}) {
            if (footer.getLong(offset) != header.getLong(offset)) {
                return false;
            }
        }
        return true;
    }
}

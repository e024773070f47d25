package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The first megabyte of a VHDX: two headers, of which the later written one counts, and a table, twice, that tells
 * where the metadata are. A log, where the header names one, may write anything anew when the image is opened.
 */
final class VhdxHeader extends HeaderReader {
    private static final int HEADER_1 = 1 << 16;
    private static final int HEADER_2 = 2 << 16;
    private static final int HEADER_LENGTH = 4096;
    private static final int TABLE_1 = 3 << 16;
    private static final int TABLE_2 = 4 << 16;
    private static final int TABLE_LENGTH = 1 << 16;
    private static final int TABLE_START = 16;

    /** Bytes of an item that matter here. */
    private static final int ITEM_LENGTH = 8;

    private static final int HAS_PARENT = 2;

    /** The same for headers and tables. */
    private static final int CHECKSUM_OFFSET = 4;

    private static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    private static final String DAMAGED = "has a damaged header: convert it, which writes it anew";

    VhdxHeader() {
        super("the VHDX");
        readLittleEndian(HEADER_1, HEADER_LENGTH, bytes1 -> {
            HeaderCopy first = HeaderCopy.of(bytes1);
            readLittleEndian(HEADER_2, HEADER_LENGTH, bytes2 -> readHeaders(first, HeaderCopy.of(bytes2)));
        });
    }

    /** @param number unsigned; the larger, the later it was written */
    private record HeaderCopy(boolean isWhole, long number, boolean hasLog) {
        static HeaderCopy of(ByteBuffer header) {
            return new HeaderCopy(
                    new Signature(0, "head").isIn(header, 0) && hasChecksum(header),
                    header.getLong(8),
                    header.getLong(48) != 0 || header.getLong(56) != 0);
        }

        /** Both do if neither is the later one. */
        boolean isCurrentBeside(HeaderCopy other) {
            return isWhole && (!other.isWhole || Long.compareUnsigned(number, other.number) >= 0);
        }
    }

    private static boolean hasChecksum(ByteBuffer bytes) {
        int said = bytes.getInt(CHECKSUM_OFFSET);
        bytes.putInt(CHECKSUM_OFFSET, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array());
        return (int) crc.getValue() == said;
    }

    private void readHeaders(HeaderCopy first, HeaderCopy second) {
        if (!first.isWhole() && !second.isWhole()) {
            refuse(DAMAGED);
        } else if (first.isCurrentBeside(second) && first.hasLog()
                || second.isCurrentBeside(first) && second.hasLog()) {
            refuse("was not closed, and has a log that is to be worked off: attach and detach it, or convert it");
        } else {
            readLittleEndian(TABLE_1, TABLE_LENGTH, table1 -> {
                long found = metadataIn(table1);
                readLittleEndian(TABLE_2, TABLE_LENGTH, table2 -> readTables(found, metadataIn(table2)));
            });
        }
    }

    private void readLittleEndian(long offset, int length, Consumer<ByteBuffer> reader) {
        read(offset, length, bytes -> reader.accept(bytes.order(ByteOrder.LITTLE_ENDIAN)));
    }

    /** Where a table of regions says that the metadata are; negative if it is damaged, or says nothing good. */
    private static long metadataIn(ByteBuffer bytes) {
        GuidTable table = new GuidTable(bytes, TABLE_START, bytes.getInt(8));
        if (!new Signature(0, "regi").isIn(bytes, 0) || !hasChecksum(bytes) || !table.isWhole()) {
            return -1;
        }
        OptionalInt region = table.only(METADATA);
        return region.isPresent() ? bytes.getLong(region.getAsInt()) : -1;
    }

    private void readTables(long found1, long found2) {
        if (found1 < 0 || found1 != found2) {
            // Which of them counts is not the same for everybody.
            refuse(DAMAGED);
        } else {
            readLittleEndian(
                    found1,
                    VhdxMetadata.TABLE_LENGTH,
                    table -> VhdxMetadata.in(table)
                            .ifPresentOrElse(metadata -> readItems(found1, metadata), () -> refuse(DAMAGED)));
        }
    }

    /** Both are read at once, since either may come first. */
    private void readItems(long start, VhdxMetadata metadata) {
        long from = Math.min(metadata.parameters(), metadata.size());
        long length = Math.max(metadata.parameters(), metadata.size()) + ITEM_LENGTH - from;
        if (metadata.hasLocator()) {
            refuseParent();
        } else if (length > Regions.LONGEST) {
            refuse(DAMAGED);
        } else {
            readLittleEndian(start + from, (int) length, items -> {
                if ((items.getInt((int) (metadata.parameters() - from) + 4) & HAS_PARENT) != 0) {
                    refuseParent();
                } else {
                    complete(items.getLong((int) (metadata.size() - from)));
                }
            });
        }
    }

    private void refuseParent() {
        refuse("holds only what differs from another one, its parent: merge them");
    }
}

package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A table of a VHDX: entries of 32 bytes, which begin with a GUID that says what they tell of.
 *
 * @param bytes little-endian
 * @param start of the first entry
 * @param count of entries, at most so many as there is room for
 */
record GuidTable(ByteBuffer bytes, int start, int count) {
    private static final int ENTRY = 32;

    /** Whether there is room for so many entries. */
    boolean isWhole() {
        return count >= 0 && count <= (bytes.limit() - start) / ENTRY;
    }

    /** How many entries tell of it. */
    int count(UUID guid) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (isOf(start + i * ENTRY, guid)) {
                found++;
            }
        }
        return found;
    }

    /** The offset of what the only entry for it says, behind the GUID; empty if there is none, or are several. */
    OptionalInt only(UUID guid) {
        if (count(guid) == 1) {
            for (int i = 0; i < count; i++) {
                if (isOf(start + i * ENTRY, guid)) {
                    return OptionalInt.of(start + i * ENTRY + 16);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The first three parts of a GUID are little-endian, as all numbers are there, and the rest are bytes. */
    private boolean isOf(int entry, UUID guid) {
        long high = (long) bytes.getInt(entry) << 32
                | (long) Short.toUnsignedInt(bytes.getShort(entry + 4)) << 16
                | Short.toUnsignedInt(bytes.getShort(entry + 6));
        return high == guid.getMostSignificantBits()
                && Long.reverseBytes(bytes.getLong(entry + 8)) == guid.getLeastSignificantBits();
    }
}

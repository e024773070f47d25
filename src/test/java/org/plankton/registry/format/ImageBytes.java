package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Bytes of an image, as a test puts them together. Those that nobody has put are zero. */
record ImageBytes(byte[] bytes) {
    static ImageBytes ofLength(int length) {
        return new ImageBytes(new byte[length]);
    }

    /** @param text a character a byte */
    ImageBytes text(int offset, String text) {
        byte[] put = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(put, 0, bytes, offset, put.length);
        return this;
    }

    ImageBytes big32(int offset, int value) {
        ByteBuffer.wrap(bytes).putInt(offset, value);
        return this;
    }

    ImageBytes big64(int offset, long value) {
        ByteBuffer.wrap(bytes).putLong(offset, value);
        return this;
    }

    private ByteBuffer little() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    ImageBytes little16(int offset, int value) {
        little().putShort(offset, (short) value);
        return this;
    }

    ImageBytes little32(int offset, int value) {
        little().putInt(offset, value);
        return this;
    }

    ImageBytes little64(int offset, long value) {
        little().putLong(offset, value);
        return this;
    }

    /** As Microsoft writes it. */
    ImageBytes guid(int offset, String guid) {
        UUID uuid = UUID.fromString(guid);
        long high = uuid.getMostSignificantBits();
        return little32(offset, (int) (high >> 32))
                .little16(offset + 4, (int) (high >> 16))
                .little16(offset + 6, (int) high)
                .big64(offset + 8, uuid.getLeastSignificantBits());
    }

    /** That of a part of a VHDX, in its second four bytes. */
    ImageBytes checksum(int offset, int length) {
        little32(offset + 4, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return little32(offset + 4, (int) crc.getValue());
    }

    ImageBytes copy(int from, int length, int to) {
        System.arraycopy(bytes, from, bytes, to, length);
        return this;
    }

    /** So many of the first bytes, or all and zeros. */
    ImageBytes resized(int length) {
        return new ImageBytes(Arrays.copyOf(bytes, length));
    }

    int length() {
        return bytes.length;
    }
}

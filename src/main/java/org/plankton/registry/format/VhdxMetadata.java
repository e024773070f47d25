package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Where in the metadata of a VHDX the items are that matter here.
 *
 * @param parameters where the file's parameters are, bytes from the start of the metadata
 * @param size where the disk's size is, likewise
 * @param hasLocator whether it is told where the parent is
 */
record VhdxMetadata(long parameters, long size, boolean hasLocator) {
    /** Bytes, with which the metadata begin; the items are behind them. */
    static final int TABLE_LENGTH = 1 << 16;

    private static final int TABLE_START = 32;

    private static final Signature SIGNATURE = new Signature(0, "metadata");

    private static final UUID PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    private static final UUID SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    private static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");

    /**
     * Empty if it is damaged.
     *
     * @param bytes little-endian
     */
    static Optional<VhdxMetadata> in(ByteBuffer bytes) {
        GuidTable table = new GuidTable(bytes, TABLE_START, Short.toUnsignedInt(bytes.getShort(10)));
        if (!SIGNATURE.isIn(bytes, 0) || !table.isWhole()) {
            return Optional.empty();
        }
        OptionalInt parameters = table.only(PARAMETERS);
        OptionalInt size = table.only(SIZE);
        if (parameters.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VhdxMetadata(
                Integer.toUnsignedLong(bytes.getInt(parameters.getAsInt())),
                Integer.toUnsignedLong(bytes.getInt(size.getAsInt())),
                table.count(PARENT_LOCATOR) > 0));
    }
}

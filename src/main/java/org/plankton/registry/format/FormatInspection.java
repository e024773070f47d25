package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;

/**
 * A look at the bytes of one upload as they pass: whether they are what its disk format says, and how large the disk
 * is. Only what is in no envelope is looked at. Nothing is said of what has no bytes, as there are images without.
 *
 * <p>It keeps less than 256 KiB of them at any time. To be used by one thread at a time.
 */
public final class FormatInspection {
    private static final int MOST_PARTITIONS = 4;
    private static final int PARTITIONS_OFFSET = 446;
    private static final int PARTITION_LENGTH = 16;
    private static final int PROTECTIVE = 0xee;

    private final Regions start = new Regions();
    private final Tail tail = new Tail();
    private final Set<ByteFormat> formats = EnumSet.noneOf(ByteFormat.class);
    private long count;
    private boolean isStartSeen;
    private boolean isEnded;

    /** Of the first format of disks that has been found; null if there is none so far. */
    private HeaderReader header;

    public FormatInspection() {
        start.ask(0, ByteFormat.HEAD, this::readHead);
    }

    /** The next of the bytes; all are to be handed over, in their order. The array is not kept. */
    public void update(byte[] bytes, int offset, int length) {
        tail.update(bytes, offset, length);
        start.update(count, bytes, offset, length);
        if (header != null) {
            header.update(count, bytes, offset, length);
        }
        count += length;
    }

    private void readHead(ByteBuffer head) {
        formats.addAll(ByteFormat.in(head, 0));
        if (VmdkDescriptor.isAt(head)) {
            formats.add(ByteFormat.VMDK_DESCRIPTOR);
        }
        if (!isProtected(head)) {
            formats.remove(ByteFormat.GPT);
        }
        formats.stream().filter(ByteFormat::isDiskImage).findFirst().ifPresent(format -> {
            header = format.header();
            header.update(0, head.array(), 0, head.limit());
        });
        start.ask(ByteFormat.VOLUME, ByteFormat.VOLUME_LENGTH, this::readVolume);
    }

    /** Whether a boot sector has a partition that keeps those off who do not know of GUID partition tables. */
    private boolean isProtected(ByteBuffer head) {
        if (formats.contains(ByteFormat.MBR)) {
            for (int i = 0; i < MOST_PARTITIONS; i++) {
                if (Byte.toUnsignedInt(head.get(PARTITIONS_OFFSET + i * PARTITION_LENGTH + 4)) == PROTECTIVE) {
                    return true;
                }
            }
        }
        return false;
    }

    private void readVolume(ByteBuffer volume) {
        formats.addAll(ByteFormat.in(volume, ByteFormat.VOLUME));
        isStartSeen = true;
    }

    /** There are no more bytes. To be called once. */
    public void end() {
        isEnded = true;
        start.end();
        if (VhdHeader.isIn(tail)) {
            formats.add(ByteFormat.VHD);
            if (header == null) {
                header = VhdHeader.ofFixed();
            }
        }
        if (header != null) {
            header.end(tail);
        }
    }

    /**
     * What is certain already to be objected in the end, whatever bytes follow; so an upload need not go on. There is
     * nothing before 32 774 bytes have been seen, or the end.
     *
     * @param declared null if nothing has been declared: then nothing is objected
     * @param container null if nothing has been declared: then there is no envelope
     * @return what the bytes are and what to do, for the client's eyes
     */
    public Optional<String> objectionSoFar(DiskFormat declared, ContainerFormat container) {
        if (!isStartSeen || count == 0 || !isInspected(declared, container)) {
            return Optional.empty();
        }
        Optional<String> defect = Optional.ofNullable(header).flatMap(HeaderReader::defect);
        return new SeenBytes(formats, count, isEnded, defect).objection(declared);
    }

    /**
     * What is to be objected to all of the bytes. To be asked after the end.
     *
     * @param declared null if nothing has been declared: then nothing is objected
     * @param container null if nothing has been declared: then there is no envelope
     * @return what the bytes are and what to do, for the client's eyes
     */
    public Optional<String> objection(DiskFormat declared, ContainerFormat container) {
        requireEnd();
        return objectionSoFar(declared, container);
    }

    private void requireEnd() {
        if (!isEnded) {
            throw new IllegalStateException("there may be more bytes");
        }
    }

    private static boolean isInspected(DiskFormat declared, ContainerFormat container) {
        return declared != null && (container == null || container == ContainerFormat.BARE);
    }

    /**
     * How large the disk is. To be asked after the end, of bytes that nothing is objected to.
     *
     * @return bytes; empty where it is unknown, or nonsense in the header, and of what is no disk or in an envelope
     */
    public OptionalLong virtualSize(DiskFormat declared, ContainerFormat container) {
        requireEnd();
        if (!isInspected(declared, container)) {
            return OptionalLong.empty();
        }
        return switch (declared) {
            case RAW, DISKDUMP, EXTDUMP, NTFSDUMP, GPT -> OptionalLong.of(count);
            case ISO -> count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
            case QCOW2, VMDK, VHD, VHDX, VDI, PLOOP -> virtualSizeInHeader(declared);
            case AKI, ARI, AMI -> OptionalLong.empty();
        };
    }

    private OptionalLong virtualSizeInHeader(DiskFormat declared) {
        boolean isSo = formats.stream()
                .filter(ByteFormat::isDiskImage)
                .allMatch(format -> format.diskFormat().filter(declared::equals).isPresent());
        return header != null && isSo ? header.virtualSize() : OptionalLong.empty();
    }
}

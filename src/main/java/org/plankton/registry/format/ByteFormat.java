package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.plankton.registry.image.DiskFormat;

/**
 * What bytes can be known to be. Where two signatures are at one place, the first that fits counts; and what is named
 * first tells most of bytes that are several of these.
 */
enum ByteFormat {
    /** QEMU's. */
    QCOW2(
            "a qcow2 image",
            DiskFormat.QCOW2,
            Qcow2Header::new,
            at(0, "QFI\u00fb\0\0\0\u0002"),
            at(0, "QFI\u00fb\0\0\0\u0003")),
    /** Its predecessor, and whatever comes after it. */
    QCOW("a qcow image of another version than 2 and 3", null, HeaderReader::ofNone, at(0, "QFI\u00fb")),
    /** QEMU's, of a few years. */
    QED("a QED image", null, HeaderReader::ofNone, at(0, "QED\0")),
    /** VMware's, in one file. */
    VMDK("a VMDK", DiskFormat.VMDK, VmdkHeader::new, at(0, "KDMV")),
    /** VMware's ESX'. */
    VMDK_EXTENT("an extent of a VMDK", DiskFormat.VMDK, VmdkHeader::ofExtent, at(0, "COWD")),
    /** VMware's, in several files. */
    VMDK_DESCRIPTOR(
            "a descriptor of a VMDK", DiskFormat.VMDK, VmdkHeader::ofDescriptor, at(0, "# Disk DescriptorFile")),
    /** Microsoft's. A fixed one is known by its last bytes only. */
    VHD("a VHD", DiskFormat.VHD, VhdHeader::new, at(0, VhdHeader.COOKIE)),
    /** Microsoft's later one. */
    VHDX("a VHDX", DiskFormat.VHDX, VhdxHeader::new, at(0, "vhdxfile")),
    /** VirtualBox'. */
    VDI("a VDI", DiskFormat.VDI, VdiHeader::new, at(0x40, "\u007f\u0010\u00da\u00be")),
    /** Parallels' and Virtuozzo's. */
    PLOOP(
            "a ploop image",
            DiskFormat.PLOOP,
            PloopHeader::new,
            at(0, PloopHeader.SMALL_MAGIC),
            at(0, PloopHeader.MAGIC)),
    /** A compact disc's contents, or those of a DVD, which may be UDF alone. */
    ISO("an ISO image", DiskFormat.ISO, at(ByteFormat.VOLUME, "CD001"), at(ByteFormat.VOLUME, "BEA01")),
    /** An encrypted disk. */
    LUKS("a LUKS volume", DiskFormat.RAW, at(0, "LUKS\u00ba\u00be")),
    /** A disk with a GUID partition table, its sectors having 512 or 4096 bytes. */
    GPT("a disk with a GUID partition table", DiskFormat.GPT, at(512, "EFI PART"), at(4096, "EFI PART")),
    /** A file system, without a disk around it. */
    NTFS("an NTFS file system", DiskFormat.NTFSDUMP, at(3, "NTFS    ")),
    /** A file system, without a disk around it. */
    EXT("an ext file system", DiskFormat.EXTDUMP, at(1080, "\u0053\u00ef")),
    /** Compressed. */
    GZIP("compressed by gzip", null, at(0, "\u001f\u008b\b")),
    /** Compressed. */
    XZ("compressed by xz", null, at(0, "\u00fd7zXZ\0")),
    /** Compressed. */
    ZSTD("compressed by zstd", null, at(0, "\u0028\u00b5\u002f\u00fd")),
    /** Compressed. */
    BZIP2("compressed by bzip2", null, at(0, "BZh")),
    /** An archive. */
    ZIP("a zip archive", null, at(0, "PK\u0003\u0004")),
    /** An archive, such as an OVA. */
    TAR("a tar archive", null, at(257, "ustar")),
    /** The boot sector of a disk with a partition table, or of a file system. */
    MBR("a disk with a boot sector", DiskFormat.RAW, at(510, "\u0055\u00aa"));

    /** Where the last signature ends that is not a volume's. */
    static final int HEAD = 4096 + 8;

    /** Where a volume's signature is: behind the first letter of the seventeenth sector. */
    static final int VOLUME = 0x8001;

    /** The length of a volume's signature. */
    static final int VOLUME_LENGTH = 5;

    private static final Set<ByteFormat> PACKED = EnumSet.of(GZIP, XZ, ZSTD, BZIP2, ZIP, TAR);

    private final String what;
    private final DiskFormat diskFormat;
    private final Supplier<HeaderReader> header;
    private final List<Signature> signatures;

    ByteFormat(String what, DiskFormat diskFormat, Signature... signatures) {
        this(what, diskFormat, null, signatures);
    }

    ByteFormat(String what, DiskFormat diskFormat, Supplier<HeaderReader> header, Signature... signatures) {
        this.what = what;
        this.diskFormat = diskFormat;
        this.header = header;
        this.signatures = List.of(signatures);
    }

    private static Signature at(int offset, String magic) {
        return new Signature(offset, magic);
    }

    /**
     * Those whose signatures are in {@code bytes}.
     *
     * @param start where the bytes are in the stream
     */
    static Set<ByteFormat> in(ByteBuffer bytes, int start) {
        Set<ByteFormat> found = EnumSet.noneOf(ByteFormat.class);
        Set<Integer> offsets = new HashSet<>();
        for (ByteFormat format : values()) {
            for (Signature signature : format.signatures) {
                if (signature.isIn(bytes, start) && offsets.add(signature.offset())) {
                    found.add(format);
                }
            }
        }
        return found;
    }

    /** As it follows "the bytes are". */
    String what() {
        return what;
    }

    /** What is to be declared of such bytes; empty if no disk format is that. */
    Optional<DiskFormat> diskFormat() {
        return Optional.ofNullable(diskFormat);
    }

    /** Whether it is a format of disks, so that a host that looks would not take its bytes for the disk's. */
    boolean isDiskImage() {
        return header != null;
    }

    /** Whether the image, if there is one, is to be taken out of it first. */
    boolean isPacked() {
        return PACKED.contains(this);
    }

    /** A new reader of it, to be handed bytes from the first one on. To be asked of a format of disks. */
    HeaderReader header() {
        return header.get();
    }

    /** Bytes without which it cannot be known. */
    int shortest() {
        return signatures.stream().mapToInt(Signature::end).min().orElseThrow();
    }
}

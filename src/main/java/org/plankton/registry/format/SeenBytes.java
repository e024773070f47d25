package org.plankton.registry.format;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.DiskFormat;

/**
 * What has been seen of an upload, and what there is to object to it.
 *
 * @param formats that it is known by
 * @param count bytes
 * @param isEnded whether there are no more
 * @param defect of the image, if there is one format of disks only: for the client's eyes
 */
record SeenBytes(Set<ByteFormat> formats, long count, boolean isEnded, Optional<String> defect) {
    Optional<String> objection(DiskFormat declared) {
        List<ByteFormat> images =
                formats.stream().filter(ByteFormat::isDiskImage).toList();
        if (images.isEmpty()) {
            return wanted(declared).flatMap(wanted -> objectionUnlessIs(wanted, declared));
        }
        if (images.size() > 1 || formats.contains(ByteFormat.ISO)) {
            return Optional.of(atOnce());
        }
        if (!isA(images.get(0), declared)) {
            return Optional.of(mismatch(declared, images.get(0)));
        }
        return defect;
    }

    private String atOnce() {
        Iterator<String> all = formats.stream()
                .filter(format -> format.isDiskImage() || format == ByteFormat.ISO)
                .map(ByteFormat::what)
                .iterator();
        return "the bytes are " + all.next() + " and " + all.next()
                + " at once, and each who opens them may take them for another: convert them to one format";
    }

    private static boolean isA(ByteFormat format, DiskFormat declared) {
        return format.diskFormat().filter(declared::equals).isPresent();
    }

    private static String mismatch(DiskFormat declared, ByteFormat format) {
        String remedy = format.isPacked()
                ? "unpack them"
                : isDeclarable(format) ? "declare what they are, or convert them" : "convert them";
        return "disk_format is " + word(declared) + ", but the bytes are " + format.what() + ": " + remedy;
    }

    private static boolean isDeclarable(ByteFormat format) {
        return format.diskFormat()
                .filter(right -> wanted(right).map(format::equals).orElse(true))
                .isPresent();
    }

    private static String word(DiskFormat declared) {
        return declared.name().toLowerCase(Locale.ROOT);
    }

    /** What bytes that are so declared must be known by; empty if they may be anything. */
    private static Optional<ByteFormat> wanted(DiskFormat declared) {
        return switch (declared) {
            case QCOW2 -> Optional.of(ByteFormat.QCOW2);
            case VMDK -> Optional.of(ByteFormat.VMDK);
            case VHD -> Optional.of(ByteFormat.VHD);
            case VHDX -> Optional.of(ByteFormat.VHDX);
            case VDI -> Optional.of(ByteFormat.VDI);
            case PLOOP -> Optional.of(ByteFormat.PLOOP);
            case ISO -> Optional.of(ByteFormat.ISO);
            case GPT -> Optional.of(ByteFormat.GPT);
            case RAW, DISKDUMP, EXTDUMP, NTFSDUMP, AKI, ARI, AMI -> Optional.empty();
        };
    }

    private Optional<String> objectionUnlessIs(ByteFormat wanted, DiskFormat declared) {
        if (formats.contains(wanted) || wanted == ByteFormat.VHD && !isEnded) {
            return Optional.empty();
        }
        if (count < wanted.shortest()) {
            return Optional.of("disk_format is " + word(declared) + ", but the upload ends after " + count
                    + " bytes, before it can be " + wanted.what() + ": send all of it");
        }
        return Optional.of(formats.stream()
                .findFirst()
                .map(format -> mismatch(declared, format))
                .orElseGet(() -> "disk_format is " + word(declared) + ", but the bytes are not " + wanted.what()
                        + ": declare what they are, or convert them"));
    }
}

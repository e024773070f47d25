package org.plankton.registry.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What a format's header says: the size of the disk, and why such an image is refused, if it is. */
abstract class HeaderReader {
    static final int SECTOR = 512;

    /** Bytes; no disk is that large, and no offset in an image. */
    private static final long LARGEST = 1L << 62;

    private final String what;
    private final Regions regions = new Regions();
    private String defect;
    private boolean isComplete;
    private long virtualSize = -1;

    /** @param what the image, with its article */
    HeaderReader(String what) {
        this.what = what;
    }

    /** Of a format that no disk format is a word for, so that it is refused anyway. */
    static HeaderReader ofNone() {
        return ofRefused("the image", "is in a format that is not taken: convert it");
    }

    static HeaderReader ofRefused(String what, String reason) {
        HeaderReader header = new HeaderReader(what) {};
        header.refuse(reason);
        return header;
    }

    /**
     * Bytes as they pass. They may begin with some that were there before.
     *
     * @param position of the first of them, from the start of the stream
     */
    final void update(long position, byte[] bytes, int offset, int length) {
        regions.update(position, bytes, offset, length);
    }

    /** All bytes have passed. */
    final void end(Tail tail) {
        if (defect == null && !isComplete) {
            refuse("ends before its header does: send all of it");
        }
        if (defect == null) {
            readEnd(tail);
        }
    }

    /** What is said at the end of an image whose header is complete. */
    void readEnd(Tail tail) {}

    /** Asks for bytes; nothing is asked for any longer once the image is refused. */
    final void read(long offset, int length, Consumer<ByteBuffer> reader) {
        if (offset < 0 || offset > LARGEST || regions.hasPassed(offset)) {
            refuse("has a header whose parts are out of order: convert it, which writes it anew");
        } else {
            regions.ask(offset, length, reader);
        }
    }

    /** @param reason as it follows the image: what is wrong, and what to do about it */
    final void refuse(String reason) {
        if (defect == null) {
            defect = what + " " + reason;
        }
    }

    /**
     * The header is complete.
     *
     * @param virtualSize bytes; it may be nonsense, and is unknown then
     */
    final void complete(long virtualSize) {
        this.isComplete = true;
        this.virtualSize = virtualSize;
    }

    /** Bytes; nonsense if there are too many. */
    static long sectors(long count) {
        return count < 0 || count > LARGEST / SECTOR ? -1 : count * SECTOR;
    }

    final Optional<String> defect() {
        return Optional.ofNullable(defect);
    }

    /** Bytes; empty as long as it is not known, and where it is nonsense. */
    final OptionalLong virtualSize() {
        return virtualSize < 0 || virtualSize > LARGEST ? OptionalLong.empty() : OptionalLong.of(virtualSize);
    }
}

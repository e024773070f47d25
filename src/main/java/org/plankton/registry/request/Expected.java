package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import java.util.OptionalLong;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.StoredObject;

/**
 * What a client says of an image's bytes, which must be so; whatever is empty may be as it is.
 *
 * @param size bytes
 * @param checksum the object store's content hash, lower-case hex
 * @param md5 lower-case hex
 */
@RecordBuilder
public record Expected(OptionalLong size, Optional<String> checksum, Optional<String> md5)
        implements ExpectedBuilder.With {
    public static final Expected NOTHING = new Expected(OptionalLong.empty(), Optional.empty(), Optional.empty());

    /** @throws Fault MISMATCH if the object is another; BAD_REQUEST if its MD5 is expected, and not known */
    public void require(StoredObject object) {
        requireSize(object.size());
        requireChecksum(checksum, object.checksum());
        if (md5.isPresent() && object.md5().isEmpty()) {
            throw Fault.badRequest(
                    "checksum cannot be compared: the object store does not know the file's MD5; leave it out");
        }
        requireChecksum(md5, object.md5().orElse(""));
    }

    /**
     * @param content null: no bytes
     * @throws Fault MISMATCH if size or checksum are others
     */
    public void require(Content content) {
        requireSize(content == null ? 0 : content.size());
        requireChecksum(checksum, content == null ? "" : content.checksum());
    }

    private void requireSize(long actual) {
        if (size.isPresent() && size.getAsLong() != actual) {
            throw mismatch("size");
        }
    }

    private static void requireChecksum(Optional<String> given, String actual) {
        if (given.isPresent() && !given.get().equals(actual)) {
            throw mismatch("checksum");
        }
    }

    private static Fault mismatch(String field) {
        return new Fault(Fault.Kind.MISMATCH, field + " is not that of the file; leave it out, or correct it");
    }
}

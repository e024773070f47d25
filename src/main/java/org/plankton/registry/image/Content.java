package org.plankton.registry.image;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An image's bytes, as they were when they were registered.
 *
 * @param location where they are; null of an image that is registered no longer, whose place another may have
 * @param size bytes
 * @param checksum the object store's content hash, lower-case hex
 * @param objectUuid the object's own id, lower case; null if the object store gives none, or it was not noted
 * @param md5 of the bytes, lower-case hex; empty if nobody has computed it
 * @param sha512 as {@code md5}
 * @param virtualSize bytes of the disk that they are an image of; empty if that is not known
 * @param isOwn whether they came through the registry, so that they can go with the image
 */
@RecordBuilder
public record Content(
        Location location,
        long size,
        String checksum,
        String objectUuid,
        String md5,
        String sha512,
        OptionalLong virtualSize,
        boolean isOwn)
        implements ContentBuilder.With {
    /** What the object store has there, which nobody has looked into. */
    public static Content of(Location location, StoredObject object, String md5) {
        return new Content(
                location,
                object.size(),
                object.checksum(),
                object.uuid().orElse(null),
                md5,
                "",
                OptionalLong.empty(),
                false);
    }

    /** Whether the object is the one that was registered, as it was. */
    public boolean isOf(StoredObject object) {
        boolean isThatObject = objectUuid == null
                || object.uuid().isEmpty()
                || object.uuid().get().equals(objectUuid);
        return isThatObject && object.size() == size && object.checksum().equals(checksum);
    }

    /** Who has the bytes without having registered them: {@code owner}, where the file is another account's. */
    Set<String> givenTo(String owner) {
        return owner.equals(location.account()) ? Set.of() : Set.of(owner);
    }
}

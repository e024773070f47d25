package org.plankton.registry.image;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A registered image: what the registry knows of an object in the object store.
 *
 * @param id a UUID, lower case
 * @param owner the account that it belongs to
 * @param status as everybody is told it
 * @param found what is amiss with the file, as far as is known; null: nothing
 * @param content null if it has no bytes, as one that is {@link Status#QUEUED} or {@link Status#SAVING}, or whose
 *     upload has failed
 * @param createdAt when it was first registered, to the microsecond
 * @param updatedAt when it was last changed, to the microsecond; each change is later than the one before. That it is
 *     shared for the first time is none: who its members are is no part of it
 * @param deletedAt null unless it is registered no longer
 */
@RecordBuilder
public record Image(
        String id,
        String owner,
        Metadata metadata,
        Status status,
        Found found,
        Content content,
        Instant createdAt,
        Instant updatedAt,
        Instant deletedAt)
        implements ImageBuilder.With {
    /** Bytes of memory that an image takes of which nothing is said. */
    private static final int BARE = 800;

    private static final String ID_FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    /** A new one, that has no bytes yet. */
    public static Image reserved(String id, String owner, Metadata metadata, Instant now) {
        return ImageBuilder.builder()
                .id(id)
                .owner(owner)
                .metadata(metadata)
                .status(Status.QUEUED)
                .createdAt(now)
                .updatedAt(now)
                .build();
    }

    /** Whether {@code text} can be the id of an image. */
    public static boolean isId(String text) {
        if (text.length() != ID_FORM.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isHex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (ID_FORM.charAt(i) == '-' ? c != '-' : !isHex) {
                return false;
            }
        }
        return true;
    }

    public boolean hasBytes() {
        return location() != null;
    }

    /** Null if it has no bytes. */
    public Location location() {
        return content == null ? null : content.location();
    }

    /** About how many bytes of memory it takes at most, if it is said in the widest characters. */
    public long memory() {
        long characters = (long) metadata.name().length()
                + metadata.properties().length()
                + metadata.tags().length()
                + (hasBytes() ? location().text().length() : 0);
        return BARE + characters * Character.BYTES;
    }

    /** Of its bytes; 0 before it has them. */
    public long size() {
        return content == null ? 0 : content.size();
    }

    /** Of its bytes, as the object store has it; empty before it has them. */
    public String checksum() {
        return content == null ? "" : content.checksum();
    }

    /** Of its bytes; empty before it has them, or if nobody has computed it. */
    public String md5() {
        return content == null ? "" : content.md5();
    }

    /** Of its bytes; empty as {@link #md5}. */
    public String sha512() {
        return content == null ? "" : content.sha512();
    }

    /** Bytes of the disk that it is an image of; empty before it has bytes, or if that is not known. */
    public OptionalLong virtualSize() {
        if (content == null) {
            return OptionalLong.empty();
        }
        boolean isDisk = metadata.diskFormat() != null
                && metadata.diskFormat().isDisk()
                && metadata.containerFormat() == ContainerFormat.BARE;
        return isDisk ? OptionalLong.of(content.size()) : content.virtualSize();
    }

    /** Null if it has no bytes, or as {@link Content}'s. */
    public String objectUuid() {
        return content == null ? null : content.objectUuid();
    }

    public boolean isPublic() {
        return metadata.visibility() == Visibility.PUBLIC;
    }

    /** Whether everybody may see it who knows its id, and may read its bytes. */
    public boolean isForEveryone() {
        return metadata.visibility().isForEveryone();
    }

    /**
     * The UUID of its object, as far as it is known: images that were registered before that was noted have it for
     * their id, unless they were uploaded, or the object store gives none.
     *
     * @return null if it is not known
     */
    public String knownObject() {
        boolean isId = hasBytes()
                && content.objectUuid() == null
                && !content.isOwn()
                && !id.equals(content.location().uuid().toString());
        return isId ? id : objectUuid();
    }

    /**
     * What its object is told from others by: its UUID, as far as it is known, else that of its location.
     *
     * @return null if it has no bytes
     */
    public String objectId() {
        String known = knownObject();
        return known == null && hasBytes() ? location().uuid().toString() : known;
    }

    /**
     * The owner, if it was given the image and the file is another account's: they may have been let read it before
     * that, as a member, and are none any longer.
     */
    public Set<String> givenTo() {
        return hasBytes() ? content.givenTo(owner) : Set.of();
    }

    /** What its status is while its file is as it was registered: its owner's word for it, if it has bytes. */
    public Status ownStatus() {
        return found == null ? status : found.otherwise();
    }

    /** The same with these bytes, and available. */
    public Image withBytes(Content its, Instant now) {
        return with().content(its)
                .status(Status.AVAILABLE)
                .found(null)
                .updatedAt(now)
                .build();
    }

    /** The same whose object has been moved there. */
    public Image movedTo(Location elsewhere, Instant now) {
        return with().content(content.withLocation(elsewhere)).updatedAt(now).build();
    }

    /** The same of which another status is so for its owner, and for everybody as far as its file is as it was. */
    public Image withOwnStatus(Status own, Instant now) {
        Found amiss = found == null ? null : new Found(found.finding(), found.at(), own);
        return with().found(amiss)
                .status(amiss == null ? own : amiss.status())
                .updatedAt(now)
                .build();
    }

    /**
     * The same after a look at its file. What is known to be gone or changed is not available.
     *
     * @param now time of the look, and of the change if it makes one
     */
    public Image withFinding(Finding finding, Instant now) {
        if (finding == (found == null ? Finding.AS_REGISTERED : found.finding())) {
            return this;
        }
        Found amiss = finding == Finding.AS_REGISTERED ? null : new Found(finding, now, ownStatus());
        return with().found(amiss)
                .status(amiss == null ? ownStatus() : amiss.status())
                .updatedAt(now)
                .build();
    }

    /** The same registered no longer. What its bytes were is remembered, but not where. */
    public Image deleted(Instant now) {
        return with().status(Status.DELETED)
                .found(null)
                .content(content == null ? null : content.withLocation(null))
                .updatedAt(now)
                .deletedAt(now)
                .build();
    }
}

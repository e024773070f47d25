package org.plankton.registry.image;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A registered image: what the registry knows of an object in the object store.
 *
 * <p>One that is {@link Status#QUEUED}, {@link Status#SAVING} or {@link Status#DELETED}, or whose upload has failed, has no bytes,
 * and so no location.
 *
 * @param id a UUID, lower case
 * @param owner the account that it belongs to
 * @param name empty if it has none
 * @param location null if it has no bytes
 * @param diskFormat null if that has not been told; what has bytes has a format
 * @param containerFormat null as {@code diskFormat}
 * @param size bytes; 0 before it has them
 * @param checksum the object store's content hash, lower-case hex; empty before it has bytes
 * @param objectUuid the object's own id, lower case; null if the object store gives none, or it has not been asked yet
 * @param md5 of the bytes, lower-case hex; empty if nobody has computed it
 * @param ownsBytes whether the bytes came through the registry, so that they can go with the image
 * @param status as everybody is told it
 * @param found what is amiss with the file, as far as is known; null: nothing
 * @param isProtected whether it cannot be unregistered
 * @param minRam MiB of memory that it needs
 * @param minDisk GiB of disk that it needs
 * @param properties free-form, in the order of their keys, which are any text but the empty one: each wire spells them
 *     as its {@link KeyFolding} says
 * @param createdAt when it was first registered, to the microsecond
 * @param updatedAt when it was last changed, to the microsecond; each change is later than the one before
 * @param deletedAt null unless it is registered no longer
 */
public record Image(
        String id,
        String owner,
        String name,
        Location location,
        DiskFormat diskFormat,
        ContainerFormat containerFormat,
        long size,
        String checksum,
        String objectUuid,
        String md5,
        boolean ownsBytes,
        Status status,
        Found found,
        boolean isPublic,
        boolean isProtected,
        int minRam,
        int minDisk,
        Map<String, String> properties,
        Instant createdAt,
        Instant updatedAt,
        Instant deletedAt) {
    private static final String ID_FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

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
        return location != null;
    }

    /**
     * The UUID of its object, as far as it is known: images that were registered before that was noted have it for
     * their id, unless they were uploaded, or the object store gives none.
     *
     * @return null if it is not known
     */
    public String knownObject() {
        boolean isId = objectUuid == null
                && !ownsBytes
                && hasBytes()
                && !id.equals(location.uuid().toString());
        return isId ? id : objectUuid;
    }

    /**
     * The owner, if it was given the image and the file is another account's: they may have been let read it before
     * that, as a member, and are none any longer.
     */
    public Set<String> givenTo() {
        return hasBytes() && !owner.equals(location.account()) ? Set.of(owner) : Set.of();
    }

    /** What its status is while its file is as it was registered: its owner's word for it, if it has bytes. */
    public Status ownStatus() {
        return found == null ? status : found.otherwise();
    }

    /** The same with bytes, and available. */
    public Image withBytes(Location at, StoredObject object, String itsMd5, boolean owned, Instant now) {
        return new Image(
                id,
                owner,
                name,
                at,
                diskFormat,
                containerFormat,
                object.size(),
                object.checksum(),
                object.uuid().orElse(null),
                itsMd5,
                owned,
                Status.AVAILABLE,
                null,
                isPublic,
                isProtected,
                minRam,
                minDisk,
                properties,
                createdAt,
                now,
                deletedAt);
    }

    /** The same whose object has been moved there. */
    public Image movedTo(Location elsewhere, Instant now) {
        return with(elsewhere, status, found, now);
    }

    public Image withStatus(Status other, Instant now) {
        return with(location, other, found, now);
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
        if (finding == Finding.AS_REGISTERED) {
            return with(location, ownStatus(), null, now);
        }
        Found amiss = new Found(finding, now, ownStatus());
        return with(location, amiss.status(), amiss, now);
    }

    private Image with(Location at, Status itsStatus, Found amiss, Instant now) {
        return new Image(
                id,
                owner,
                name,
                at,
                diskFormat,
                containerFormat,
                size,
                checksum,
                objectUuid,
                md5,
                ownsBytes,
                itsStatus,
                amiss,
                isPublic,
                isProtected,
                minRam,
                minDisk,
                properties,
                createdAt,
                now,
                deletedAt);
    }
}

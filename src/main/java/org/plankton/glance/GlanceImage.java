package org.plankton.glance;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage.Untold;

/**
 * An image as Glance tells of it, whichever way, unchecked. Texts are null where Glance has none.
 *
 * @param visibility null where there is only {@code isPublic}, before Ocata
 * @param size bytes; empty if Glance does not know
 * @param virtualSize bytes of the disk; empty as {@code size}
 * @param md5 of the bytes
 * @param hash of the bytes by {@code algorithm}
 * @param locations where Glance says that the bytes are, those that are good alone; they may hold passwords
 * @param untold what of members is not told
 */
@RecordBuilder
record GlanceImage(
        String id,
        String name,
        String owner,
        String status,
        String visibility,
        boolean isPublic,
        String diskFormat,
        String containerFormat,
        OptionalLong size,
        OptionalLong virtualSize,
        String md5,
        String algorithm,
        String hash,
        int minRam,
        int minDisk,
        boolean isProtected,
        boolean isHidden,
        Instant createdAt,
        Instant updatedAt,
        List<String> tags,
        Map<String, String> properties,
        SortedMap<String, Membership> members,
        List<String> locations,
        Set<Untold> untold) {

    /** Beginning of the keys of what Glance notes of its own work. */
    private static final String OF_GLANCE_ITSELF = "os_glance_";

    GlanceImage {
        tags = List.copyOf(tags);
        members = new TreeMap<>(members);
        locations = List.copyOf(locations);
        untold = Set.copyOf(untold);
    }

    static boolean isOfGlanceItself(String key) {
        return key.startsWith(OF_GLANCE_ITSELF);
    }

    boolean hasBytes() {
        return "active".equals(status) || isDeactivated();
    }

    boolean isDeactivated() {
        return "deactivated".equals(status);
    }

    /** Leaves the locations out: what is in them must not reach a log. */
    @Override
    public String toString() {
        return "image " + id + " of a Glance";
    }
}

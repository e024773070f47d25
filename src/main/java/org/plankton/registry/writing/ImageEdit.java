package org.plankton.registry.writing;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.MemberStatus;

/**
 * A change of one image, whole: what was before, and what is to be after it.
 *
 * @param before locked; null: there was none. One that is registered no longer is forgotten if another follows it
 * @param after null: nothing is to be left of it
 * @param joined accounts that are to be members, and are none
 * @param left accounts that are to be members no longer
 * @param canShare by account, which is a member then, whether it may share the image
 * @param memberStatus by account, which is a member, what it says to that
 * @param countsReaders whether all who are about to change the image's readers are to find that they were overtaken
 * @param displaced of the image that was at this one's location, and is written with it; null: there was none
 */
@RecordBuilder
public record ImageEdit(
        EditKind kind,
        Image before,
        Image after,
        Set<String> joined,
        Set<String> left,
        Map<String, Boolean> canShare,
        Map<String, MemberStatus> memberStatus,
        boolean countsReaders,
        ImageEdit displaced)
        implements ImageEditBuilder.With {
    /** Of the image alone. */
    public static ImageEdit of(EditKind kind, Image before, Image after) {
        return new ImageEdit(kind, before, after, Set.of(), Set.of(), Map.of(), Map.of(), false, null);
    }

    boolean changesAnything() {
        return before == null
                || !before.equals(after)
                || !joined.isEmpty()
                || !left.isEmpty()
                || !canShare.isEmpty()
                || !memberStatus.isEmpty();
    }

    public boolean isDeletion() {
        return after == null || after.deletedAt() != null;
    }

    /** Whether the image is registered no longer, and remembered. */
    boolean isUnregistration() {
        return before != null && before.deletedAt() == null && after != null && after.deletedAt() != null;
    }

    /** Whether the image begins its life, be it again. */
    boolean isInsertion() {
        return before == null || before.deletedAt() != null && after != null && after.deletedAt() == null;
    }
}

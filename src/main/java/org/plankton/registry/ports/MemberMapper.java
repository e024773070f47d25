package org.plankton.registry.ports;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.SharedImage;

/**
 * What is asked of the member table.
 *
 * @see MemberWriteMapper
 */
public interface MemberMapper {
    /** Whom the image is shared with, in the order of their accounts; empty if none, or no such image. */
    List<Member> list(String imageId);

    /** A member of an image. */
    record OfImage(String imageId, String account, boolean canShare, MemberStatus status) {}

    /**
     * Whom these images are shared with, in no particular order.
     *
     * @param imageIds not empty; some may be no image's
     */
    List<OfImage> listOfAll(Collection<String> imageIds);

    /** The member, or null. */
    Member find(String imageId, String account);

    /** The accounts that the image is shared with; empty if none, or no such image. */
    Set<String> listAccounts(String imageId);

    boolean isMember(String imageId, String account);

    /** Whether the account is a member that may share the image. */
    boolean canShare(String imageId, String account);

    /**
     * The shared images of {@code account} that {@code other} is a member of, and those of {@code other} that the
     * account is a member of and has accepted, but for hidden ones; where both are one, all of these; newest first, the
     * later of their ids before the earlier.
     *
     * @param includesReserved whether also those without bytes
     * @param after where in that order they begin, whatever has become of it; null: at the newest
     * @param limit how many at most
     */
    List<SharedImage> listShared(String account, String other, boolean includesReserved, SharedImage after, int limit);

    /**
     * The images that {@code account} is a member of, and that members see, in the same order.
     *
     * @param owner only those of that account; null: those in the account's lists: that it has accepted,
     *     and are shared or public, and not hidden
     * @param includesReserved whether also those without bytes
     * @param after and limit as of {@link #listShared}
     */
    List<SharedImage> listSharedTo(
            String account, String owner, boolean includesReserved, SharedImage after, int limit);
}

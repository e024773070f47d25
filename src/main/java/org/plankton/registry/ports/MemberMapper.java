package org.plankton.registry.ports;

import java.util.List;
import java.util.Set;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;

/**
 * What is asked of the member table.
 *
 * @see MemberWriteMapper
 */
public interface MemberMapper {
    /** Whom the image is shared with, in the order of their accounts; empty if none, or no such image. */
    List<Member> list(String imageId);

    /** The member, or null. */
    Member find(String imageId, String account);

    /** The accounts that the image is shared with; empty if none, or no such image. */
    Set<String> listAccounts(String imageId);

    boolean isMember(String imageId, String account);

    /** Whether the account is a member that may share the image. */
    boolean canShare(String imageId, String account);

    /**
     * The shared images of {@code account} that {@code other} is a member of, and those of {@code other} that the
     * account is a member of and has accepted, but for hidden ones; where both are one, all of these; newest first.
     *
     * @param includesReserved whether also those without bytes
     */
    List<SharedImage> listShared(String account, String other, boolean includesReserved);

    /**
     * The images that {@code account} is a member of, and that members see, newest first.
     *
     * @param owner only those of that account; null: those in the account's lists: that it has accepted,
     *     and are shared or public, and not hidden
     * @param includesReserved whether also those without bytes
     */
    List<SharedImage> listSharedTo(String account, String owner, boolean includesReserved);
}

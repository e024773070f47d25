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

    /** The accounts that the image is shared with; empty if none, or no such image. */
    Set<String> listAccounts(String imageId);

    boolean isMember(String imageId, String account);

    /** Whether the account is a member that may share the image. */
    boolean canShare(String imageId, String account);

    /**
     * The private images of {@code account} that {@code other} is a member of and the reverse, or, where both are one,
     * all that others share with the account; newest first.
     *
     * @param includesReserved whether also those without bytes
     */
    List<SharedImage> listShared(String account, String other, boolean includesReserved);

    /**
     * The images that {@code account} is a member of, newest first.
     *
     * @param owner only those of that account; null: whosever they are
     * @param includesReserved whether also those without bytes
     */
    List<SharedImage> listSharedTo(String account, String owner, boolean includesReserved);
}

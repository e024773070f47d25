package org.plankton.registry;

import java.util.List;
import java.util.Set;

/** What is asked of the member table. The SQL is in {@code MemberMapper.xml} beside this name on the class path. */
public interface MemberMapper {
    /** The accounts that the image is shared with, in their order; empty if none, or no such image. */
    List<String> list(String imageId);

    boolean isMember(String imageId, String account);

    /**
     * The private images of {@code account} that {@code other} is a member of and the reverse, or, where both are one, all
     * that others share with the account; ids, newest first.
     */
    List<String> listShared(String account, String other);

    /** @param accounts not empty, none of them a member yet */
    void insert(String imageId, Set<String> accounts);

    /** @param accounts not empty */
    void delete(String imageId, Set<String> accounts);
}

package org.plankton.registry.ports;

import java.util.Set;
import org.plankton.registry.image.MemberStatus;

/** What is written to the member table; only by the one who writes images. */
public interface MemberWriteMapper {
    void setCanShare(String imageId, String account, boolean canShare);

    /** The member's time of update is the database's. */
    void setStatus(String imageId, String account, MemberStatus status);

    /**
     * @param accounts not empty, known to the tables, none of them a member yet
     * @param status of each; their times are the database's
     * @return how many are members now of them
     */
    int insert(String imageId, Set<String> accounts, MemberStatus status);

    /** @param accounts not empty */
    void delete(String imageId, Set<String> accounts);
}

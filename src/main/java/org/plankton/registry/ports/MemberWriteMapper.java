package org.plankton.registry.ports;

import java.util.Set;

/** What is written to the member table; only by the one who writes images. */
public interface MemberWriteMapper {
    void setCanShare(String imageId, String account, boolean canShare);

    /**
     * @param accounts not empty, known to the tables, none of them a member yet
     * @return how many are members now of them
     */
    int insert(String imageId, Set<String> accounts);

    /** @param accounts not empty */
    void delete(String imageId, Set<String> accounts);
}

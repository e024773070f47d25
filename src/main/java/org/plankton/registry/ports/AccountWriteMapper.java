package org.plankton.registry.ports;

import java.util.Set;

/** What is written to the account table; only by the one who writes images. */
public interface AccountWriteMapper {
    /**
     * Makes accounts known to the tables, which they stay: what else is written may name no others.
     *
     * @param accounts not empty; some may be known already
     */
    void meet(Set<String> accounts);
}

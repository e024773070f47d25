package org.plankton.registry.ports;

import java.util.Set;
import java.util.TreeSet;

/** What is written to the account table; only by the one who writes images. */
public interface AccountWriteMapper {
    /**
     * Makes accounts known to the tables, which they stay: what else is written may name no others.
     *
     * @param accounts not empty; some may be known already
     */
    default void meet(Set<String> accounts) {
        Set<String> strangers = new TreeSet<>(accounts); // in their order, so that no two writers wait for each other
        strangers.removeAll(listKnown(accounts));
        if (!strangers.isEmpty()) {
            insert(strangers);
        }
    }

    /** Only by {@link #meet}. */
    Set<String> listKnown(Set<String> accounts);

    /** Only by {@link #meet} and {@link #lock}. */
    void insert(Set<String> accounts);

    /**
     * Lets nobody else lock the account until the transaction ends, and makes it known to the tables. Whoever is about
     * to give it an image that a quota counts locks it first, so that of two who do neither counts without the other's.
     */
    default void lock(String account) {
        if (lockKnown(account) == null) {
            insert(Set.of(account)); // which locks it, too, whoever has been faster
        }
    }

    /** Only by {@link #lock}. Null if it is not known. */
    String lockKnown(String account);

    /** Notes what people call the account, which is known; and if it has images, that these are not found by it yet. */
    void name(String account, String displayName);

    /** All its images are found by its name as of so many renames: notes it, unless there have been more. */
    void indexName(String account, long renames);
}

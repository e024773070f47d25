package org.plankton.registry.ports;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is written to the account table; only by the one who writes images. */
public interface AccountWriteMapper {
    /** @param displayName what people call it, as was told last; empty: nobody has told it */
    record Known(String name, String displayName) {}

    /**
     * Makes accounts known to the tables, which they stay: what else is written may name no others.
     *
     * @param accounts not empty; some may be known already
     * @return what people call each
     */
    default Map<String, String> meet(Set<String> accounts) {
        Map<String, String> names = names(accounts);
        Set<String> strangers = new TreeSet<>(accounts); // in their order, so that no two writers wait for each other
        strangers.removeAll(names.keySet());
        if (!strangers.isEmpty()) {
            insert(strangers);
            names.putAll(names(strangers)); // others may have met and named them meanwhile
        }
        return names;
    }

    private Map<String, String> names(Set<String> accounts) {
        return listKnown(accounts).stream().collect(Collectors.toMap(Known::name, Known::displayName));
    }

    /** Only by {@link #meet}. */
    List<Known> listKnown(Set<String> accounts);

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

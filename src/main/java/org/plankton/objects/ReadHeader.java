package org.plankton.objects;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may read a container, as Swift writes it: {@code X-Container-Read: p:*,*:*,.r:*}. A project's id and {@code :*}
 * are all of its users, {@code *:*} everybody whose token Keystone accepts; what else there is means something to
 * others, and stays.
 *
 * @param entries in the order in which they are written
 */
record ReadHeader(Set<String> entries) {
    /** @param header empty: nobody but whose container it is */
    static ReadHeader parse(String header) {
        return new ReadHeader(Arrays.stream(header.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /**
     * With {@code readers} and without {@code former}, unless they are among the readers.
     *
     * @param readers accounts, or {@link Sharing#EVERYONE}, which is written as any other
     */
    ReadHeader with(Set<String> readers, Set<String> former) {
        Set<String> then = new LinkedHashSet<>(entries);
        former.stream()
                .filter(account -> !readers.contains(account))
                .map(ReadHeader::entry)
                .forEach(then::remove);
        readers.stream().sorted().map(ReadHeader::entry).forEach(then::add);
        return new ReadHeader(then);
    }

    /** Whether it lets somebody in whom {@code other} does not. */
    boolean exceeds(ReadHeader other) {
        return !other.entries.containsAll(entries);
    }

    /** For the header {@code X-Container-Read}; empty if nobody is left. */
    String header() {
        return String.join(",", entries);
    }

    private static String entry(String account) {
        return account + ":*";
    }
}

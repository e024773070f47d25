package org.plankton.cloud;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who besides the owner may read and write an object: accounts, groups as {@code account:group}, or {@code *} for
 * everyone. Who may write may read.
 */
record Sharing(Set<String> read, Set<String> write) {
    static final Sharing NONE = new Sharing(Set.of(), Set.of());

    /**
     * Reads {@code read=a,b;write=c}.
     *
     * @param header percent-decoded; empty shares with nobody
     * @throws CloudFault 400 if it is not of that form
     */
    static Sharing parse(String header) {
        String text = header.replace(" ", "").replace("~", ""); // as Pithos does, for whatever reason
        if (text.isEmpty()) {
            return NONE;
        }
        Set<String> read = new LinkedHashSet<>();
        Set<String> write = new LinkedHashSet<>();
        for (String part : text.split(";", -1)) {
            if (part.startsWith("read=")) {
                read = accounts(part.substring("read=".length()));
            } else if (part.startsWith("write=")) {
                write = accounts(part.substring("write=".length()));
            } else {
                throw CloudFault.badRequest("Bad X-Object-Sharing header value: missing prefix");
            }
        }
        Set<String> writers = write;
        read.removeIf(account -> !account.equals("*") && writers.contains(account));
        return new Sharing(read, write);
    }

    private static Set<String> accounts(String list) {
        Set<String> accounts =
                new LinkedHashSet<>(List.of(list.toLowerCase(Locale.ROOT).split(",")));
        accounts.remove("");
        if (accounts.contains("*")) {
            accounts.retainAll(Set.of("*"));
        }
        if (accounts.isEmpty()) {
            throw CloudFault.badRequest("Bad X-Object-Sharing header value: invalid length");
        }
        return accounts;
    }

    boolean isEmpty() {
        return read.isEmpty() && write.isEmpty();
    }

    /** As in the header {@code X-Object-Sharing} before percent-encoding. */
    String format() {
        List<String> parts = new ArrayList<>();
        if (!read.isEmpty()) {
            parts.add("read=" + String.join(",", read));
        }
        if (!write.isEmpty()) {
            parts.add("write=" + String.join(",", write));
        }
        return String.join("; ", parts);
    }
}

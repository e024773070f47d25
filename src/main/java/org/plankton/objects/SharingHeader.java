package org.plankton.objects;

import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.ports.Sharing;

/**
 * Who may read or write an object, as Pithos+ writes it: {@code X-Object-Sharing: read=a,b; write=c}. Each name is an
 * account, a group ({@code account:group}) or {@code *}.
 *
 * @param read in order; just {@code *} if that is among them, as Pithos+ forgets all others then
 * @param write in order; who may write may also read
 */
record SharingHeader(SortedSet<String> read, SortedSet<String> write) {
    static final SharingHeader NONE = new SharingHeader(new TreeSet<>(), new TreeSet<>());

    /** @param header as Pithos+ sends it, percent-encoded: it writes {@code *} as {@code %2A} */
    static SharingHeader parse(String header) {
        SharingHeader sharing = new SharingHeader(new TreeSet<>(), new TreeSet<>());
        for (String list : PercentEncoding.decode(header).orElse(header).split(";")) {
            String[] parts = list.strip().split("=", 2);
            if (parts.length == 2) {
                SortedSet<String> names = parts[0].equals("write") ? sharing.write : sharing.read;
                Arrays.stream(parts[1].split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .forEach(names::add);
            }
        }
        return sharing;
    }

    /** With {@code readers} and without {@code former}; everything else stays, most of all who may write. */
    SharingHeader with(Set<String> readers, Set<String> former) {
        SortedSet<String> names = new TreeSet<>(read);
        names.removeAll(former);
        names.addAll(readers);
        names.removeAll(write);
        return new SharingHeader(
                names.contains(Sharing.EVERYONE) ? new TreeSet<>(Set.of(Sharing.EVERYONE)) : names, write);
    }

    /** Those of {@code names} who can neither read nor write by this. */
    Set<String> without(Set<String> names) {
        SortedSet<String> rest = new TreeSet<>(names);
        rest.removeAll(read);
        rest.removeAll(write);
        return rest;
    }

    /** For the header {@code X-Object-Sharing}; empty if nobody is left, which ends all sharing. */
    String header() {
        return Stream.of(list("read", read), list("write", write))
                .filter(list -> !list.isEmpty())
                .collect(Collectors.joining(";"));
    }

    private static String list(String what, SortedSet<String> names) {
        return names.isEmpty() ? "" : what + "=" + String.join(",", names);
    }
}

package org.plankton.faults;

import java.util.Arrays;
import java.util.List;

/** All of them, in the order in which they are measured and told. */
final class Rows {
    static final List<Row> ALL = List.of(
            new SlowBodies(),
            new SlowUploads(),
            new FrozenIdentity(),
            new SlowPages(),
            new SlowLists(),
            new KilledDatabase(),
            new ReturnedDatabase(),
            new FrozenDatabase(),
            new ReservedImages(),
            new PurgedId(),
            new CrashedChanges(),
            new AccountRate(),
            new UploadCuts(),
            new BadLinks(),
            new LostCommits(),
            new Kills()); // until the time is over

    private Rows() {}

    /** @param names with commas between them; {@code all}; {@code containers}: those that are owed on each */
    static List<Row> named(String names) {
        if (names.equals("all")) {
            return ALL;
        }
        if (names.equals("containers")) {
            return ALL.stream().filter(Row::isOfContainers).toList();
        }
        return Arrays.stream(names.split(","))
                .map(name -> ALL.stream()
                        .filter(row -> row.name().equals(name))
                        .findAny()
                        .orElseThrow(() -> new IllegalArgumentException("no row is called " + name)))
                .toList();
    }
}

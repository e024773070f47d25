package org.plankton.faults;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

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
            new FrozenStore(),
            new UploadCuts(),
            new BadLinks(),
            new LostCommits(),
            new Kills());

    private Rows() {}

    /**
     * @param names with commas between them; {@code containers}: those that are owed on each; {@code untimed}: those
     *     that have no times, but for kills, which go on until the time is over
     */
    static List<Row> named(String names) {
        return switch (names) {
            case "containers" -> those(Row::isOfContainers);
            case "untimed" -> those(row -> !row.isTimed() && !(row instanceof Kills));
            default -> Arrays.stream(names.split(",")).map(Rows::one).toList();
        };
    }

    private static List<Row> those(Predicate<Row> which) {
        return ALL.stream().filter(which).toList();
    }

    private static Row one(String name) {
        return ALL.stream()
                .filter(row -> row.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no row is called " + name));
    }
}

package org.plankton.database;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;

/**
 * The tables' version, for whoever operates the service.
 *
 * @param theirs {@code 014}; {@code none} if there are no tables
 * @param own which this release knows
 * @param refusal why this release cannot use them, nor bring them up to date; empty if it can
 * @param files in their order
 */
public record TablesReport(String theirs, String own, Optional<String> refusal, List<File> files) {
    /**
     * A file of {@code sql}.
     *
     * @param state what has become of it, in the words of Flyway
     */
    public record File(String version, String description, String state) {}

    /** @param isUnknown whether there are tables of which it is not noted who has made them */
    static TablesReport of(MigrationInfo[] all, boolean isUnknown) {
        SchemaVersion version = new SchemaVersion(Arrays.asList(all));
        return new TablesReport(
                version.theirs(),
                version.own(),
                isUnknown ? Optional.of(version.refusalOfUnknown()) : version.refusal(),
                Arrays.stream(all)
                        .map(file -> new File(
                                String.valueOf(file.getVersion()),
                                file.getDescription(),
                                file.getState().getDisplayName()))
                        .toList());
    }

    /** Whether they are what this release works with. */
    public boolean isUpToDate() {
        return refusal.isEmpty() && theirs.equals(own);
    }
}

package org.plankton.database;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Of which version the tables are, and of which this service is.
 *
 * @param files this service's, and those that were run on the tables
 */
record SchemaVersion(List<MigrationInfo> files) {
    /** What the database has, so that this service does not use it; empty if the tables are its own, or older. */
    Optional<String> refusal() {
        if (files.stream()
                .anyMatch(file -> isOneOf(file, MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED))) {
            return Optional.of("has tables of version " + theirs() + ", and this service knows them up to version "
                    + own() + ": run the version of the service that changed them, or restore the database's copy of"
                    + " before");
        }
        return files.stream()
                .filter(SchemaVersion::isUnknown)
                .findFirst()
                .map(file -> "has tables of a version " + theirs()
                        + " that this service, which knows them up to version "
                        + own() + ", does not know: " + file.getVersion()
                        + " is not what it has under that number; run the version of the service that made them");
    }

    /** The same where there are tables, and it is not noted what was run on them. */
    String refusalOfUnknown() {
        return "has tables of no known version, as nothing is noted of who made them (flyway_schema_history); this"
                + " service, which knows them up to version " + own()
                + ", does not touch them: give it a database of its own";
    }

    /** Whether a file was begun and has failed. */
    boolean hasFailed() {
        return files.stream().anyMatch(file -> file.getState().isFailed());
    }

    /** Whether the file was run but is not ours, or is ours and was passed over. */
    private static boolean isUnknown(MigrationInfo file) {
        return isOneOf(file, MigrationState.MISSING_SUCCESS, MigrationState.MISSING_FAILED, MigrationState.IGNORED)
                || file.isApplied() && !file.isChecksumMatching();
    }

    private static boolean isOneOf(MigrationInfo file, MigrationState... states) {
        return Arrays.asList(states).contains(file.getState());
    }

    /** The service's: {@code 014}. */
    String own() {
        return newest(files.stream().filter(file -> file.getState().isResolved()));
    }

    /** The tables', but for what of ours has failed there; {@code none} if there are none, or it is not known. */
    String theirs() {
        return newest(files.stream().filter(file -> file.isApplied() && file.getState() != MigrationState.FAILED));
    }

    private static String newest(Stream<MigrationInfo> files) {
        return files.map(MigrationInfo::getVersion)
                .filter(version -> version != null)
                .max(Comparator.naturalOrder())
                .map(version -> version.getVersion())
                .orElse("none");
    }
}

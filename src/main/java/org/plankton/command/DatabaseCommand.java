package org.plankton.command;

import java.io.IOException;
import java.util.List;
import org.plankton.database.TablesReport;
import picocli.CommandLine.Command;

/** The tables. */
@Command(name = "db", description = "The registry's tables in its database.", synopsisSubcommandLabel = "COMMAND")
final class DatabaseCommand {
    private final PlanktonCommand root;

    DatabaseCommand(PlanktonCommand root) {
        this.root = root;
    }

    /** Shows what has been run on them. */
    @Command(
            name = "status",
            description = "Shows of which version the tables are, and which changes are still to be made for this"
                    + " release. Changes nothing. Ends with 1 if there are any, with 3 if this release cannot use"
                    + " them.")
    int status() throws IOException {
        TablesReport tables = root.installation().tables();
        root.output().write(root.out(), List.of("version", "change", "state"), reader -> {
            for (TablesReport.File file : tables.files()) {
                reader.read(List.of(file.version(), file.description(), file.state()));
            }
        });
        if (tables.refusal().isPresent()) {
            root.err().println("The database " + tables.refusal().get() + ".");
            return ExitCode.SETTINGS;
        }
        return tables.isUpToDate() ? ExitCode.WELL : ExitCode.FOUND;
    }

    /** Makes them what this release works with. */
    @Command(
            name = "migrate",
            description = "Makes the tables, or brings them up to date with this release, as the service does by"
                    + " itself when it starts. A service of an earlier release then works with them no longer.")
    int migrate() {
        Installation installation = root.installation();
        String before = installation.tables().theirs();
        installation.migrate();
        root.err()
                .println("The tables are of version " + installation.tables().theirs() + "; they were of version "
                        + before + ".");
        return ExitCode.WELL;
    }
}

package org.plankton.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code plankton}: what all commands have in common. */
@Command(
        name = "plankton",
        description = "Operates an image registry: its settings, its tables and its images.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and nothing to complain of",
            "1:done, and something was refused, or is different, or not as it should be",
            "2:no such command, option, value or file; nothing was done",
            "3:the settings cannot be used, or the tables are of another version; nothing was done",
            "4:a party or another registry does not answer, or refuses; or results cannot be written",
            "5:failed by a fault of its own, which is told",
            "6:done, and somebody should look at an image that was to be ready (image check --ready)",
            "7:done, and an image that was to be ready may not boot (image check --ready)",
            "130:interrupted (143: terminated); the same command goes on"
        })
public final class PlanktonCommand implements Runnable {
    /** Where the package puts the settings. */
    private static final String USUAL_FILE = "/etc/plankton/plankton.xml";

    /** How an installation is found. */
    public interface Opener {
        /**
         * @param file the context file of its service, which need not be there if it is not named
         * @param token file with the operator's
         */
        Installation open(Path file, boolean isNamed, Optional<Path> token);
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The context file with the service's settings; " + USUAL_FILE
                    + " if that is there. System properties and PLANKTON_... variables of the environment count before"
                    + " it, as they do for the service.")
    private Path file;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file with a token, which is shown to the object store where it is asked. Without it the"
                    + " credentials of plankton.store.credentials are used, if there are any.")
    private Path tokenFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description = "How results are written: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Output output;

    private final Opener opener;
    private final Interruption interruption;
    private Installation opened;
    private Writer results;

    PlanktonCommand(Opener opener, Interruption interruption) {
        this.opener = opener;
        this.interruption = interruption;
    }

    /** Without a command there is nothing to be done. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }

    Installation installation() {
        if (opened == null) {
            opened = opener.open(
                    file == null ? Path.of(USUAL_FILE) : file, file != null, Optional.ofNullable(tokenFile));
        }
        return opened;
    }

    /** For work that takes long and looks at it, for whose end Java waits from now on. */
    Interruption interruptible() {
        interruption.begin();
        return interruption;
    }

    Output output() {
        return output;
    }

    /** For results alone. */
    Writer out() {
        if (results == null) {
            results = Results.to(spec.commandLine().getOut());
        }
        return results;
    }

    /**
     * Opens a file for what is told beside the results. What was in it is gone then, so that it is opened once there is
     * something that can be told.
     *
     * @param file null: it is told to nobody
     * @throws FileSystemException if it cannot be written, or is one that the command reads
     */
    ReportLines report(Path file) throws IOException {
        if (file != null) {
            NamedFiles.requireOnlyWritten(spec.commandLine(), file);
        }
        return new ReportLines(file);
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}

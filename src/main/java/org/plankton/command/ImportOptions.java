package org.plankton.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plankton.registry.Registry;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.image.Words;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.ImportMode;
import picocli.CommandLine.Option;

/** What all imports have in common: how they are done, and how they are told of. */
final class ImportOptions {
    @Option(
            names = "--dry-run",
            description = "Only find out what would become of each image; the registry is left as it is.")
    private boolean isTrial;

    @Option(
            names = "--update",
            description = "Make images that are here already, and otherwise, what they are there, as far as that is"
                    + " told; only when they were registered stays. Without it they are left as they are.")
    private boolean updates;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to write, a JSON object a line, which images were refused, are different, or were"
                    + " taken over otherwise than they are there, and why.")
    private Path report;

    /**
     * Imports what is in the source, and tells how many have become what.
     *
     * @return what the command ends with
     */
    int run(PlanktonCommand root, String from, ImageSource source) throws IOException {
        Installation installation = root.installation();
        Registry registry = installation.registry();
        Caller caller = installation.operator();
        try (Progress progress = new Progress(isTrial ? "images tried" : "images imported", source.count());
                ImportReport lines = new ImportReport(root.report(report));
                ImportRun run = new ImportRun(
                        registry, caller, new ImportMode(isTrial, updates), lines, progress, root.interruptible())) {
            boolean isWhole;
            try {
                isWhole = run.run(source);
            } finally {
                root.output().write(root.out(), counts(from, run));
            }
            if (!isWhole) {
                return ExitCode.INTERRUPTED;
            }
            boolean isAmiss = run.counts().get(ImportOutcome.Kind.REFUSED) > 0
                    || run.counts().get(ImportOutcome.Kind.DIFFERENT) > 0;
            if (isAmiss && report == null) {
                root.err().println("--report FILE tells which are refused or different, and why.");
            }
            return isAmiss ? ExitCode.FOUND : ExitCode.WELL;
        }
    }

    private Map<String, Object> counts(String from, ImportRun run) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("from", from);
        counts.put("dry_run", isTrial);
        run.counts().forEach((kind, count) -> counts.put(Words.of(kind), count));
        counts.put("remarks", run.remarks());
        return counts;
    }
}

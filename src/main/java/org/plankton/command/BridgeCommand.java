package org.plankton.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Mirror.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What Synnefo's library finds of the images that are registered here. */
@Command(
        name = "bridge",
        description = "Compares what Synnefo's own library finds in Pithos' database (plankton.pithos.database.url)"
                + " with the images that are registered here, and writes it anew. What others have put there is"
                + " counted, and never touched.",
        synopsisSubcommandLabel = "COMMAND")
final class BridgeCommand {
    private final PlanktonCommand root;

    BridgeCommand(PlanktonCommand root) {
        this.root = root;
    }

    /** Writes nothing. */
    @Command(
            name = "check",
            description = "Counts the images that are there as they are here (alike), otherwise (different, and by"
                    + " which fields), and cannot be there (absent: no such file, or one that has another id); and"
                    + " those that others have put there; and how many changes wait to be written there (backlog), and"
                    + " for how long (backlog_seconds), unless nobody writes any. Changes nothing. Ends with 1 if any"
                    + " is different. What was changed in the last seconds is different until the service has"
                    + " written it.")
    int check(@Option(names = "--report", paramLabel = "FILE", description = BridgeReport.DESCRIPTION) Path report)
            throws IOException {
        return walk("images compared", report, MirrorWalk::compare, true);
    }

    /** Writes what is different. */
    @Command(
            name = "rebuild",
            description = "Writes all that is different there, and has the service follow changes from then on:"
                    + " before it was run for the first time the service writes nothing. Counts as check does, but that"
                    + " what was different is written, and what others keep locked is not (locked): it ends with 1"
                    + " then, and is to be run again. It can be run at any time, and again if it was interrupted.")
    int rebuild(
            @Option(names = "--dry-run", description = "Only find out what would be written, as check does.")
                    boolean isTrial,
            @Option(names = "--report", paramLabel = "FILE", description = BridgeReport.DESCRIPTION) Path report)
            throws IOException {
        return walk("images looked at", report, isTrial ? MirrorWalk::compare : MirrorWalk::rebuild, isTrial);
    }

    /** A walk over all images. */
    private interface Walk {
        void walk(MirrorWalk bridge, MirrorWalk.Reader reader);
    }

    /**
     * @param isTrial whether it writes nothing
     * @throws Fault UNAVAILABLE if either database does not answer
     */
    private int walk(String work, Path report, Walk walk, boolean isTrial) throws IOException {
        MirrorWalk bridge = root.installation().bridge();
        Interruption interruption = root.interruptible();
        try (Progress progress = new Progress(work, -1);
                BridgeReport counts = new BridgeReport(root.report(report), progress, interruption, isTrial)) {
            boolean isWhole = true;
            try {
                walk.walk(bridge, counts);
            } catch (BridgeReport.Interrupted e) {
                isWhole = false;
            } catch (Fault fault) { // what was looked at until then is told all the same
                root.output().write(root.out(), counts.counts());
                throw fault;
            }
            Map<String, Object> found = new LinkedHashMap<>(counts.counts());
            if (isTrial) {
                bridge.backlog().ifPresent(backlog -> {
                    found.put("backlog", backlog.count());
                    found.put("backlog_seconds", backlog.seconds());
                });
            }
            root.output().write(root.out(), found);
            if (!isWhole) {
                return ExitCode.INTERRUPTED;
            }
            boolean isAmiss = counts.has(isTrial ? Kind.DIFFERENT : Kind.LOCKED);
            if (isAmiss && report == null) {
                root.err()
                        .println("--report FILE tells which are " + (isTrial ? "different, and by what." : "locked."));
            }
            return isAmiss ? ExitCode.FOUND : ExitCode.WELL;
        }
    }
}

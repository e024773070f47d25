package org.plankton.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.plankton.registry.ports.ByteSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings the bytes that imported images wait for. */
@Command(
        name = "copy",
        description = {
            "Brings here the bytes of those images that a Glance has them of, and that wait for them here: what `import"
                    + " glance` has left queued. They go through this command into the account of each image's owner"
                    + " in the object store, and an image is available once they are there, with the size and the"
                    + " hashes that Glance tells. What was deactivated there is unavailable here.",
            "An image that has its bytes is left alone, so that a second run changes nothing, and one that was"
                    + " interrupted goes on with the images that it had not copied. One that fails is queued as before,"
                    + " and ends the command with 1.",
            "The token, or the credentials that are set, must let it write into every owner's account: the object"
                    + " store's ResellerAdmin, as a rule."
        })
final class CopyCommand implements Callable<Integer> {
    /** As many as one account may have with the object store at once. */
    private static final int MOST_AT_ONCE = 16;

    private final PlanktonCommand root;

    @Spec
    private CommandSpec spec;

    @Mixin
    private GlanceCalls glance;

    @Option(
            names = "--parallel",
            paramLabel = "NUMBER",
            defaultValue = "4",
            description = "How many images at once, 1 to " + MOST_AT_ONCE + ". Default: ${DEFAULT-VALUE}.")
    private int atOnce;

    @Option(
            names = "--owner",
            paramLabel = "ACCOUNT",
            converter = AccountId.class,
            description = "Only this account's images.")
    private String owner;

    @Option(names = "--dry-run", description = "Only count what there is to copy.")
    private boolean isTrial;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to write, a JSON object a line, which images were not copied, and why.")
    private Path report;

    CopyCommand(PlanktonCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            throw new ParameterException(spec.commandLine(), "--parallel must be from 1 to " + MOST_AT_ONCE);
        }
        Installation installation = root.installation();
        if (installation.operatorOfStore().token().isEmpty()) {
            throw new Installation.Unusable("Nothing can be written into the owners' accounts without a token:"
                    + " --token-file, or plankton.store.credentials.");
        }
        ByteSource source = installation.glanceBytes(glance.address(Optional.empty()), atOnce);
        CopyWork work = CopyWork.of(installation, source, Optional.ofNullable(owner));
        if (isTrial) {
            root.output().write(root.out(), counts(work));
            return ExitCode.WELL;
        }
        Interruption interruption = root.interruptible();
        try (Progress progress = new Progress("bytes copied", work.bytes());
                ReportLines lines = root.report(report)) {
            CopyRun run = new CopyRun(installation, source, lines, progress, interruption);
            CopyRun.End end;
            try {
                end = run.run(work, atOnce);
            } finally {
                Map<String, Object> counts = counts(work);
                counts.put("copied", run.copied());
                counts.put("failed", run.failed());
                root.output().write(root.out(), counts);
            }
            tell(run, end);
            return switch (end) {
                case INTERRUPTED -> ExitCode.INTERRUPTED;
                case GIVEN_UP -> ExitCode.UNAVAILABLE;
                case WHOLE -> run.failed() > 0 ? ExitCode.FOUND : ExitCode.WELL;
            };
        }
    }

    private void tell(CopyRun run, CopyRun.End end) {
        if (end == CopyRun.End.GIVEN_UP) {
            root.err()
                    .println("It gave up after " + CopyRun.SILENCES
                            + " images in a row for which a party did not answer,"
                            + " or refused the token. Of the last: " + run.lastReason());
        }
        if (run.failed() > 0 && report == null) {
            root.err().println("--report FILE tells which were not copied, and why.");
        }
    }

    private Map<String, Object> counts(CopyWork work) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("from", glance.url());
        counts.put("dry_run", isTrial);
        counts.put("to_copy", work.images().size());
        counts.put("bytes", work.bytes());
        counts.put("not_there", work.notThere());
        counts.put("uploading", work.uploading());
        return counts;
    }
}

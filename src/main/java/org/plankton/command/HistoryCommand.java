package org.plankton.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.plankton.registry.Registry;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.image.Words;
import org.plankton.registry.request.Caller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What was done to images. */
@Command(
        name = "history",
        description = "Shows what was done to an image, or to all, the last first: when, by whom, by which request, and"
                + " what was before and after. What is older than plankton.journal.keep is not known any longer.")
final class HistoryCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of(
            "position", "at", "account", "kind", "image", "owner", "request", "dialect", "address", "before", "after");

    /** Of a page. */
    private static final int AT_ONCE = 100;

    private final PlanktonCommand root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Only of that image.")
    private String id;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only what that account did.")
    private String account;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only any of these: ${COMPLETION-CANDIDATES}.")
    private Set<EditKind> kinds;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only what was done from that time on, as in 2026-11-30T12:00:00Z.")
    private Instant since;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    HistoryCommand(PlanktonCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
        }
        Registry registry = root.installation().registry();
        Caller caller = root.installation().operator();
        HistoryQuery query = HistoryQuery.ALL
                .withImage(Optional.ofNullable(id))
                .withAccount(Optional.ofNullable(account))
                .withKinds(kinds == null ? Set.of() : kinds)
                .withSince(Optional.ofNullable(since));
        root.output().write(root.out(), COLUMNS, reader -> {
            int left = limit;
            HistoryQuery next = query;
            for (HistoryPage page; left > 0; next = next.withBefore(last(page).position())) {
                page = registry.listEdits(caller, next, Math.min(left, AT_ONCE));
                for (HistoryEntry entry : page.entries()) {
                    reader.read(row(entry));
                }
                left -= page.entries().size();
                if (!page.hasMore()) {
                    break;
                }
            }
        });
        return ExitCode.WELL;
    }

    private static HistoryEntry last(HistoryPage page) {
        return page.entries().get(page.entries().size() - 1);
    }

    private static List<Object> row(HistoryEntry entry) {
        return Arrays.asList(
                entry.position(),
                entry.at().toString(),
                entry.account(),
                Words.of(entry.kind()),
                entry.image(),
                entry.owner(),
                entry.source().request(),
                entry.source().dialect(),
                entry.source().address(),
                entry.before().values(),
                entry.after().values());
    }
}

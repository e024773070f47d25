package org.plankton.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.plankton.registry.image.Words;
import org.plankton.settings.Settings;
import picocli.CommandLine.Command;

/** Shows what is set. */
@Command(
        name = "settings",
        description = "Shows every setting, what it is, and where it is set; secrets are hidden. Settings that cannot"
                + " be used, and variables of the environment that nobody reads, are told on standard error.")
final class SettingsCommand implements Callable<Integer> {
    private final PlanktonCommand root;

    SettingsCommand(PlanktonCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        Settings.Report report = root.installation().report();
        root.output().write(root.out(), List.of("setting", "value", "source"), reader -> {
            for (var setting : report.settings()) {
                reader.read(List.of(setting.name(), setting.shown(), Words.of(setting.source())));
            }
        });
        report.problems().forEach(root.err()::println);
        report.ignored().forEach(variable -> root.err().println(variable + " is no setting's variable, and ignored."));
        if (!report.problems().isEmpty()) {
            return ExitCode.SETTINGS;
        }
        return report.ignored().isEmpty() ? ExitCode.WELL : ExitCode.FOUND;
    }
}

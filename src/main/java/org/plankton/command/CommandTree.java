package org.plankton.command;

import picocli.CommandLine;

/** All commands. */
public final class CommandTree {
    private CommandTree() {}

    /** The whole line, to be executed. */
    public static CommandLine line(PlanktonCommand.Opener opener, Interruption interruption, String version) {
        PlanktonCommand root = new PlanktonCommand(opener, interruption);
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new DoctorCommand(root));
        line.addSubcommand(new SettingsCommand(root));
        line.addSubcommand(new DatabaseCommand(root));
        line.addSubcommand(new ImageCommand(root));
        line.addSubcommand(new HistoryCommand(root));
        line.addSubcommand(new ExportCommand(root));
        line.addSubcommand(new ImportCommand(root));
        line.addSubcommand(new CopyCommand(root));
        line.addSubcommand(new BridgeCommand(root));
        line.addSubcommand(new CommandLine.HelpCommand());
        line.getCommandSpec().versionProvider(() -> new String[] {"plankton " + version});
        line.setCaseInsensitiveEnumValuesAllowed(true);
        Failures failures = new Failures();
        line.setParameterExceptionHandler(failures);
        line.setExecutionExceptionHandler(failures);
        return line;
    }
}

package org.plankton.command;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells what a command has failed by, in a sentence where it is not a fault of ours, and what it ends with. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** Of a command not all that there is to say, for the reason would scroll away. */
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println(e.getMessage());
        boolean isSuggested = CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        if (isSuggested || line.getSubcommands().isEmpty()) {
            line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
        } else {
            line.usage(line.getErr());
        }
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof Installation.Unusable) {
            line.getErr().println(e.getMessage());
            return ExitCode.SETTINGS;
        }
        if (e instanceof Fault fault) {
            line.getErr().println(fault.getMessage());
            return ExitCode.of(fault);
        }
        if (e instanceof FileSystemException file) {
            line.getErr().println(file.getFile() + " cannot be read or written: " + reason(file));
            return ExitCode.USAGE;
        }
        if (e instanceof java.io.IOException || e instanceof java.io.UncheckedIOException) {
            line.getErr().println(e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
        LOG.error("{} has failed", line.getCommandSpec().qualifiedName(), e);
        line.getErr().println("plankton has failed by a fault of its own: " + e);
        return ExitCode.BROKEN;
    }

    private static String reason(FileSystemException file) {
        if (file instanceof NoSuchFileException) {
            return "it is not there, or its folder is not";
        }
        return file instanceof AccessDeniedException || file.getReason() == null
                ? "that is not allowed"
                : file.getReason();
    }
}

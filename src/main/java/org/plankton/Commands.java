package org.plankton;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.plankton.command.CommandTree;
import org.plankton.command.ExitCode;
import org.plankton.command.Interruption;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Puts the command line together, and runs it: {@code java org.plankton.Commands image list}. */
public final class Commands {
    private Commands() {}

    /** Of Logback, which looks for it when the first class with a logger is used. */
    private static final String LOG = "logback.configurationFile";

    /** Ends with the command's exit code. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOG) == null) {
            System.setProperty(LOG, "org/plankton/command-log.xml");
        }
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.setProperty("jdk.console", "java.base"); // of a later Java, that a console is a terminal, as in 17
        System.setOut(System.err); // the log's, which is not to be among what programs read
        int code = run(arguments, SystemProperties.all(), System.getenv(), out, err);
        System.exit(code);
    }

    static int run(
            String[] arguments,
            Map<String, String> properties,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err) {
        try (Interruption interruption = new Interruption()) {
            try (Parts parts = new Parts()) {
                parts.keep(new CoreLog());
                CommandLine line = CommandTree.line(
                        (file, isNamed, token) ->
                                parts.keep(new CommandInstallation(properties, environment, file, isNamed, token)),
                        interruption,
                        Release.version());
                return line.setOut(out).setErr(err).execute(arguments);
            } catch (RuntimeException | Error e) { // which Java would end with 1 for
                LoggerFactory.getLogger(Commands.class).error("plankton has failed", e);
                err.println("plankton has failed by a fault of its own: " + e);
                return ExitCode.BROKEN;
            } finally {
                out.flush();
                err.flush();
            }
        }
    }
}

package org.plankton;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.plankton.command.CommandTree;
import picocli.CommandLine;

/** Puts the command line together, and runs it: {@code java org.plankton.Commands image list}. */
public final class Commands {
    private Commands() {}

    /** Ends with the command's exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
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
        try (Parts parts = new Parts()) {
            parts.keep(new CoreLog());
            CommandLine line = CommandTree.line(
                    (file, isNamed, token) ->
                            parts.keep(new CommandInstallation(properties, environment, file, isNamed, token)),
                    Release.version());
            return line.setOut(out).setErr(err).execute(arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }
}

package org.plankton.command;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/** Which of the files that a line names may be written. */
final class NamedFiles {
    /** Named as a file, though it is none. */
    static final String STANDARD_INPUT = "-";

    private NamedFiles() {}

    /**
     * Lets a file be emptied and written, as long as nothing else of the line is the same file.
     *
     * @param line that is executed
     * @throws FileSystemException if the command is to read it, too
     */
    static void requireOnlyWritten(CommandLine line, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return; // and so not emptied
        }
        int named = 0;
        for (Path one : all(line)) {
            named += Files.exists(one) && Files.isSameFile(one, file) ? 1 : 0;
        }
        if (named > 1) {
            throw new FileSystemException(file.toString(), null, "it would be written over while it is read");
        }
    }

    /**
     * Lets what is there be replaced, if anything is.
     *
     * @throws FileSystemException if that is a device, say, or a link to another file
     */
    static void requireReplaceable(Path file) throws FileSystemException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file, which alone is replaced");
        }
    }

    private static List<Path> all(CommandLine line) {
        List<Path> all = new ArrayList<>();
        for (ParseResult part = line.getParseResult(); part != null; part = part.subcommand()) {
            part.matchedArgs().stream()
                    .distinct()
                    .filter(argument -> argument.auxiliaryTypes()[0] == Path.class)
                    .flatMap(NamedFiles::paths)
                    .forEach(all::add);
        }
        return all;
    }

    private static Stream<Path> paths(ArgSpec argument) {
        return argument.stringValues().stream()
                .map(file -> file.equals(STANDARD_INPUT) ? "/dev/stdin" : file)
                .map(Path::of);
    }
}

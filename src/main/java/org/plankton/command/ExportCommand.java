package org.plankton.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.plankton.registry.Registry;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes all images, for another registry, or another program. */
@Command(
        name = "export",
        description = "Writes all registered images and their members, in the order of their ids: a JSON object is a"
                + " line, and a line is an image. `import json` reads that. Images that are registered no longer are"
                + " left out, and the journal is.")
final class ExportCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;

    private final PlanktonCommand root;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "Where to, which is there once all is in it; until then it is FILE.part. Standard output if"
                    + " there is none.")
    private Path file;

    @Option(names = "--resume", description = "Go on with FILE.part behind its last line.")
    private boolean resumes;

    ExportCommand(PlanktonCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            if (resumes) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--resume needs a FILE");
            }
            int code = write(root.out(), "");
            root.out().flush();
            return code;
        }
        NamedFiles.requireReplaceable(file);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        NamedFiles.requireReplaceable(part);
        NamedFiles.requireOnlyWritten(spec.root().commandLine(), file);
        String after = resumes && Files.exists(part) ? lastId(part) : "";
        StandardOpenOption how = after.isEmpty() ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
        int code;
        try (BufferedWriter out =
                Files.newBufferedWriter(part, StandardCharsets.UTF_8, StandardOpenOption.CREATE, how)) {
            code = write(out, after);
        }
        if (code == ExitCode.WELL) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return code;
    }

    /** Of the last whole line; what is behind it is cut off. Empty if there is none. */
    private static String lastId(Path part) throws IOException {
        try (RandomAccessFile lines = new RandomAccessFile(part.toFile(), "rw")) {
            long end = lines.length();
            while (end > 0 && byteAt(lines, end - 1) != '\n') {
                end--;
            }
            lines.setLength(end);
            long begin = Math.max(0, end - 1);
            while (begin > 0 && byteAt(lines, begin - 1) != '\n') {
                begin--;
            }
            byte[] line = new byte[Math.toIntExact(end - begin)];
            lines.seek(begin);
            lines.readFully(line);
            return line.length == 0 ? "" : ImageLines.id(new String(line, StandardCharsets.UTF_8));
        }
    }

    private static int byteAt(RandomAccessFile file, long place) throws IOException {
        file.seek(place);
        return file.read();
    }

    /** @throws Fault UNAVAILABLE if the database does not answer; what was written until then is whole */
    private int write(Writer out, String after) throws IOException {
        Registry registry = root.installation().registry();
        Caller caller = root.installation().operator();
        Interruption interruption = root.interruptible();
        try (Progress progress = new Progress("images exported", -1)) {
            String last = after;
            for (List<WholeImage> some = registry.listWhole(caller, last, AT_ONCE);
                    !some.isEmpty();
                    some = registry.listWhole(caller, last, AT_ONCE)) {
                for (WholeImage whole : some) {
                    out.write(ImageLines.line(whole));
                    out.write('\n');
                }
                last = some.get(some.size() - 1).image().id();
                progress.done(some.size());
                if (interruption.isWanted()) {
                    out.flush();
                    return ExitCode.INTERRUPTED;
                }
            }
            return ExitCode.WELL;
        }
    }
}

package org.plankton.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.plankton.command.CommandTree;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes what the package has of the command line beside its code, as the commands themselves describe it: a page of
 * the manual for each, and what completes them in bash.
 */
final class Manual {
    private static final Pattern NAME = Pattern.compile("^(plankton\\S* - [^\\n]+?)[.:]( [^\\n]*)?$", Pattern.MULTILINE);

    private Manual() {}

    /** Arguments: the folder to write to, the release's version, and its date. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        CommandLine line = CommandTree.line(
                (file, isNamed, token) -> {
                    throw new IllegalStateException("nothing is executed here");
                },
                arguments[1]);
        Path sources = Files.createDirectories(folder.resolve("adoc"));
        int code = ManPageGenerator.generateManPage(
                sources.toFile(), null, new boolean[0], false, line.getCommandSpec());
        if (code != CommandLine.ExitCode.OK) {
            throw new IOException("the pages of the manual cannot be written: " + code);
        }
        for (Path source : filesIn(sources)) {
            Files.writeString(source, named(Files.readString(source)));
        }
        Attributes attributes = Attributes.builder()
                .attribute("mansource", "plankton " + arguments[1])
                .attribute("docdate", arguments[2]) // and nothing of the time at which the pages are made
                .build();
        typeset(sources, Files.createDirectories(folder.resolve("man")), attributes);
        Files.writeString(folder.resolve("completion"), AutoComplete.bash(line.getCommandName(), line));
    }

    /** With the first sentence alone as the page's name, by which it is found: it is what the command is for. */
    private static String named(String page) {
        return NAME.matcher(page).replaceFirst("$1");
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void typeset(Path sources, Path pages, Attributes attributes) throws IOException {
        Options options = Options.builder()
                .backend("manpage")
                .safe(SafeMode.SAFE)
                .toDir(pages.toFile())
                .attributes(attributes)
                .build();
        List<String> complaints = new ArrayList<>();
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
            asciidoctor.registerLogHandler(complaint -> complaints.add(complaint.getMessage()));
            for (Path source : filesIn(sources)) {
                asciidoctor.convertFile(source.toFile(), options);
            }
        }
        if (!complaints.isEmpty()) {
            throw new IOException("the pages of the manual are no AsciiDoc: " + complaints);
        }
    }
}

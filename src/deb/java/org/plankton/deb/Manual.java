package org.plankton.deb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.plankton.command.CommandTree;
import org.plankton.command.Interruption;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** The pages of the manual, one a command, and what completes commands in bash: both are what the commands say. */
final class Manual {
    private static final Pattern NAME =
            Pattern.compile("^(plankton\\S* - [^\\n]+?)[.:]( [^\\n]*)?$", Pattern.MULTILINE);

    private final CommandLine line;
    private final Attributes attributes;

    /** @param date of the release: nothing in the pages says when they were made */
    Manual(String version, LocalDate date) {
        try (Interruption nobody = new Interruption()) {
            line = CommandTree.line(
                    (file, isNamed, token) -> {
                        throw new IllegalStateException("nothing is executed here");
                    },
                    nobody,
                    version);
        }
        attributes = Attributes.builder()
                .attribute("mansource", "plankton " + version)
                .attribute("docdate", date.toString())
                .build();
    }

    /**
     * Writes the pages.
     *
     * @param work an empty folder, for what they are made of
     */
    void writePages(Path work, Path pages) throws IOException {
        int code = ManPageGenerator.generateManPage(work.toFile(), null, new boolean[0], false, line.getCommandSpec());
        if (code != CommandLine.ExitCode.OK) {
            throw new IOException("the pages of the manual cannot be written: " + code);
        }
        for (Path source : filesIn(work)) {
            Files.writeString(source, named(Files.readString(source)));
        }
        typeset(filesIn(work), pages);
    }

    /** What bash reads, and does not execute. */
    String completion() {
        return AutoComplete.bash(line.getCommandName(), line).replaceFirst("^#!.*\n", "");
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

    private void typeset(List<Path> sources, Path pages) throws IOException {
        Options options = Options.builder()
                .backend("manpage")
                .safe(SafeMode.SAFE)
                .toDir(pages.toFile())
                .attributes(attributes)
                .build();
        List<String> complaints = new ArrayList<>();
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
            asciidoctor.registerLogHandler(complaint -> complaints.add(complaint.getMessage()));
            for (Path source : sources) {
                asciidoctor.convertFile(source.toFile(), options);
            }
        }
        if (!complaints.isEmpty()) {
            throw new IOException("the pages of the manual are no AsciiDoc: " + complaints);
        }
    }
}

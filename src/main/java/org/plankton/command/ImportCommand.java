package org.plankton.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.plankton.pithos.PithosImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes images over from elsewhere. */
@Command(
        name = "import",
        description = "Registers images of another registry as they are there: with their ids, owners, times, members"
                + " and properties. The object store is neither asked nor told anything. What is here already is left"
                + " as it is, so that a second run changes nothing, and one that was interrupted goes on. Ends with 1"
                + " if an image was refused, or is here and different.",
        synopsisSubcommandLabel = "COMMAND")
final class ImportCommand {
    private final PlanktonCommand root;

    ImportCommand(PlanktonCommand root) {
        this.root = root;
    }

    /** From where Synnefo has them. */
    @Command(
            name = "pithos",
            description = "From Pithos+' database, where the registry of Synnefo 0.14, 0.15 and 0.16 has its images."
                    + " All are read in one transaction that writes nothing, for which SELECT on its tables nodes,"
                    + " versions, attributes, xfeatures, xfeaturevals and groups is enough; a standby will do."
                    + " Snapshots are left where they are. What is changed there afterwards has serials greater than"
                    + " the one that is told at the end, but for what was under way then, and what is only shared.")
    int pithos(@Mixin ImportOptions options, @Mixin PithosOptions database) throws IOException {
        try (PithosImages images = database.images(root.installation())) {
            int code = options.run(root, "pithos", images);
            root.err().println("The greatest serial in Pithos' database was " + images.greatestSerial() + ".");
            return code;
        }
    }

    /** From files. */
    @Command(
            name = "json",
            description = "From what `export` has written, or from what the registry of Synnefo told of images at"
                    + " /images/detail, which has no members.")
    int json(
            @Mixin ImportOptions options,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "In their order; - is standard input.")
                    List<Path> files)
            throws IOException {
        for (Path file : files) {
            requireReadable(file);
        }
        return options.run(
                root, String.join(" ", files.stream().map(Path::toString).toList()), reader -> {
                    for (Path file : files) {
                        try (InputStream in = isStandardInput(file) ? System.in : Files.newInputStream(file)) {
                            ImageLines.read(in, file.toString(), reader);
                        }
                    }
                });
    }

    private static boolean isStandardInput(Path file) {
        return file.toString().equals(NamedFiles.STANDARD_INPUT);
    }

    /** Before anything is done, be it the second of two. */
    private static void requireReadable(Path file) throws IOException {
        if (!isStandardInput(file)) {
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "it is a folder");
            }
        }
    }

    /** From a Glance. */
    @Command(
            name = "glance",
            description = {
                "From a Glance, by its calls (--url) or from its database (--database). Images whose bytes are in their"
                        + " owner's account of the object store that is this registry's, too, are available here at"
                        + " once. All others wait for their bytes, as queued ones, until `copy` has brought them.",
                "Either way each image is taken as it is there but for its own notes (os_glance_...); by calls it is"
                        + " not told which members may share an image in their turn."
            })
    int glance(@Mixin ImportOptions options, @Mixin GlanceOptions glance) throws IOException {
        return options.run(root, glance.name(), glance.images(root.installation()));
    }
}

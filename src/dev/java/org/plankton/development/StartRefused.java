package org.plankton.development;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why {@code mvn jetty:run} does not start: a sentence for whoever typed it. */
final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefused(String reason) {
        super(reason);
    }

    /** For a file that cannot be read or written, or a program that does not start. */
    static StartRefused because(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return new StartRefused("There is no permission to write " + denied.getFile()
                    + ". Whoever runs this must own it, as after a clone: remove it, or give it to yourself (chown).");
        }
        return new StartRefused(
                e instanceof FileSystemException ? "A file cannot be used: " + e.getMessage() : e.getMessage());
    }
}

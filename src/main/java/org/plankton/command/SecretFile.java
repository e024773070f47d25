package org.plankton.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the operator's with something secret, which a command line would show to everybody on the machine. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * What is in it, without blanks around it.
     *
     * @param what that is
     * @throws Installation.Unusable if it cannot be read
     */
    public static String read(Path file, String what) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Installation.Unusable("The " + what + " cannot be read: " + e);
        }
    }
}

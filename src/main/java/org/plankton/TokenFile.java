package org.plankton;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.plankton.command.Installation.Unusable;
import org.plankton.command.SecretFile;
import org.plankton.registry.image.Fault;

/** A file with a token, read anew each time: who keeps a long command going renews it. */
final class TokenFile implements Supplier<String> {
    private final Path file;
    private volatile boolean wasRead;

    TokenFile(Path file) {
        this.file = file;
    }

    /**
     * The token as it is in the file now.
     *
     * @throws Unusable if it cannot be read, and never was
     * @throws Fault UNAUTHORIZED if it was, and now cannot: its successor may be on its way
     */
    @Override
    public String get() {
        try {
            String token = SecretFile.read(file, "token");
            wasRead = true;
            return token;
        } catch (Unusable e) {
            if (wasRead) {
                throw new Fault(Fault.Kind.UNAUTHORIZED, e.getMessage(), e);
            }
            throw e;
        }
    }
}

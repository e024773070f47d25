package org.plankton.development;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are on this machine. The working directory does not tell: Maven may be run with {@code -f}. */
final class Checkout {
    /** The folder of pom.xml. */
    static final Path BASE = base();

    /** What a build makes, and {@code mvn clean} removes. */
    static final Path TARGET = BASE.resolve("target");

    private Checkout() {}

    private static Path base() {
        Path folder;
        try {
            folder = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        while (!Files.exists(folder.resolve("pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}

package org.plankton;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Plankton this is. */
final class Release {
    private static final String FILE = "release.properties";

    private Release() {}

    /** As the build was told it: {@code 1.0.0}. */
    static String version() {
        try (InputStream file = Release.class.getResourceAsStream(FILE)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}

package org.plankton.registry.catalogue;

import java.util.Locale;
import java.util.Optional;
import org.plankton.registry.image.Properties;

/**
 * Images that follow one another: of a family, whoever wants one wants the newest. It is what the property
 * {@code family} says, else the OS and its version, {@code debian-12}; but a snapshot, which has these of the image
 * that its machine was started from, is of none that it does not say. Each owner's families are their own.
 */
public final class Family {
    /** What is longer is no name of one. */
    private static final int LONGEST = 128;

    /** The {@code image_type} of what was made of a machine. */
    private static final String SNAPSHOT = "snapshot";

    private Family() {}

    /** What an image of these properties is of; empty if of none. */
    public static Optional<String> of(Properties properties, Catalogue catalogue) {
        return catalogue
                .value(properties, "family")
                .or(() -> catalogue
                        .value(properties, "OS")
                        .filter(os -> !isSnapshot(properties, catalogue))
                        .flatMap(os -> catalogue
                                .value(properties, "os_version")
                                .or(() -> catalogue.value(properties, "version"))
                                .map(version -> os + "-" + version)))
                .map(Family::name)
                .filter(name -> !name.isEmpty() && name.codePointCount(0, name.length()) <= LONGEST);
    }

    private static boolean isSnapshot(Properties properties, Catalogue catalogue) {
        return catalogue
                .value(properties, "image_type")
                .filter(SNAPSHOT::equalsIgnoreCase)
                .isPresent();
    }

    /** As it is written in an address: in lower case, and {@code -} for blanks and slashes. */
    public static String name(String written) {
        return written.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s/]+", "-");
    }
}

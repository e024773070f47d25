package org.plankton.registry.catalogue;

import java.util.Locale;
import java.util.Optional;
import org.plankton.registry.image.Properties;

/**
 * Images that follow one another: of a family, whoever wants one wants the newest. It is what the property
 * {@code family} says, else the OS and its version, {@code debian-12}. Each owner's families are their own.
 */
public final class Family {
    /** What is longer is no name of one. */
    private static final int LONGEST = 128;

    private Family() {}

    /** What an image of these properties is of; empty if of none. */
    public static Optional<String> of(Properties properties, Catalogue catalogue) {
        return catalogue
                .value(properties, "family")
                .or(() -> catalogue
                        .value(properties, "OS")
                        .flatMap(os -> catalogue
                                .value(properties, "os_version")
                                .or(() -> catalogue.value(properties, "version"))
                                .map(version -> os + "-" + version)))
                .map(Family::name)
                .filter(name -> !name.isEmpty() && name.codePointCount(0, name.length()) <= LONGEST);
    }

    /** As it is written in an address: in lower case, and {@code -} for blanks and slashes. */
    public static String name(String written) {
        return written.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s/]+", "-");
    }
}

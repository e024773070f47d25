package org.plankton.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of properties, and what follows from it.
 *
 * @param properties an operator's own file of them; empty: there is none
 * @param owners the site's own accounts, whose families are asked for before others', in that order
 * @param isStrict whether nothing is registered that may not boot
 */
public record CatalogueSettings(Optional<Path> properties, List<String> owners, boolean isStrict) {
    /** Names a file that is read when the service starts. */
    public static final String PROPERTIES = "plankton.catalogue.properties";

    static CatalogueSettings read(SettingsReader reader) {
        return new CatalogueSettings(
                reader.optional(PROPERTIES, CatalogueSettings::path),
                reader.optional("plankton.catalogue.owners", Parsers::accountsInOrder)
                        .orElse(List.of()),
                reader.or("plankton.catalogue.strict", "false", Parsers::truth));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be the path of a file", e);
        }
    }
}

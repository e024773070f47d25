package org.plankton;

import java.util.List;
import org.plankton.catalogue.CatalogueFiles;
import org.plankton.catalogue.UnusableCatalogue;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.settings.CatalogueSettings;
import org.plankton.settings.UnusableSettings;

/** The catalogue of properties that is set. */
final class Catalogues {
    private Catalogues() {}

    /** @throws UnusableSettings if the operator's file cannot be used */
    static Catalogue read(CatalogueSettings settings) throws UnusableSettings {
        try {
            return CatalogueFiles.read(settings.properties());
        } catch (UnusableCatalogue e) {
            throw new UnusableSettings(List.of(
                    CatalogueSettings.PROPERTIES + ": " + settings.properties().orElseThrow() + " " + e.getMessage()));
        }
    }
}

package org.plankton.testing;

import java.time.Clock;
import java.util.Optional;
import org.plankton.catalogue.CatalogueFiles;
import org.plankton.catalogue.UnusableCatalogue;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Catalogue;

/** The catalogue that the service brings with it. */
public final class TestCatalogue {
    public static final Catalogue CATALOGUE = read();

    /** By it, today. */
    public static final Assessor ASSESSOR = new Assessor(CATALOGUE, Clock.systemUTC(), false);

    private TestCatalogue() {}

    private static Catalogue read() {
        try {
            return CatalogueFiles.read(Optional.empty());
        } catch (UnusableCatalogue e) {
            throw new IllegalStateException(e);
        }
    }
}

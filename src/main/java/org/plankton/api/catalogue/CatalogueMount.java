package org.plankton.api.catalogue;

/** Where the catalogue is, for links to itself. */
final class CatalogueMount {
    static final String PATH = "/catalogue/v1";

    private CatalogueMount() {}
}

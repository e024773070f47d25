package org.plankton.api.catalogue;

import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Catalogue;

/**
 * What the catalogue's resources know beside the registry.
 *
 * @param catalogue of properties
 * @param site where this is
 * @param names of accounts
 * @param signIn with a password
 */
public record CatalogueFacts(Catalogue catalogue, Site site, AccountNames names, SignIn signIn) {
    /** @param base where clients reach the service */
    ImageDetails details(Registry registry, String base) {
        return new ImageDetails(registry, catalogue, names, new UseCommands(site, base));
    }
}

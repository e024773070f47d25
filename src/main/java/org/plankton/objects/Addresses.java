package org.plankton.objects;

import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;

/**
 * Where at an object store things are asked for: URLs whose parts are percent-encoded.
 *
 * @param url of the object store, as it is set
 * @param accountPrefix what the store's name of an account has before the account's own; may be empty
 */
record Addresses(String url, String accountPrefix) {
    /** Of the location's account. */
    String account(Location location) {
        return account(location.account());
    }

    String account(String account) {
        return url + "/" + PercentEncoding.encodePart(accountPrefix + account);
    }

    /** Of the container that the location is in. */
    String container(Location location) {
        return container(location, location.container());
    }

    /** Of a container of the location's account. */
    String container(Location location, String name) {
        return account(location) + "/" + PercentEncoding.encodePart(name);
    }

    String object(Location location) {
        return container(location) + "/" + PercentEncoding.encodePath(location.object());
    }
}

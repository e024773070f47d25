package org.plankton.api.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What whoever shows images to people has to know of where they are.
 *
 * @param name what the registry is called there
 * @param host what the cloud is called; empty: by the address at which it is asked
 * @param hasLogo whether there is one at {@code /page/logo}
 * @param links to be shown, by what they say
 * @param identity which service tells whose a token is: {@code astakos} or {@code keystone}
 * @param store which keeps the files: {@code pithos} or {@code swift}
 * @param signInPage where one logs in with a browser, and is sent back with a token; empty: nowhere
 * @param users whose tokens anybody may use, where nothing is anybody's own; empty elsewhere
 * @param letsVisitorsIn whether whoever has no token sees public images
 * @param deletedKeptDays how long what was unregistered can be had back
 * @param owners the site's own accounts
 * @param version of the service
 */
public record Site(
        String name,
        Optional<String> host,
        boolean hasLogo,
        Map<String, String> links,
        String identity,
        String store,
        Optional<String> signInPage,
        List<SampleUser> users,
        boolean letsVisitorsIn,
        long deletedKeptDays,
        List<String> owners,
        String version) {
    /** One of a development cloud. */
    public record SampleUser(String name, String token) {}
}

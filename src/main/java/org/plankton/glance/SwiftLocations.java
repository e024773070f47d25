package org.plankton.glance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;

/**
 * Finds, among where Glance says that an image's bytes are, where they are in the object store that is the registry's
 * too: in the image owner's own account there, as a Glance puts them whose Swift is {@code multi_tenant}.
 */
public final class SwiftLocations {
    /** Where there is no object store that both have. */
    public static final SwiftLocations NONE = new SwiftLocations(Set.of(), "");

    private static final String SCHEME = "swift+";

    private final Set<String> urls;
    private final String accountPrefix;

    /**
     * @param urls of the object store, {@code https://…/v1}, by whichever names
     * @param accountPrefix what Swift's name of an account has before the project's id
     */
    public SwiftLocations(Set<String> urls, String accountPrefix) {
        this.urls = urls.stream().map(url -> url.replaceFirst("/+$", "")).collect(Collectors.toUnmodifiableSet());
        this.accountPrefix = accountPrefix;
    }

    /** The first of them that is such a place of that owner's. */
    Optional<Location> find(List<String> locations, String owner) {
        return locations.stream().flatMap(one -> of(one, owner).stream()).findFirst();
    }

    /** {@code swift+https://host/v1/AUTH_project/container/object}, without user and key. */
    private Optional<Location> of(String location, String owner) {
        int object = location.lastIndexOf('/');
        int container = location.lastIndexOf('/', object - 1);
        int account = location.lastIndexOf('/', container - 1);
        boolean isSwift = location.startsWith(SCHEME) && !location.contains("@") && account > 0;
        if (!isSwift
                || !urls.contains(location.substring(SCHEME.length(), account))
                || !location.substring(account + 1, container).equals(accountPrefix + owner)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Location.plain(
                    new Location(owner, location.substring(container + 1, object), location.substring(object + 1))
                            .text()));
        } catch (Fault fault) {
            return Optional.empty(); // none that can be here
        }
    }
}

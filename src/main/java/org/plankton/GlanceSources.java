package org.plankton;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.command.Installation.GlanceAddress;
import org.plankton.glance.GlanceApi;
import org.plankton.glance.GlanceDatabase;
import org.plankton.glance.SwiftLocations;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.settings.StoreSettings;

/**
 * Makes what reads a Glance that is adopted.
 *
 * @param store what is set of the registry's own object store
 * @param objects that store
 * @param operator whom both are asked as
 */
record GlanceSources(StoreSettings store, ObjectStore objects, Operator operator, Parts parts) {
    /** @param atOnce of how many images bytes are fetched at once */
    GlanceApi api(GlanceAddress address, int atOnce) {
        Supplier<String> token = operator.elsewhere(
                address.token(), "Glance wants to see an administrator's token: --source-token-file");
        return parts.keep(new GlanceApi(address.url(), "--url", token, swift(address.store()), look(), atOnce));
    }

    /** @param other by which other address Glance knows the object store */
    GlanceDatabase database(String url, String user, String password, Optional<String> other) {
        return new GlanceDatabase(url, user, password, swift(other), look());
    }

    private SwiftLocations swift(Optional<String> other) {
        return store.kind() == StoreSettings.Kind.SWIFT
                ? new SwiftLocations(
                        Stream.concat(Stream.of(store.url()), other.stream()).collect(Collectors.toSet()),
                        store.accountPrefix())
                : SwiftLocations.NONE;
    }

    /** Empty where there is no token that the object store could be asked with. */
    private Optional<Function<Location, Optional<StoredObject>>> look() {
        return operator.callerOfStore().token().isEmpty()
                ? Optional.empty()
                : Optional.of(location -> objects.stat(operator.callerOfStore(), location));
    }
}

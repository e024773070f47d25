package org.plankton;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.http.Probe;
import org.plankton.identity.AstakosIdentity;
import org.plankton.identity.KeystoneIdentity;
import org.plankton.objects.PithosObjectStore;
import org.plankton.objects.SwiftObjectStore;
import org.plankton.pithos.PithosMirror;
import org.plankton.registry.ports.Files;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.turns.Turns;
import org.plankton.settings.Credentials;
import org.plankton.settings.IdentitySettings;
import org.plankton.settings.PithosSettings;
import org.plankton.settings.StoreSettings;

/**
 * Makes what speaks to the identity service and the object store that the settings name, for the service as for the
 * command line.
 */
final class OutsideParties {
    private OutsideParties() {}

    /**
     * Where bytes are, and who may read them there.
     *
     * @param sharing {@link Sharing#NONE} where it is set that the store is told of no readers
     * @param files in each caller's own account
     * @param turns of questions that it is asked
     */
    record Store(ObjectStore objects, Sharing sharing, Files files, Turns turns) {}

    static Identity identity(IdentitySettings settings, Clock clock, Parts parts) {
        return switch (settings.kind()) {
            case ASTAKOS -> parts.keep(new AstakosIdentity(settings.url(), settings.timeout(), clock));
            case KEYSTONE ->
                parts.keep(new KeystoneIdentity(
                        settings.url(),
                        settings.timeout(),
                        settings.user().orElseThrow(),
                        settings.accountOf(),
                        clock));
        };
    }

    static Probe probe(IdentitySettings settings) {
        return switch (settings.kind()) {
            case ASTAKOS -> AstakosIdentity.probe(settings.url(), settings.timeout());
            case KEYSTONE -> KeystoneIdentity.probe(settings.url(), settings.timeout());
        };
    }

    static Probe probe(StoreSettings settings) {
        return switch (settings.kind()) {
            case PITHOS -> PithosObjectStore.probe(settings.url(), settings.timeout());
            case SWIFT -> SwiftObjectStore.probe(settings.url(), settings.timeout(), settings.accountPrefix());
        };
    }

    /** @param waiting of requests that wait for it */
    static Store store(StoreSettings settings, Turns waiting, Parts parts) {
        return switch (settings.kind()) {
            case PITHOS -> {
                PithosObjectStore pithos = parts.keep(new PithosObjectStore(
                        settings.url(),
                        settings.timeout(),
                        settings.container(),
                        settings.idle(),
                        settings.transfers(),
                        waiting));
                yield new Store(pithos, settings.sharing() ? pithos : Sharing.NONE, pithos, pithos.turns());
            }
            case SWIFT -> {
                SwiftObjectStore swift = parts.keep(new SwiftObjectStore(
                        settings.url(),
                        settings.timeout(),
                        settings.accountPrefix(),
                        settings.container(),
                        settings.idle(),
                        settings.transfers(),
                        waiting));
                yield new Store(swift, settings.sharing() ? swift : Sharing.NONE, swift, swift.turns());
            }
        };
    }

    /** Where Synnefo's library is to find images; it is told who may read them only where the store itself is not. */
    static PithosMirror mirror(PithosSettings settings, StoreSettings store) {
        return new PithosMirror(
                settings.url(), settings.user(), settings.password(), settings.release(), !store.sharing());
    }

    /** Whom the service is when it asks the object store of itself; empty if it does not. */
    static Optional<Supplier<Caller>> self(Credentials credentials, Identity asked) {
        return switch (credentials.kind()) {
            case OFF -> Optional.empty();
            case TOKEN -> credentials.token().map(token -> () -> Caller.service(token));
            case SERVICE ->
                asked instanceof KeystoneIdentity keystone
                        ? Optional.of(() -> Caller.service(keystone.serviceToken()))
                        : Optional.empty();
        };
    }
}

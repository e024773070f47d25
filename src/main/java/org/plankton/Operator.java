package org.plankton;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.command.Installation.Unusable;
import org.plankton.identity.KeystoneIdentity;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.View;

/** Whom a command acts as, and whose tokens it shows to others. */
final class Operator {
    private final Optional<TokenFile> file;
    private final CommandSettings settings;
    private final Clock clock;
    private final Parts parts;
    private Identity identity;

    /** @param file with a token; empty: none was given */
    Operator(Optional<Path> file, CommandSettings settings, Clock clock, Parts parts) {
        this.file = file.map(TokenFile::new);
        this.settings = settings;
        this.clock = clock;
        this.parts = parts;
    }

    /** To the registry alone: an administrator, with the token that was given, if any. */
    Caller caller() {
        return caller(given().orElse(""));
    }

    /**
     * To the registry, and by it to the object store: with the token that was given, else the service's own, else none.
     *
     * @throws Fault UNAVAILABLE if the identity service does not give the service's own
     */
    Caller callerOfStore() {
        return caller(given().or(
                        () -> OutsideParties.self(settings.usable().store().credentials(), identity())
                                .map(self -> ofService(() -> self.get().token())))
                .orElse(""));
    }

    private Caller caller(String token) {
        // What has come over one dialect is not too long for whoever acts on what has come over all.
        View view =
                new View(settings.usable().limits().orLonger(settings.usable().glanceLimits()), true);
        return new Caller(Caller.SERVICE, token, view, new Source("", "command", ""));
    }

    /** The token as it is in the file now. Empty: none was given. */
    Optional<String> given() {
        return file.map(TokenFile::get);
    }

    /**
     * To another service that has administrators: asked anew for each call.
     *
     * @param other file with a token for it; empty: that which was given, else that of the service's own user
     * @param remedy what is to be done if there is none
     */
    Supplier<String> elsewhere(Optional<Path> other, String remedy) {
        Optional<TokenFile> named = other.map(TokenFile::new).or(() -> file);
        if (named.isPresent()) {
            return named.get();
        }
        if (identity() instanceof KeystoneIdentity keystone) {
            return () -> ofService(keystone::serviceToken);
        }
        throw new Unusable(remedy);
    }

    /** Whatever the identity service answers instead of one, whom it was for is not asked, and so does not answer. */
    private static String ofService(Supplier<String> token) {
        try {
            return token.get();
        } catch (Fault fault) {
            throw new Fault(Fault.Kind.UNAVAILABLE, fault.getMessage(), fault);
        }
    }

    private synchronized Identity identity() {
        if (identity == null) {
            identity = OutsideParties.identity(settings.usable().identity(), clock, parts);
        }
        return identity;
    }
}

package org.plankton;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.command.Installation.Unusable;
import org.plankton.command.SecretFile;
import org.plankton.identity.KeystoneIdentity;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.View;

/** Whom a command acts as, and whose tokens it shows to others. */
final class Operator {
    private final Optional<Path> file;
    private final CommandSettings settings;
    private final Clock clock;
    private final Parts parts;
    private Identity identity;

    /** @param file with a token; empty: none was given */
    Operator(Optional<Path> file, CommandSettings settings, Clock clock, Parts parts) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.parts = parts;
    }

    /** To the registry: an administrator, with the token that was given, else the service's own, else none. */
    Caller caller() {
        // What has come over one dialect is not too long for whoever acts on what has come over all.
        View view =
                new View(settings.usable().limits().orLonger(settings.usable().glanceLimits()), true);
        return new Caller(Caller.SERVICE, token(), view, new Source("", "command", ""));
    }

    private String token() {
        return given().or(() -> OutsideParties.self(settings.usable().store().credentials(), identity())
                        .map(Supplier::get)
                        .map(Caller::token))
                .orElse("");
    }

    /** The token as it is in the file now: who keeps a long command going renews it. Empty: none was given. */
    Optional<String> given() {
        return file.map(Operator::read);
    }

    /**
     * To another service that has administrators: asked anew for each call.
     *
     * @param other file with a token for it; empty: that which was given, else that of the service's own user
     * @param remedy what is to be done if there is none
     */
    Supplier<String> elsewhere(Optional<Path> other, String remedy) {
        Optional<Path> named = other.or(() -> file);
        if (named.isPresent()) {
            return () -> read(named.get());
        }
        if (identity() instanceof KeystoneIdentity keystone) {
            return keystone::serviceToken;
        }
        throw new Unusable(remedy);
    }

    private static String read(Path file) {
        return SecretFile.read(file, "token");
    }

    private synchronized Identity identity() {
        if (identity == null) {
            identity = OutsideParties.identity(settings.usable().identity(), clock, parts);
        }
        return identity;
    }
}

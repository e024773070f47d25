package org.plankton.settings;

import static org.plankton.settings.Parsers.oneOf;

import java.util.Optional;
import java.util.function.Function;

/**
 * With whose token the service asks the object store of itself.
 *
 * @param token there if the kind is that
 */
public record Credentials(Kind kind, Optional<String> token) {

    /** Whose. */
    public enum Kind {
        /** Nobody's: it does not ask. */
        OFF,
        /** Whoever's the token is that is set. */
        TOKEN,
        /** That of the service's own user. */
        SERVICE
    }

    /**
     * @param kindName what the setting is called
     * @param tokenName what that of the token is called
     * @param identity only to Keystone the service is somebody itself
     */
    static Credentials read(SettingsReader reader, String kindName, String tokenName, IdentitySettings.Kind identity) {
        Kind kind = reader.or(kindName, "off", value -> kind(value, identity));
        return new Credentials(
                kind,
                Optional.ofNullable(reader.requiredOnlyIf(
                        kind == Kind.TOKEN, kindName + " is token", tokenName, Function.identity())));
    }

    private static Kind kind(String value, IdentitySettings.Kind identity) {
        Kind kind = oneOf(Kind.class).apply(value);
        if (kind == Kind.SERVICE && identity != IdentitySettings.Kind.KEYSTONE) {
            throw new IllegalArgumentException(
                    "is service only where plankton.identity.kind is keystone; else it must be off or token");
        }
        return kind;
    }

    /** Leaves the token out: it must not reach a log. */
    @Override
    public String toString() {
        return kind.toString();
    }
}

package org.plankton.settings;

import static org.plankton.settings.Parsers.oneOf;
import static org.plankton.settings.Parsers.seconds;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the service looks at images' files by itself.
 *
 * @param token there if the kind is that
 * @param interval between ten images and the next ten
 */
public record CheckSettings(Kind kind, Optional<String> token, Duration interval) {

    /** With whose token. */
    public enum Kind {
        OFF,
        TOKEN,
        SERVICE
    }

    /** @param identity only to Keystone the service is somebody itself */
    static CheckSettings read(SettingsReader reader, IdentitySettings.Kind identity) {
        Kind kind = reader.or("plankton.check.kind", "off", value -> kind(value, identity));
        return new CheckSettings(
                kind,
                Optional.ofNullable(reader.requiredOnlyIf(
                        kind == Kind.TOKEN,
                        "plankton.check.kind is token",
                        "plankton.check.token",
                        Function.identity())),
                reader.or("plankton.check.interval", "10", seconds(1, 3600)));
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
        return kind + " every " + interval;
    }
}

package org.plankton.settings;

import static org.plankton.settings.Parsers.seconds;

import java.time.Duration;

/**
 * How the service looks at images' files by itself.
 *
 * @param credentials with whose token; off: it does not
 * @param interval between ten images and the next ten
 */
public record CheckSettings(Credentials credentials, Duration interval) {

    /** @param identity which of the credentials there can be */
    static CheckSettings read(SettingsReader reader, IdentitySettings.Kind identity) {
        return new CheckSettings(
                Credentials.read(reader, "plankton.check.kind", "plankton.check.token", identity),
                reader.or("plankton.check.interval", "10", seconds(1, 3600)));
    }
}

package org.plankton.settings;

import java.util.Optional;
import java.util.function.Function;
import org.plankton.pithos.PithosRelease;

/**
 * The database of Pithos+, in which Synnefo's own library is to go on finding images.
 *
 * @param url as its Java driver takes it, naming a database and no user
 * @param password may be empty
 * @param release of Synnefo; empty: 0.16 if its tables have what came with that, else 0.15
 */
public record PithosSettings(String url, String user, String password, Optional<PithosRelease> release) {
    private static final String URL = "plankton.pithos.database.url";

    /** Empty if it is not set where it is, which all others go with. */
    static Optional<PithosSettings> read(SettingsReader reader) {
        Optional<String> url = reader.optional(URL, PithosSettings::address);
        String condition = URL + " is set";
        String user = reader.requiredOnlyIf(url.isPresent(), condition, "plankton.pithos.database.user", Parsers::name);
        String password = reader.or("plankton.pithos.database.password", "", Function.identity());
        Optional<PithosRelease> release = reader.optional("plankton.pithos.release", PithosRelease::of);
        return url.filter(set -> user != null).map(set -> new PithosSettings(set, user, password, release));
    }

    private static String address(String value) {
        return Addresses.postgres(
                value,
                "jdbc:postgresql://host:5432/snf_pithos",
                "set plankton.pithos.database.user and plankton.pithos.database.password");
    }

    /** Leaves the password out: it must not reach a log. */
    @Override
    public String toString() {
        return url;
    }
}

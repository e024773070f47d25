package org.plankton.settings;

import static org.plankton.settings.Parsers.number;

import java.util.function.Function;

/**
 * The database where the registry is kept.
 *
 * @param url as its Java driver takes it, naming a database and no user
 * @param password may be empty
 * @param connections how many are open at most
 */
public record DatabaseSettings(String url, String user, String password, int connections) {

    /** Of those that are required, what is missing or unusable is null, which the reader has then noted. */
    static DatabaseSettings read(SettingsReader reader) {
        return new DatabaseSettings(
                reader.required("plankton.database.url", DatabaseSettings::address),
                reader.required("plankton.database.user", Parsers::name),
                reader.or("plankton.database.password", "", Function.identity()),
                reader.or("plankton.database.connections", "10", number(1, 1000)));
    }

    private static String address(String value) {
        return Addresses.mariaDb(
                value,
                "jdbc:mariadb://host:3306/plankton",
                "set plankton.database.user and plankton.database.password");
    }

    /** Leaves the password out: it must not reach a log. */
    @Override
    public String toString() {
        return url;
    }
}

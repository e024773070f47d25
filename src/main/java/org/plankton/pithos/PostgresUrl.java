package org.plankton.pithos;

import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The address of a PostgreSQL database, as its Java driver takes it. */
public final class PostgresUrl {
    private static final String HOST = "(?:\\[[^]/?]*]|[^]\\[/?:,]*)(?::\\d+)?";

    /** Of others the driver logs what it makes nothing of, and a password may be in that. */
    private static final Pattern SHAPE =
            Pattern.compile("jdbc:postgresql:(?:(?!//).*|//" + HOST + "(?:," + HOST + ")*/[^/?]*(?:[?].*)?)");

    private PostgresUrl() {}

    /** Whether the driver can make something of that address. */
    public static boolean isWellFormed(String url) {
        try {
            return SHAPE.matcher(url).matches() && Driver.parseURL(url, null) != null;
        } catch (RuntimeException e) { // of what is not percent-encoded as it should be
            return false;
        }
    }

    /** Whether it says which database of the server's; of a well-formed one. */
    public static boolean namesDatabase(String url) {
        String database = PGProperty.PG_DBNAME.getOrNull(parsed(url));
        return database != null && !database.isBlank();
    }

    /** Whether it says who comes, or with which password; of a well-formed one. */
    public static boolean namesUser(String url) {
        Properties parsed = parsed(url);
        return PGProperty.USER.getOrNull(parsed) != null || PGProperty.PASSWORD.getOrNull(parsed) != null;
    }

    /** For the log: without options, of which one may be secret. */
    static String address(String url) {
        return url.replaceFirst("[?].*", "");
    }

    private static Properties parsed(String url) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new IllegalArgumentException("not an address of a database");
        }
        return parsed;
    }
}

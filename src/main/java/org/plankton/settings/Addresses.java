package org.plankton.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.plankton.database.JdbcUrl;
import org.plankton.pithos.PostgresUrl;

/**
 * Addresses of other services, as settings and options have them: which can be used, and what of one is shown. One that
 * cannot be used is an IllegalArgumentException as {@link Parsers} have it, without the address: a password may be in
 * it.
 */
public final class Addresses {
    private static final Set<String> WEB = Set.of("http", "https");

    private static final String HIDDEN = "********";

    /** Who comes, and by which password: in an address that is malformed, whatever there is before the last @. */
    private static final Pattern LOGIN = Pattern.compile("(?s)^([A-Za-z:]*//|jdbc:[a-z]*:)?.*@");

    private static final Pattern QUERY = Pattern.compile("(?s)[?#].+");

    /** What drivers take for passwords. */
    private static final Pattern SECRET_OPTION =
            Pattern.compile("(?is)([?&;][^=?&;]*(?:pass|pwd|secret|token)[^=?&;]*=)[^&]*");

    private Addresses() {}

    /**
     * Of the web, without the slashes at its end. Something is added to it, so it ends with the path; and it is told to
     * others, so nothing in it is secret.
     */
    public static String web(String value) {
        URI uri = uri(value)
                .filter(Addresses::isOfWeb)
                .orElseThrow(() -> new IllegalArgumentException("must be an http:// or https:// address"));
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must be an address of scheme, host, port and path alone: without user, password, ? and #");
        }
        return value.replaceAll("/+$", "");
    }

    private static Optional<URI> uri(String value) {
        try {
            return Optional.of(new URI(value));
        } catch (URISyntaxException e) {
            return Optional.empty(); // the exception is not passed on: it has the value, and perhaps a password in it
        }
    }

    private static boolean isOfWeb(URI uri) {
        return uri.getHost() != null && WEB.contains(uri.getScheme()) && uri.getPort() != 0 && uri.getPort() <= 65_535;
    }

    /**
     * Of a MariaDB or MySQL database, as its Java driver takes it.
     *
     * @param example a whole one
     * @param login what is to be done with user and password
     */
    public static String mariaDb(String value, String example, String login) {
        return database(value, example, login, JdbcUrl::isWellFormed, JdbcUrl::namesDatabase, JdbcUrl::namesUser);
    }

    /** As {@link #mariaDb}, of PostgreSQL. */
    public static String postgres(String value, String example, String login) {
        return database(
                value, example, login, PostgresUrl::isWellFormed, PostgresUrl::namesDatabase, PostgresUrl::namesUser);
    }

    private static String database(
            String value,
            String example,
            String login,
            Predicate<String> isWellFormed,
            Predicate<String> namesDatabase,
            Predicate<String> namesUser) {
        boolean hasLogin = QUERY.matcher(value).replaceFirst("").contains("@");
        if (!hasLogin && !isWellFormed.test(value)) {
            throw new IllegalArgumentException("must be an address such as " + example);
        }
        if (hasLogin || namesUser.test(value)) {
            throw new IllegalArgumentException("must have neither user nor password, which others would see; " + login);
        }
        if (!namesDatabase.test(value)) {
            throw new IllegalArgumentException("must name a database behind the host: " + example);
        }
        return value;
    }

    /** Without what may be secret; one that cannot be used rather with too little than too much. */
    static String shown(String value) {
        String address = LOGIN.matcher(value).replaceFirst("$1" + HIDDEN + "@");
        return address.startsWith("jdbc:")
                ? SECRET_OPTION.matcher(address).replaceAll("$1" + HIDDEN)
                : QUERY.matcher(address).replaceFirst("?" + HIDDEN);
    }
}

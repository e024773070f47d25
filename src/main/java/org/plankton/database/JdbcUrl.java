package org.plankton.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.HaMode;

/** The address of a MariaDB database, with options: what it says of them stands, the others are added here. */
public final class JdbcUrl {
    /**
     * A driver's defaults wait for ever, try a hundred times, or trust the server with local files. An answer may take
     * a little longer than the server lets a statement take (below), so that it is the server that ends it. Of several
     * servers four are tried before there is no connection.
     */
    private static final Map<String, String> ALWAYS = Map.of(
            "connectTimeout", "2000",
            "socketTimeout", "5500",
            "tcpKeepAlive", "true",
            "allowLocalInfile", "false",
            "dumpQueriesOnException", "false",
            "transactionReplay", "false",
            "retriesAllDown", "4");

    /**
     * Statements are parsed once a connection, which is a fifth of what the database has to do for a short one. It
     * keeps at most a hundred: a server has 16 382 for all its clients together.
     *
     * <p>Without materialization and semi-joins: they collect all images that have a property, where a page needs to
     * look up a few. Warnings are kept, since {@link RowLimit} goes by one.
     */
    private static final Map<String, String> REQUESTS = Map.of(
            "useServerPrepStmts",
            "true",
            "prepStmtCacheSize",
            "100",
            "sessionVariables",
            "sql_mode='TRADITIONAL',time_zone='+00:00',innodb_lock_wait_timeout=3,lock_wait_timeout=10"
                    + ",max_statement_time=5,max_error_count=64,optimizer_switch='materialization=off,semijoin=off'");

    /** Changing a large table takes its time, but does not wait long for those who read it. */
    private static final Map<String, String> MIGRATIONS =
            Map.of("socketTimeout", "0", "sessionVariables", "lock_wait_timeout=10,max_statement_time=0");

    private JdbcUrl() {}

    /** Whether the driver can make something of that address, with all its options, and write there. */
    public static boolean isWellFormed(String url) {
        try {
            return url.startsWith("jdbc:mariadb:")
                    && !nodes(Configuration.parse(url)).isEmpty();
        } catch (SQLException | RuntimeException e) { // the driver fails by either where it can make nothing of it
            return false;
        }
    }

    /** For the log: without options, of which one may be a password. */
    static String address(String url) {
        return url.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
    }

    /** Whether it says which database of the server's; of a well-formed one. */
    public static boolean namesDatabase(String url) {
        String database = parsed(url).database();
        return database != null && !database.isBlank();
    }

    /** Whether it says who comes, or with which password; of a well-formed one. */
    public static boolean namesUser(String url) {
        Configuration parsed = parsed(url);
        return parsed.user() != null || parsed.password() != null;
    }

    private static Configuration parsed(String url) {
        try {
            return Configuration.parse(url);
        } catch (SQLException e) {
            throw new IllegalArgumentException("not an address of a database", e);
        }
    }

    /** For connections on which requests are answered. */
    static String forRequests(String url) {
        return with(ALWAYS, with(REQUESTS, url));
    }

    /** For the connection on which tables are changed. */
    static String forMigrations(String url) {
        return with(ALWAYS, with(MIGRATIONS, url));
    }

    /** For a connection that only finds out whether one can be had. */
    static String forChecks(String url) {
        return with(ALWAYS, url);
    }

    /**
     * How to reach each of several servers that may be written to, in the order of the address: the driver's own ways
     * from one to another take their time, and nobody knows whom it has found. One, if they are only one for it.
     */
    static List<Configuration> nodes(Configuration options) throws SQLException {
        if (options.haMode() == HaMode.NONE) {
            return List.of(options);
        }
        List<Configuration> nodes = new ArrayList<>();
        for (HostAddress host : options.addresses()) {
            if (!Boolean.FALSE.equals(host.primary)) {
                nodes.add(
                        options.toBuilder().haMode(HaMode.NONE).addresses(host).build());
            }
        }
        return nodes;
    }

    /** With those of the options that it does not have. */
    static String with(Map<String, String> options, String url) {
        String added = options.entrySet().stream()
                .filter(option -> !url.contains(option.getKey() + "="))
                .map(option -> option.getKey() + "=" + option.getValue())
                .sorted()
                .collect(Collectors.joining("&"));
        if (added.isEmpty()) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + added;
    }
}

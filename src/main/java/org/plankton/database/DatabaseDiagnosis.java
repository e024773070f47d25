package org.plankton.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.HostAddress;
import org.plankton.health.Diagnosis;
import org.plankton.health.Diagnosis.Severity;

/** Looks at the database as an operator would: whether it is reached, how it is set, what it lets the service do. */
public final class DatabaseDiagnosis {
    private static final String SETTING = "plankton.database.url";

    /** Beyond which times that two machines have given stand in no order. */
    private static final Duration SAME = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofMillis(20);

    /** What the service does, and what changes its tables. */
    private static final Set<String> RIGHTS = new TreeSet<>(Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "CREATE",
            "ALTER",
            "DROP",
            "INDEX",
            "REFERENCES",
            "CREATE VIEW",
            "SHOW VIEW"));

    private static final Pattern GRANT = Pattern.compile("GRANT (.+?) ON (.+?) TO .*");

    private final String url;
    private final String user;
    private final String password;
    private final int connections;
    private final Clock clock;
    private final List<Diagnosis> found = new ArrayList<>();

    /** @param connections that the service has at most */
    public DatabaseDiagnosis(String url, String user, String password, int connections, Clock clock) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.connections = connections;
        this.clock = clock;
    }

    /** One look at the server. */
    private interface Look {
        void at(Statement statement) throws SQLException;
    }

    /** All that was looked at; the first alone if the database is not reached. */
    public List<Diagnosis> examine() {
        found.clear();
        try {
            Configuration options = Configuration.parse(JdbcUrl.forRequests(url)).toBuilder()
                    .user(user)
                    .password(password)
                    .build();
            long begin = System.nanoTime();
            try (Connection connection = Driver.connect(options);
                    Statement statement = connection.createStatement()) {
                examine(statement, options, Duration.ofNanos(System.nanoTime() - begin));
            }
        } catch (SQLException e) {
            found.add(Diagnosis.trouble(
                    "database",
                    JdbcUrl.address(url) + ": " + SqlFailure.root(e).getMessage(),
                    "see that it runs and is reached from here, and that " + SETTING
                            + ", plankton.database.user and plankton.database.password are right"));
        }
        return List.copyOf(found);
    }

    /**
     * All that was looked at.
     *
     * @throws SQLException if the connection goes
     */
    List<Diagnosis> examine(Statement statement, Configuration options, Duration connecting) throws SQLException {
        String version = text(statement, "SELECT VERSION()");
        found.add(Diagnosis.when(
                isRecent(version),
                "database",
                "MariaDB " + version + " at " + JdbcUrl.address(url) + ", connected in " + connecting.toMillis()
                        + " ms",
                Severity.TROUBLE,
                "use MariaDB 10.6 or later"));
        look("database latency", statement, this::examineLatency);
        look("database clock", statement, this::examineClock);
        look("database time zone", statement, this::examineZone);
        look("database charset", statement, this::examineCharset);
        look("database encryption", statement, asked -> examineEncryption(asked, options));
        look("database durability", statement, this::examineDurability);
        look("database connections", statement, this::examineConnections);
        look("database rights", statement, this::examineRights);
        return List.copyOf(found);
    }

    /** What one question fails by keeps no other from being asked, unless the connection has gone. */
    private void look(String subject, Statement statement, Look look) throws SQLException {
        try {
            look.at(statement);
        } catch (SQLException e) {
            if (SqlFailure.isConnection(e)) {
                throw e;
            }
            found.add(Diagnosis.warning(
                    subject,
                    "could not be looked at: " + e.getMessage(),
                    "give the user the right to see it, or look yourself; MariaDB 10.6 and later can be asked it"));
        }
    }

    private static boolean isRecent(String version) {
        Matcher numbers = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(version);
        if (!numbers.matches() || !version.contains("MariaDB")) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 10 || major == 10 && Integer.parseInt(numbers.group(2)) >= 6;
    }

    private void examineLatency(Statement statement) throws SQLException {
        long begin = System.nanoTime();
        int questions = 10;
        for (int i = 0; i < questions; i++) {
            text(statement, "SELECT 1");
        }
        Duration each = Duration.ofNanos((System.nanoTime() - begin) / questions);
        found.add(Diagnosis.when(
                each.compareTo(LONG) < 0,
                "database latency",
                String.format(Locale.ROOT, "%.1f ms a question", each.toNanos() / 1e6),
                Severity.WARNING,
                "have the database nearer: a registration asks it some fifteen times"));
    }

    private void examineClock(Statement statement) throws SQLException {
        String theirs = text(statement, "SELECT UTC_TIMESTAMP(6)");
        Duration apart = Duration.between(clock.instant(), Instant.parse(theirs.replace(' ', 'T') + "Z"))
                .abs();
        found.add(Diagnosis.when(
                apart.compareTo(SAME) < 0,
                "database clock",
                apart.toMillis() + " ms apart from this machine's",
                Severity.WARNING,
                "keep both by NTP"));
    }

    private void examineZone(Statement statement) throws SQLException {
        String zone = text(statement, "SELECT @@session.time_zone");
        found.add(Diagnosis.when(
                Set.of("+00:00", "UTC").contains(zone),
                "database time zone",
                "the service's sessions are in " + zone,
                Severity.TROUBLE,
                "leave time_zone out of sessionVariables in " + SETTING + ", or set it to '+00:00': times are "
                        + ZoneOffset.UTC.getId()));
    }

    private void examineCharset(Statement statement) throws SQLException {
        String session = text(statement, "SELECT @@character_set_client");
        String usual = text(statement, "SELECT @@character_set_database");
        String tables = text(
                statement,
                "SELECT COALESCE(GROUP_CONCAT(DISTINCT table_collation), 'none yet') FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
                        + " AND table_name NOT LIKE 'flyway%'");
        String seen =
                "the connection's: " + session + "; the database's: " + usual + "; the tables' collation: " + tables;
        if (!usual.equals("utf8mb4")) {
            found.add(Diagnosis.trouble(
                    "database charset",
                    seen,
                    "ALTER DATABASE `" + text(statement, "SELECT DATABASE()")
                            + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin, before tables are made"));
            return;
        }
        found.add(Diagnosis.when(
                session.equals("utf8mb4")
                        && Set.of("utf8mb4_nopad_bin", "none yet").contains(tables),
                "database charset",
                seen,
                Severity.TROUBLE,
                "leave character sets out of " + SETTING + "; tables of another collation take names for the same that"
                        + " are not: export all, let Plankton make the tables anew, and import"));
    }

    private void examineEncryption(Statement statement, Configuration options) throws SQLException {
        String cipher = text(
                statement,
                "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'SSL_CIPHER'");
        boolean isHere = options.addresses().stream().allMatch(DatabaseDiagnosis::isLoopback);
        found.add(Diagnosis.when(
                isHere || !cipher.isEmpty(),
                "database encryption",
                cipher.isEmpty() ? "none" + (isHere ? ", on this machine" : "") : cipher,
                Severity.WARNING,
                "take sslMode=disable out of " + SETTING + ", and give the server a certificate: passwords and names"
                        + " go over the network as they are"));
    }

    private static boolean isLoopback(HostAddress address) {
        try {
            return address.host == null || InetAddress.getByName(address.host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void examineDurability(Statement statement) throws SQLException {
        String flush = text(statement, "SELECT @@innodb_flush_log_at_trx_commit");
        found.add(Diagnosis.when(
                flush.equals("1"),
                "database durability",
                "innodb_flush_log_at_trx_commit = " + flush,
                Severity.TROUBLE,
                "set innodb_flush_log_at_trx_commit = 1: else what was acknowledged is lost with the server's power"));
    }

    private void examineConnections(Statement statement) throws SQLException {
        int most = Integer.parseInt(text(statement, "SELECT @@max_connections"));
        found.add(Diagnosis.when(
                connections < most / 2,
                "database connections",
                "the service has " + connections + " at most, the server " + most,
                Severity.WARNING,
                "set max_connections to more than twice plankton.database.connections of all services together"));
    }

    private void examineRights(Statement statement) throws SQLException {
        String database = text(statement, "SELECT DATABASE()");
        Set<String> missing = new TreeSet<>(RIGHTS);
        try (ResultSet grants = statement.executeQuery("SHOW GRANTS")) {
            while (grants.next()) {
                Matcher grant = GRANT.matcher(grants.getString(1));
                if (grant.matches() && isOf(grant.group(2), database)) {
                    Stream.of(grant.group(1).split(",")).map(String::strip).forEach(missing::remove);
                    if (grant.group(1).startsWith("ALL PRIVILEGES")) {
                        missing.clear();
                    }
                }
            }
        }
        found.add(Diagnosis.when(
                missing.isEmpty(),
                "database rights",
                missing.isEmpty() ? user + " has all on " + database : user + " lacks " + String.join(", ", missing),
                Severity.TROUBLE,
                "GRANT " + String.join(", ", missing) + " ON `" + database + "`.* TO that user"));
    }

    /** Whether what is granted on that is so of the database: a name, in which wildcards may be, or all. */
    private static boolean isOf(String on, String database) {
        if (on.equals("*.*")) {
            return true;
        }
        Matcher name = Pattern.compile("`(.+)`\\.\\*").matcher(on);
        if (!name.matches()) {
            return false;
        }
        StringBuilder pattern = new StringBuilder();
        String written = name.group(1);
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '\\' && i + 1 < written.length()) {
                pattern.append(Pattern.quote(written.substring(i + 1, i + 2)));
                i++;
            } else {
                pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return database.matches(pattern.toString());
    }

    private static String text(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            return rows.next() && rows.getString(1) != null ? rows.getString(1) : "";
        }
    }
}

package org.plankton.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.exceptions.PersistenceException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, brought up to date with the files of {@code sql} before they are used for the first time, and looked at
 * again for as long as they are used: another service may be newer, and change them.
 *
 * <p>Tables that a newer service has made, or nobody knows who, are not used: what is written there by an older one may
 * lack what the newer one relies on. {@code docs/decisions/0016-tables-of-another-version.md} says how that is noticed.
 *
 * <p>Where the database is down when the service starts, the first request that finds it up does all that.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** How long what was last seen of the tables is believed. */
    static final Duration BELIEF = Duration.ofSeconds(2);

    /** Waits 2 seconds for a lock of the server's, not the database's, which ends with the connection. */
    private static final String LOCK = "SELECT GET_LOCK(CONCAT('plankton ', MD5(DATABASE())), 2)";

    private static final String TABLES = "SELECT COUNT(*) AS tables,"
            + " COUNT(IF(table_name = 'flyway_schema_history', 1, NULL)) AS histories"
            + " FROM information_schema.tables WHERE table_schema = DATABASE()";

    /** What Flyway has noted of the files that were run. */
    interface History {
        /**
         * Other text as soon as anything in it is another: as many bytes as there are files, whatever the tables hold.
         */
        @Select("SELECT MD5(GROUP_CONCAT(CONCAT_WS(' ', installed_rank, version, type, checksum, success)"
                + " ORDER BY installed_rank SEPARATOR ';')) FROM flyway_schema_history")
        String digest();
    }

    /**
     * What was last seen.
     *
     * @param history as it was when the tables were up to date; null if they were not
     * @param refusal what the database has, so that it cannot be used until somebody has changed that; empty if it can
     * @param version of the tables
     */
    private record Seen(Instant at, String history, Optional<String> refusal, String version) {}

    private final String address;
    private final Flyway flyway;
    private final Supplier<String> history;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();

    /** Null as long as nothing was seen. */
    private volatile Seen seen;

    /** That is not said again. */
    private String lastTrouble = "";

    /**
     * @param url with time-outs: it is not the pool's, whose statements are too short-lived for changing tables
     * @param history asks {@link History#digest} on a connection of the pool
     */
    Schema(String url, String user, String password, Supplier<String> history, Clock clock) {
        this.address = JdbcUrl.address(url);
        this.flyway = flyway(url, user, password);
        this.history = history;
        this.clock = clock;
    }

    /** By a source of connections: in texts Flyway would replace what is written ${…}, as in a password. */
    private static Flyway flyway(String url, String user, String password) {
        MariaDbDataSource source = new MariaDbDataSource();
        try {
            source.setUrl(url);
            source.setUser(user);
            source.setPassword(password);
        } catch (SQLException e) {
            throw new IllegalArgumentException("not an address of a database", e);
        }
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:sql")
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("-")
                .validateMigrationNaming(true)
                .load();
    }

    /**
     * Looks at the tables and changes nothing.
     *
     * @param url as of the constructor
     * @throws Fault UNAVAILABLE if the database does not answer, or lets nobody in by that name and password
     */
    static TablesReport report(String url, String user, String password) {
        Flyway flyway = flyway(url, user, password);
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(TABLES)) {
            tables.next();
            boolean isUnknown = tables.getInt("tables") > 0 && tables.getInt("histories") == 0;
            return TablesReport.of(flyway.info().all(), isUnknown);
        } catch (FlywayException | SQLException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the database at " + JdbcUrl.address(url) + " (plankton.database.url) cannot be asked: "
                            + SqlFailure.root(e).getMessage(),
                    e);
        }
    }

    /** Why the tables, as they were last seen, cannot be used; empty if they can be. Asks nobody. */
    Optional<String> refusal() {
        Seen last = seen;
        return last == null ? Optional.empty() : last.refusal.map(refusal -> "the database " + refusal);
    }

    /**
     * Looks whether the tables are those that this service knows, unless that was done just now; makes or changes them
     * where they are older.
     *
     * @throws Fault UNAVAILABLE if they are newer, or unknown; if that is being done; if it cannot be done now
     */
    void requireUpToDate() {
        Seen last = seen;
        if (isRecent(last)) {
            answer(last);
            return;
        }
        if (!turn.tryLock()) {
            // Somebody else is looking, and may have to wait for it; what was seen before is hardly older than allowed.
            requireSeenUpToDate();
            return;
        }
        try {
            if (!isRecent(seen)) {
                seen = look();
            }
        } finally {
            turn.unlock();
        }
        answer(seen);
    }

    /** Of the tables, as they were last seen: {@code 014}, or {@code none}; empty if they never were. Asks nobody. */
    Optional<String> version() {
        return Optional.ofNullable(seen).map(Seen::version);
    }

    /** Whether they were when they were last seen. Asks nobody. */
    boolean isSeenUpToDate() {
        Seen last = seen;
        return last != null && last.refusal.isEmpty();
    }

    /** @throws Fault UNAVAILABLE if the tables were not up to date when they were last seen, or were never seen */
    private void requireSeenUpToDate() {
        Seen last = seen;
        if (last == null) {
            throw beingPrepared();
        }
        answer(last);
    }

    private boolean isRecent(Seen last) {
        if (last == null) {
            return false;
        }
        Duration age = Duration.between(last.at, clock.instant());
        return !age.isNegative() && age.compareTo(BELIEF) < 0;
    }

    private static void answer(Seen last) {
        last.refusal.ifPresent(refusal -> {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the database " + refusal);
        });
    }

    private static Fault beingPrepared() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the database is being prepared; try again");
    }

    private Seen look() {
        try {
            if (seen != null && seen.history != null && isUnchanged(seen.history)) {
                return new Seen(clock.instant(), seen.history, Optional.empty(), seen.version);
            }
            Seen now = bringUpToDate();
            now.refusal.ifPresentOrElse(this::trouble, this::noTrouble);
            return now;
        } catch (FlywayException | SQLException e) {
            // The message says which statement of which file, or that there was no connection; the stack nothing more.
            trouble("could not be brought up to date, which is tried again: "
                    + e.getMessage().replaceAll("-{4,}", ""));
            throw new Fault(Fault.Kind.UNAVAILABLE, "the database is not ready; try again", e);
        } catch (PersistenceException e) {
            trouble("does not answer: " + SqlFailure.root(e));
            throw new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again", e);
        }
    }

    private boolean isUnchanged(String before) {
        try {
            return before.equals(history.get());
        } catch (PersistenceException e) {
            if (SqlFailure.isUnavailable(e)) {
                throw e;
            }
            return false; // there is no such record any more: see what there is
        }
    }

    private void noTrouble() {
        if (!lastTrouble.isEmpty()) {
            LOG.info("the database is ready again");
            lastTrouble = "";
        }
    }

    private void trouble(String what) {
        if (!what.equals(lastTrouble)) {
            LOG.error("the database at {} (plankton.database.url) {}", address, what);
            lastTrouble = what;
        }
    }

    /**
     * One service at a time. Flyway's own lock does not do on a Galera cluster, where it is given up with the first
     * change of a table.
     *
     * <p>What is up to date is noted before that turn ends, so that no other service can have changed it meanwhile.
     */
    private Seen bringUpToDate() throws SQLException {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet lock = statement.executeQuery(LOCK)) {
            lock.next();
            if (lock.getInt(1) != 1) {
                throw beingPrepared();
            }
            SchemaVersion version = versions();
            Optional<String> refusal = version.refusal();
            if (refusal.isPresent()) {
                return new Seen(clock.instant(), null, refusal, version.theirs());
            }
            // A file that failed is run again, as when somebody else held a table: its statements can be.
            if (version.hasFailed()) {
                flyway.repair();
            }
            flyway.migrate();
            return new Seen(clock.instant(), history.get(), Optional.empty(), version.own());
        } catch (FlywayException e) {
            if (e.getErrorCode() != CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw e;
            }
            SchemaVersion version = versions();
            return new Seen(clock.instant(), null, Optional.of(version.refusalOfUnknown()), version.theirs());
        }
    }

    private SchemaVersion versions() {
        return new SchemaVersion(Arrays.asList(flyway.info().all()));
    }
}

package org.plankton.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.plankton.registry.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, brought up to date with the files of {@code sql} before they are used for the first time.
 *
 * <p>Where the database is down when the service starts, the first request that finds it up does it.
 */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** Waits 2 seconds for a lock of the server's, not the database's, which ends with the connection. */
    private static final String LOCK = "SELECT GET_LOCK(CONCAT('plankton ', MD5(DATABASE())), 2)";

    private final String address;
    private final Flyway flyway;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean upToDate;

    /** @param url with time-outs: it is not the pool's, whose statements are too short-lived for changing tables */
    Schema(String url, String user, String password) {
        this.address = JdbcUrl.address(url);
        this.flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(url, user, password)
                .locations("classpath:sql")
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("-")
                .validateMigrationNaming(true)
                .load();
    }

    /** A file that failed is run again, as when somebody else held a table: its statements can be. */
    private void repair() {
        if (Arrays.stream(flyway.info().all()).anyMatch(file -> file.getState().isFailed())) {
            flyway.repair();
        }
    }

    /**
     * One service at a time. Flyway's own lock does not do on a Galera cluster, where it is given up with the first change of
     * a table.
     */
    private void bringUpToDate() throws SQLException {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet lock = statement.executeQuery(LOCK)) {
            lock.next();
            if (lock.getInt(1) != 1) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the database is being prepared; try again");
            }
            repair();
            flyway.migrate();
        }
    }

    /** @throws Fault UNAVAILABLE if that is being done, or cannot be done now */
    void requireUpToDate() {
        if (upToDate) {
            return;
        }
        if (!turn.tryLock()) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the database is being prepared; try again");
        }
        try {
            if (!upToDate) {
                bringUpToDate();
                upToDate = true;
            }
        } catch (FlywayException | SQLException e) {
            // The message says which statement of which file, or that there was no connection; the stack nothing more.
            LOG.error(
                    "the database at {} (plankton.database.url) could not be brought up to date, which the next request will"
                            + " try: {}",
                    address,
                    e.getMessage().replaceAll("-{4,}", ""));
            throw new Fault(Fault.Kind.UNAVAILABLE, "the database is not ready; try again", e);
        } finally {
            turn.unlock();
        }
    }
}

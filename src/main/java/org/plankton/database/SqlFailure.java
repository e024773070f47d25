package org.plankton.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.ibatis.exceptions.PersistenceException;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What MariaDB and its driver mean by their errors. */
final class SqlFailure {
    private static final Logger LOG = LoggerFactory.getLogger(SqlFailure.class);

    /**
     * Deadlock, lock wait time-out, changed since read, a key that another transaction has inserted meanwhile, and a
     * lock of the next number of a table that was waited for too long.
     */
    private static final Set<Integer> IN_THE_WAY = Set.of(1213, 1205, 1020, 1062, 1467);

    /**
     * Too many connections, read-only or failing server, no primary component, and that was lost in the middle of a
     * commit, shutting down, killed, disk or table full, no number left for a row.
     */
    private static final Set<Integer> SERVERS_OWN =
            Set.of(1040, 1203, 1290, 1836, 1047, 1180, 1053, 1927, 1021, 1114, 167);

    /** A statement has taken more than max_statement_time. The driver takes for time-outs whatever was interrupted. */
    private static final int OUT_OF_TIME = 1969;

    /** The driver has lost the connection and what was being done on it, and has another one, to another server. */
    private static final String RECONNECTED = "25S03";

    private SqlFailure() {}

    /** Whether the server cannot serve now, whatever it is asked. */
    static boolean isServersOwn(SQLException e) {
        return SERVERS_OWN.contains(e.getErrorCode());
    }

    /** Whether another transaction was in the way, so that it may go better the next time. */
    static boolean isInTheWay(PersistenceException e) {
        return is(e, cause -> IN_THE_WAY.contains(cause.getErrorCode()) || "40001".equals(cause.getSQLState()));
    }

    /** Whether a connection was there and broke; not if there was none to be had. */
    static boolean isLostConnection(PersistenceException e) {
        return is(
                e,
                cause -> isConnection(cause)
                        && (!(cause instanceof SQLTransientConnectionException)
                                || RECONNECTED.equals(cause.getSQLState())));
    }

    /** Whether the database cannot be asked now, whatever it would have been asked. */
    static boolean isUnavailable(PersistenceException e) {
        return isInTheWay(e)
                || is(e, cause -> isConnection(cause) || isServersOwn(cause) || cause instanceof SQLTimeoutException);
    }

    /**
     * A database that cannot be asked now, or gives up, is a fault that the client is told of, and spent where the
     * statement had all its time; anything else is an error of ours.
     *
     * @param address of the database, for the log
     */
    static RuntimeException fault(PersistenceException e, String address) {
        if (is(e, RowLimit::isExceeded)) {
            return new Fault(
                    Fault.Kind.BAD_REQUEST,
                    "too many images would have to be looked at for these filters, or in this order: add a filter that"
                            + " fewer images pass, such as name, owner, status, disk_format, container_format, size or"
                            + " a property",
                    e);
        }
        if (!isUnavailable(e)) {
            return e;
        }
        LOG.warn("the database at {} (plankton.database.url) cannot be asked now: {}", address, root(e).toString());
        return is(e, cause -> cause.getErrorCode() == OUT_OF_TIME)
                ? Fault.spent("the database does not answer in time; try again", e)
                : new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again", e);
    }

    /** Whether there is no connection, or no longer. */
    static boolean isConnection(SQLException e) {
        return e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    private static boolean is(PersistenceException e, Predicate<SQLException> what) {
        return sqlCause(e).filter(what).isPresent();
    }

    private static Optional<SQLException> sqlCause(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    /** What is behind it: no connection is free, say, because the server refuses them. */
    static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}

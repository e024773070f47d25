package org.plankton.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.executor.ErrorContext;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.registry.ContainerFormat;
import org.plankton.registry.Database;
import org.plankton.registry.DiskFormat;
import org.plankton.registry.Fault;
import org.plankton.registry.FormerReaderMapper;
import org.plankton.registry.Image;
import org.plankton.registry.ImageMapper;
import org.plankton.registry.Location;
import org.plankton.registry.MemberMapper;
import org.plankton.registry.Query;
import org.plankton.registry.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's tables in MariaDB. Nothing here waits for the database without an end. */
public final class MariaDb implements Database, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDb.class);

    /** Deadlock, lock wait time-out, changed since read, and a key that another transaction has inserted meanwhile. */
    private static final Set<Integer> IN_THE_WAY = Set.of(1213, 1205, 1020, 1062);

    /** Too many connections, read-only or failing server, no primary component, shutting down, killed, disk or table full. */
    private static final Set<Integer> NOT_NOW = Set.of(1040, 1203, 1290, 1836, 1047, 1053, 1927, 1021, 1114);

    /** A driver's defaults wait for ever, or trust the server with local files. */
    private static final Map<String, String> CONNECTION = Map.of(
            "connectTimeout", "2000",
            "socketTimeout", "10000",
            "tcpKeepAlive", "true",
            "allowLocalInfile", "false",
            "dumpQueriesOnException", "false",
            "transactionReplay", "false");

    /** Changing a large table takes its time, but does not wait long for those who read it. */
    private static final Map<String, String> MIGRATION =
            Map.of("socketTimeout", "0", "sessionVariables", "lock_wait_timeout=10");

    private static final Map<String, String> SESSION = Map.of(
            "sessionVariables",
            "sql_mode='TRADITIONAL',time_zone='+00:00',innodb_lock_wait_timeout=3,lock_wait_timeout=10,max_statement_time=5");

    private static final String EACH_VISIBLE = ImageMapper.class.getName() + ".eachVisible";
    private static final int CONNECTION_PATIENCE_MILLIS = 2_000;
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HikariDataSource pool;
    private final SqlSessionFactory sessions;
    private final Schema schema;
    private final Semaphore lists;

    /**
     * @param url {@code jdbc:mariadb://…}; what it says of time-outs and the like stands
     * @param connections how many at most; half of them for listings without a limit
     */
    public MariaDb(String url, String user, String password, int connections) {
        this.pool = pool(url, user, password, connections);
        this.sessions = sessions(pool);
        this.lists = new Semaphore(Math.max(1, connections / 2));
        this.schema = new Schema(withDefaults(withDefaults(url, MIGRATION), CONNECTION), user, password);
        try {
            schema.requireUpToDate();
        } catch (Fault fault) {
            LOG.warn("starting without the database: {}", fault.getMessage());
        }
    }

    private static String withDefaults(String url, Map<String, String> defaults) {
        String added = defaults.entrySet().stream()
                .filter(option -> !url.contains(option.getKey() + "="))
                .map(option -> option.getKey() + "=" + option.getValue())
                .sorted()
                .collect(Collectors.joining("&"));
        return url + (url.contains("?") ? "&" : "?") + added;
    }

    /** Whether the driver can make something of that address, with all its options. */
    public static boolean understands(String url) {
        try {
            return url.startsWith("jdbc:mariadb:") && org.mariadb.jdbc.Configuration.parse(url) != null;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private static DataSource source(String url, String user, String password) {
        try {
            MariaDbDataSource source = new MariaDbDataSource(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        } catch (SQLException e) {
            throw new IllegalArgumentException("not an address of a database", e);
        }
    }

    private static HikariDataSource pool(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("plankton");
        config.setDataSource(source(withDefaults(withDefaults(url, CONNECTION), SESSION), user, password));
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTION_PATIENCE_MILLIS);
        config.setValidationTimeout(1_000);
        config.setMaxLifetime(600_000);
        config.setKeepaliveTime(60_000);
        config.setInitializationFailTimeout(
                -1); // the service starts without the database, and finds it when it is there
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setExceptionOverrideClassName(Eviction.class.getName());
        return new HikariDataSource(config);
    }

    /** Connections to a server that cannot serve now leave the pool, so that the next one may reach a server that can. */
    public static final class Eviction implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException e) {
            return NOT_NOW.contains(e.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }

    private static SqlSessionFactory sessions(HikariDataSource pool) {
        Configuration configuration =
                new Configuration(new Environment("plankton", new JdbcTransactionFactory(), pool));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setArgNameBasedConstructorAutoMapping(true); // columns to record components, by name
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT); // a read sees what SQL would
        configuration.setCacheEnabled(false);
        var handlers = configuration.getTypeHandlerRegistry();
        handlers.register(java.time.Instant.class, new InstantHandler());
        handlers.register(Location.class, TextHandler.ofLocation());
        handlers.register(DiskFormat.class, TextHandler.ofWord(DiskFormat.class));
        handlers.register(ContainerFormat.class, TextHandler.ofWord(ContainerFormat.class));
        handlers.register(Status.class, TextHandler.ofWord(Status.class));
        handlers.register(Map.class, new TextHandler<Map<?, ?>>(PropertiesJson::write, PropertiesJson::read));
        for (Class<?> mapper : new Class<?>[] {ImageMapper.class, MemberMapper.class, FormerReaderMapper.class}) {
            configuration.addMapper(mapper); // finds the XML of the same name
        }
        ErrorContext.instance().reset(); // reading the XML has left it on the container's thread
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    @Override
    public <T> T read(Function<Tables, T> work) {
        schema.requireUpToDate();
        try {
            return twiceIfLost(() -> true, () -> {
                try (SqlSession session = sessions.openSession(true)) {
                    return work.apply(tables(session));
                }
            });
        } catch (PersistenceException e) {
            throw fault(e);
        }
    }

    /** That a connection was lost while it was idle is noticed by whoever uses it next, who then takes another. */
    private <T> T twiceIfLost(BooleanSupplier mayRunAgain, Supplier<T> work) {
        try {
            return work.get();
        } catch (PersistenceException e) {
            if (!mayRunAgain.getAsBoolean() || !isLost(e)) {
                throw e;
            }
            forgetIdleConnections();
            return work.get();
        }
    }

    /** Where one was lost the others may be, too. */
    private void forgetIdleConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private static boolean isLost(PersistenceException e) {
        return sqlCause(e)
                .filter(MariaDb::isConnectionLost)
                .filter(cause -> !(cause instanceof SQLTransientConnectionException)) // there was none to be had
                .isPresent();
    }

    @Override
    public <T> T inTransaction(Function<Tables, T> work) {
        schema.requireUpToDate();
        Instant end = Instant.now().plus(PATIENCE);
        for (int attempt = 1; ; attempt++) {
            boolean committing = false;
            try (SqlSession session = sessions.openSession(false)) { // closing without commit rolls back
                T result = work.apply(tables(session));
                committing = true;
                session.commit(true);
                return result;
            } catch (PersistenceException e) {
                // Whether a commit that was cut off took place is not known, so it must not run again by itself.
                // The client may repeat it: every change says what shall be so, not what shall be added.
                boolean lost = isLost(e);
                if (committing
                        || attempt == ATTEMPTS
                        || Instant.now().isAfter(end)
                        || !(lost && attempt == 1 || isInTheWay(e))) {
                    throw fault(e);
                }
                LOG.debug("a transaction runs again after attempt {}", attempt, e);
                if (lost) {
                    forgetIdleConnections();
                } else {
                    pause(attempt);
                }
            }
        }
    }

    private static boolean isInTheWay(PersistenceException e) {
        return sqlCause(e)
                .filter(cause -> IN_THE_WAY.contains(cause.getErrorCode()) || "40001".equals(cause.getSQLState()))
                .isPresent();
    }

    /** Waits a while, each time longer and each transaction differently, so that the same ones do not meet again. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(50L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
    }

    @Override
    public void eachVisible(String account, Query query, Consumer<Image> reader) {
        schema.requireUpToDate();
        requireTurn(lists);
        try {
            handOver(account, query, reader);
        } finally {
            lists.release();
        }
    }

    /** A list keeps its connection until its client has read it; slow clients must not have them all. */
    private static void requireTurn(Semaphore lists) {
        try {
            if (!lists.tryAcquire(CONNECTION_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "too many long lists are being read; try again, or ask for pages with limit and marker");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
    }

    private void handOver(String account, Query query, Consumer<Image> reader) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        try {
            twiceIfLost(() -> !begun.get(), () -> {
                try (SqlSession session = sessions.openSession(true)) {
                    session.select(EACH_VISIBLE, Map.of("account", account, "query", query), row -> {
                        begun.set(true);
                        try {
                            reader.accept((Image) row.getResultObject());
                        } catch (RuntimeException e) {
                            refused.set(e);
                            cutOff(session.getConnection());
                            throw e;
                        }
                    });
                }
                return begun;
            });
        } catch (PersistenceException e) {
            throw refused.get() != null ? refused.get() : fault(e);
        }
    }

    /**
     * Without this, whoever goes away in the middle of a listing leaves a connection busy with rows nobody wants. The pool
     * finds it broken when it is given back, and makes another.
     */
    private static void cutOff(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("a connection could not be cut off", e);
        }
    }

    private static Tables tables(SqlSession session) {
        return new Tables(
                session.getMapper(ImageMapper.class),
                session.getMapper(MemberMapper.class),
                session.getMapper(FormerReaderMapper.class));
    }

    /** A database that cannot be asked now is a fault that the client is told of; anything else is an error of ours. */
    private static RuntimeException fault(PersistenceException e) {
        return sqlCause(e)
                .filter(cause -> isConnectionLost(cause)
                        || cause instanceof SQLTimeoutException
                        || NOT_NOW.contains(cause.getErrorCode())
                        || IN_THE_WAY.contains(cause.getErrorCode()))
                .<RuntimeException>map(cause -> {
                    LOG.warn("the database cannot be asked now: {}; {}", cause.getMessage(), root(cause));
                    return new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again", e);
                })
                .orElse(e);
    }

    /** What is behind it: that no connection is free, say, because the server refuses them. */
    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static boolean isConnectionLost(SQLException e) {
        return e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    private static Optional<SQLException> sqlCause(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    /** Closes the pool and takes our driver off the JVM's list, which would otherwise keep the whole application in memory. */
    @Override
    public void close() {
        pool.close();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == MariaDb.class.getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    LOG.warn("the database driver could not be taken off the list", e);
                }
            }
        }
    }
}

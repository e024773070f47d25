package org.plankton.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.MariaDbDataSource;
import org.mariadb.jdbc.export.HaMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to the database. */
final class ConnectionPool implements Heartbeat.Pool, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** How long a request waits for a connection; and before that, if it writes, for its turn to have one. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HikariDataSource pool;
    private final PoolSocketFactory.Sockets sockets;

    /** The pool's own: those that make connections, close them, and look after them. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * @param connections how many at most
     * @param availability who waits for the database makes no connection: the pool would try again ever less often
     */
    ConnectionPool(String url, String user, String password, int connections, Availability availability) {
        this(url, user, password, connections, availability, Optional.empty());
    }

    /** @param measured what the pool is told as its registry of metrics, of whichever library that it knows */
    ConnectionPool(
            String url,
            String user,
            String password,
            int connections,
            Availability availability,
            Optional<Object> measured) {
        this.sockets = new PoolSocketFactory.Sockets(availability::require);
        HikariConfig config = new HikariConfig();
        config.setPoolName("plankton");
        config.setDataSource(source(url, user, password, availability));
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(1_000);
        config.setMaxLifetime(600_000);
        config.setKeepaliveTime(60_000);
        // The service starts without the database, and finds it when it is there.
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setExceptionOverrideClassName(Eviction.class.getName());
        config.setThreadFactory(this::thread);
        measured.ifPresent(config::setMetricRegistry);
        this.pool = new HikariDataSource(config);
    }

    /** One that ends stays among them until it has, or closing would not wait for its last steps. */
    private Thread thread(Runnable work) {
        threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(work, "plankton connections");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /**
     * Of several servers in an order only that one is connected to which the heartbeat has heard, so that all are at
     * one: what is locked at one is not known to the others.
     */
    private DataSource source(String url, String user, String password, Availability availability) {
        try {
            String all = JdbcUrl.with(sockets.options(), JdbcUrl.forRequests(url));
            Configuration options = Configuration.parse(all).toBuilder()
                    .user(user)
                    .password(password)
                    .build();
            List<Configuration> nodes =
                    options.haMode() == HaMode.SEQUENTIAL ? JdbcUrl.nodes(options) : List.of(options);
            return new MariaDbDataSource(all) {
                @Override
                public Connection getConnection() throws SQLException {
                    while (true) {
                        availability.await();
                        int node = availability.node();
                        Connection connection = org.mariadb.jdbc.Driver.connect(nodes.get(node % nodes.size()));
                        if (node == availability.node()) {
                            return connection;
                        }
                        connection.close(); // it may be elsewhere by now, and those here have been told to go
                    }
                }
            };
        } catch (SQLException e) {
            throw new IllegalArgumentException("not an address of a database", e);
        }
    }

    /**
     * Connections to a server that cannot serve now leave the pool, so that the next one may reach a server that can.
     */
    public static final class Eviction implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException e) {
            return SqlFailure.isServersOwn(e) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public boolean hasHeard(Configuration server, long since) {
        return sockets.haveHeard(server, since);
    }

    /** Where one connection was lost the idle ones may be, too. Those that are in use are closed afterwards. */
    @Override
    public void forgetIdle() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** Ends all connections at once, and so all waiting for an answer. */
    @Override
    public void cut() {
        sockets.cut();
        forgetIdle();
    }

    /**
     * Who was refused a connection sleeps up to 5 seconds before the next attempt, for which closing the pool does not
     * wait.
     */
    private void endThreads() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Closes the pool and takes our driver off the JVM's list, which would otherwise keep the whole application in
     * memory.
     */
    @Override
    public void close() {
        pool.close();
        endThreads();
        sockets.close();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == ConnectionPool.class.getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    LOG.warn("the database driver could not be taken off the list", e);
                }
            }
        }
    }
}

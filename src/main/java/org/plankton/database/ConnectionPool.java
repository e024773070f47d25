package org.plankton.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to the database. */
final class ConnectionPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /** How long a request waits for a connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HikariDataSource pool;

    /** The pool's own: those that make connections, close them, and look after them. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** @param connections how many at most */
    ConnectionPool(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("plankton");
        config.setDataSource(source(JdbcUrl.forRequests(url), user, password));
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

    /** Connections outside of the pool. */
    static DataSource source(String url, String user, String password) {
        try {
            MariaDbDataSource source = new MariaDbDataSource(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
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

    /** Where one connection was lost the idle ones may be, too. */
    void forgetIdle() {
        pool.getHikariPoolMXBean().softEvictConnections();
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

package org.plankton.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.executor.ErrorContext;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.FileCheckMapper;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.ports.ObjectReaderMapper;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.ports.UnsettledReaderMapper;
import org.plankton.registry.ports.UploadMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's tables in MariaDB. Nothing here waits for the database without an end. */
public final class MariaDb implements Database, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDb.class);

    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConnectionPool connections;
    private final SqlSessionFactory sessions;
    private final Schema schema;
    private final String address;
    private final DataSource checks;
    private volatile boolean answered = true;

    /**
     * @param url {@code jdbc:mariadb://…}; what it says of time-outs and the like stands
     * @param connections how many at most
     */
    public MariaDb(String url, String user, String password, int connections) {
        this.address = JdbcUrl.address(url);
        this.connections = new ConnectionPool(url, user, password, connections);
        this.sessions = sessions(this.connections.dataSource());
        this.checks = ConnectionPool.source(JdbcUrl.forChecks(url), user, password);
        this.schema = new Schema(JdbcUrl.forMigrations(url), user, password, this::schemaHistory, Clock.systemUTC());
        lookAtTables();
    }

    private String schemaHistory() {
        return twiceIfLost(() -> {
            try (SqlSession session = sessions.openSession(true)) {
                return session.getMapper(Schema.History.class).digest();
            }
        });
    }

    /**
     * Looks whether the tables are still those that this service knows, and makes them so where they are older or there
     * are none. Every use of them does so, too; this is for the times in which there is none. What is found goes to the
     * log.
     */
    public void lookAtTables() {
        try {
            schema.requireUpToDate();
        } catch (Fault fault) {
            LOG.debug("without the database: {}", fault.getMessage());
        }
    }

    /** Why the tables cannot be used by this service, as was last seen; empty if they can be. Asks nobody. */
    public Optional<String> refusal() {
        return schema.refusal();
    }

    private static SqlSessionFactory sessions(DataSource source) {
        Configuration configuration = configuration(source);
        ErrorContext.instance().reset(); // reading the XML has left it on the container's thread
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    /** Every statement, and how values are written in it. */
    static Configuration configuration(DataSource source) {
        Configuration configuration =
                new Configuration(new Environment("plankton", new JdbcTransactionFactory(), source));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setArgNameBasedConstructorAutoMapping(true); // columns to record components, by name
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT); // a read sees what SQL would
        configuration.setCacheEnabled(false);
        configuration.setShrinkWhitespacesInSql(true); // the driver keeps no statement that is longer than 8 KiB
        configuration.getTypeAliasRegistry().registerAlias("image", ImageRow.class);
        var handlers = configuration.getTypeHandlerRegistry();
        handlers.register(ImageRow.class, ImageRow.class);
        handlers.register(java.time.Instant.class, new InstantHandler());
        handlers.register(Location.class, TextHandler.ofLocation());
        handlers.register(DiskFormat.class, TextHandler.ofWord(DiskFormat.class));
        handlers.register(ContainerFormat.class, TextHandler.ofWord(ContainerFormat.class));
        handlers.register(Status.class, TextHandler.ofWord(Status.class));
        handlers.register(Finding.class, TextHandler.ofWord(Finding.class));
        handlers.register(Map.class, new TextHandler<Map<?, ?>>(PropertiesJson::write, PropertiesJson::read));
        for (Class<?> mapper : new Class<?>[] {
            ImageMapper.class,
            MemberMapper.class,
            UnsettledReaderMapper.class,
            SharingMapper.class,
            UploadMapper.class,
            ObjectReaderMapper.class,
            FileCheckMapper.class
        }) {
            configuration.addMapper(mapper); // finds the XML of the same name
        }
        configuration.addMapper(Schema.History.class);
        return configuration;
    }

    @Override
    public <T> T read(Function<Tables, T> work) {
        return read(() -> sessions.openSession(true), work);
    }

    /** The connections' own isolation would show each statement what was committed before it. */
    @Override
    public <T> T snapshot(Function<Tables, T> work) {
        return read(() -> sessions.openSession(TransactionIsolationLevel.REPEATABLE_READ), work);
    }

    private <T> T read(Supplier<SqlSession> open, Function<Tables, T> work) {
        schema.requireUpToDate();
        try {
            return twiceIfLost(() -> {
                try (SqlSession session = open.get()) {
                    return work.apply(tables(session));
                }
            });
        } catch (PersistenceException e) {
            throw SqlFailure.fault(e, address);
        }
    }

    /** That a connection was lost while it was idle is noticed by whoever uses it next, who then takes another. */
    private <T> T twiceIfLost(Supplier<T> work) {
        try {
            return work.get();
        } catch (PersistenceException e) {
            if (!SqlFailure.isLostConnection(e)) {
                throw e;
            }
            connections.forgetIdle();
            return work.get();
        }
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
                boolean lost = SqlFailure.isLostConnection(e);
                if (committing
                        || attempt == ATTEMPTS
                        || Instant.now().isAfter(end)
                        || !(lost && attempt == 1 || SqlFailure.isInTheWay(e))) {
                    throw SqlFailure.fault(e, address);
                }
                LOG.debug("a transaction runs again after attempt {}", attempt, e);
                if (lost) {
                    connections.forgetIdle();
                } else {
                    pause(attempt);
                }
            }
        }
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

    private static Tables tables(SqlSession session) {
        return new Tables(
                session.getMapper(ImageMapper.class),
                session.getMapper(MemberMapper.class),
                session.getMapper(UnsettledReaderMapper.class),
                session.getMapper(SharingMapper.class),
                session.getMapper(UploadMapper.class),
                session.getMapper(ObjectReaderMapper.class),
                session.getMapper(FileCheckMapper.class));
    }

    /**
     * Whether the database answers a question about the registry's tables now, and they were up to date when they were
     * last seen: whoever asks this does not wait until they are. It is asked over a connection of its own: that all
     * others are busy means that the service is at work, and not that it is alone.
     */
    public boolean answers() {
        try (Connection connection = checks.getConnection();
                Statement statement = connection.createStatement()) {
            schema.requireSeenUpToDate();
            statement.executeQuery("SELECT id FROM image LIMIT 1").close();
            if (!answered) {
                LOG.info("the database at {} answers again", address);
            }
            answered = true;
        } catch (SQLException | Fault e) {
            if (answered) {
                LOG.warn("the database at {} does not answer: {}", address, e.getMessage());
            }
            answered = false;
        }
        return answered;
    }

    @Override
    public void close() {
        connections.close();
    }
}

package org.plankton.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.plankton.health.PartyHealth;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.turns.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry's tables in MariaDB. Nothing here waits for the database without an end. */
public final class MariaDb implements Database, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MariaDb.class);

    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConnectionPool connections;

    /** Of transactions, each of which keeps a connection for as long as it waits for others' locks. */
    private final Turns turns;

    private final SqlSessionFactory sessions;
    private final Schema schema;
    private final String address;
    private final Assessor assessor;
    private final List<Journal> listeners;
    private final Availability availability = new Availability();
    private final Heartbeat heartbeat;

    /**
     * @param url {@code jdbc:mariadb://…}; what it says of time-outs and the like stands
     * @param connections how many at most
     * @param assessor makes of images that are written what is stored with them
     * @param listeners are told of changes as soon as they are committed, those of a transaction in their order, and
     *     each whether others have failed or not
     */
    public MariaDb(String url, String user, String password, int connections, Assessor assessor, Journal... listeners) {
        this(url, user, password, connections, assessor, List.of(listeners), Optional.empty());
    }

    /** @param measured what HikariCP is to be told as its registry of metrics; empty: it measures nothing */
    public MariaDb(
            String url,
            String user,
            String password,
            int connections,
            Assessor assessor,
            List<Journal> listeners,
            Optional<Object> measured) {
        this.address = JdbcUrl.address(url);
        this.connections = new ConnectionPool(url, user, password, connections, availability, measured);
        this.turns = new Turns(connections);
        this.sessions = new SqlSessionFactoryBuilder().build(Statements.configuration(this.connections.dataSource()));
        this.assessor = assessor;
        this.listeners = List.copyOf(listeners);
        this.schema = new Schema(JdbcUrl.forMigrations(url), user, password, this::schemaHistory, Clock.systemUTC());
        lookAtTables();
        this.heartbeat = new Heartbeat(url, user, password, availability, this.connections);
        availability.ask();
    }

    /**
     * Which tables there are; nothing is made or changed.
     *
     * @throws Fault UNAVAILABLE if the database does not answer, or lets nobody in by that name and password
     */
    public static TablesReport report(String url, String user, String password) {
        return Schema.report(JdbcUrl.forMigrations(url), user, password);
    }

    /** Of transactions. */
    public Turns turns() {
        return turns;
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
            requireUsable();
        } catch (Fault fault) {
            LOG.debug("without the database: {}", fault.getMessage());
        }
    }

    /** @throws Fault UNAVAILABLE if the database does not answer, or its tables are not ours */
    private void requireUsable() {
        availability.require();
        schema.requireUpToDate();
    }

    /** Why the tables cannot be used by this service, as was last seen; empty if they can be. Asks nobody. */
    public Optional<String> refusal() {
        return schema.refusal();
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
        requireUsable();
        try {
            return twiceIfLost(() -> {
                try (SqlSession session = open.get()) {
                    return work.apply(Statements.tables(session));
                }
            });
        } catch (PersistenceException e) {
            throw SqlFailure.fault(e, address);
        }
    }

    /**
     * That a connection was lost while it was idle is noticed by whoever uses it next, who then takes another, unless
     * there is no database any more. Who has waited for long does not begin anew.
     */
    private <T> T twiceIfLost(Supplier<T> work) {
        Instant end = Instant.now().plus(PATIENCE);
        try {
            return work.get();
        } catch (PersistenceException e) {
            if (!SqlFailure.isLostConnection(e) || Instant.now().isAfter(end)) {
                throw e;
            }
            connections.forgetIdle();
            availability.requireAnew();
            return work.get();
        }
    }

    @Override
    public <T> T inTransaction(String account, Function<Tables, T> work) {
        Committed<T> committed = commitInTurn(account, work);
        committed.entries.forEach(entry -> listeners.forEach(listener -> handOn(entry, listener)));
        return committed.result;
    }

    /** What work has answered, and what the journal is to be told, now that it is so. */
    private record Committed<T>(T result, List<Journal.Entry> entries) {}

    /** Whoever waits for their turn has no connection yet, and learns with it whether there is still a database. */
    private <T> Committed<T> commitInTurn(String account, Function<Tables, T> work) {
        Turns.Turn turn = turns.await(account, ConnectionPool.PATIENCE)
                .orElseThrow(() ->
                        new Fault(Fault.Kind.UNAVAILABLE, "too many changes wait for the database at once; try again"));
        try (turn) {
            return commit(work);
        }
    }

    private <T> Committed<T> commit(Function<Tables, T> work) {
        requireUsable();
        Instant end = Instant.now().plus(PATIENCE);
        for (int attempt = 1; ; attempt++) {
            boolean committing = false;
            List<Journal.Entry> entries = new ArrayList<>();
            try (SqlSession session = sessions.openSession(false)) { // closing without commit rolls back
                T result = work.apply(Statements.tables(session, assessor, entries::add));
                committing = true;
                session.commit(true);
                return new Committed<>(result, entries);
            } catch (PersistenceException e) {
                // Whether a commit that was cut off took place is not known, so it must not run again by itself.
                // The client may repeat it: every change says what shall be so, not what shall be added.
                boolean lost = SqlFailure.isLostConnection(e);
                if (committing
                        || attempt == ATTEMPTS
                        || Instant.now().isAfter(end)
                        || !(lost && attempt == 1 || SqlFailure.isInTheWay(e))) {
                    if (committing) {
                        entries.forEach(entry -> LOG.warn("it is not known whether this was committed: {}", entry));
                    }
                    throw SqlFailure.fault(e, address);
                }
                LOG.debug("a transaction runs again after attempt {}", attempt, e);
                if (lost) {
                    connections.forgetIdle();
                    availability.requireAnew();
                } else {
                    pause(attempt);
                    availability.require();
                }
            }
        }
    }

    /** The change is made: whoever asked for it is not told that one who listens has failed. */
    private static void handOn(Journal.Entry entry, Journal listener) {
        try {
            listener.write(entry);
        } catch (RuntimeException e) { // whatever it fails by
            LOG.error("not told to {}: {}", listener.getClass().getSimpleName(), entry, e);
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

    /**
     * Whether the database has just answered a question about the registry's tables, and they were up to date when they
     * were last seen. Asks nobody.
     */
    public boolean answers() {
        return trouble().isEmpty();
    }

    /** Why not; empty if it has, and they were. */
    public Optional<String> trouble() {
        if (!heartbeat.isReady()) {
            return Optional.of("the database does not answer");
        }
        return schema.isSeenUpToDate()
                ? Optional.empty()
                : refusal().or(() -> Optional.of("the database's tables are being prepared"));
    }

    /** Whether the database answers, whatever tables it has, as was last found out. Asks nobody. */
    public PartyHealth health() {
        return heartbeat.health();
    }

    /** The tables' version, as was last seen: {@code 014}, or {@code none}; empty if nothing was. Asks nobody. */
    public Optional<String> tablesVersion() {
        return schema.version();
    }

    @Override
    public void close() {
        heartbeat.close();
        connections.close();
    }
}

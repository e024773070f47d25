package org.plankton.database;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.plankton.health.HealthRecord;
import org.plankton.health.PartyHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database four times a second whether it is there, and whether it has the registry's tables, over a
 * connection of its own: that all others are busy means that the service is at work, and not that it is alone.
 *
 * <p>Any answer of the server's is an answer, an error too: it is there, if not ready. The server itself ends the
 * question if it takes longer than it may, as where a table is being changed. So who says nothing stands still, however
 * much there is to do, unless it has answered a request meanwhile, as on a machine that is short of processor time.
 * Then, and where there is nobody at all, {@link Availability} is told.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** Opens the table, and needs no page of it. */
    private static final String QUESTION = "SET STATEMENT max_statement_time=0.8 FOR SELECT id FROM image LIMIT 0";

    /** Longer than the server lets the question take, and a database that stands still for a second is waited for. */
    private static final Duration SILENCE = Duration.ofMillis(1_250);

    /** What came before may have been the last before the server stood still. */
    private static final Duration LATELY = Duration.ofMillis(500);

    private static final int LOOKS = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long another than the first of several is asked before those before it are looked for. */
    private static final Duration AWAY = Duration.ofMinutes(1);

    /** For the last steps of the thread, which may be looking up a name, and then hears nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The driver's own code for a connection that is closed. */
    private static final int CLOSED = 1220;

    /** The connections on which requests are answered. */
    interface Pool {
        /** Whether that server has sent anything there since then, as {@link System#nanoTime} counts. */
        boolean hasHeard(Configuration server, long since);

        /** Ends all at once. */
        void cut();

        /** Ends each as soon as nobody uses it. */
        void forgetIdle();
    }

    /** Another to go on with. */
    private record Found(int node, Connection connection) {}

    private final String address;
    private final PoolSocketFactory.Sockets sockets = new PoolSocketFactory.Sockets(() -> {});

    /** How to reach each, in the order of the address. */
    private final List<Configuration> nodes;

    private final Availability availability;
    private final Pool pool;
    private final Duration away;
    private final HealthRecord health = new HealthRecord(Clock.systemUTC());
    private final Thread thread = new Thread(this::run, "plankton heartbeat");

    /** Which of them is asked; it is counted on, and modulo their number. */
    private int node;

    /** Whether the last question was the first of another node. */
    private boolean hasMoved;

    private Connection connection;
    private long connected;

    /** Null where nobody is looking for those before; of null if there is none. */
    private CompletableFuture<Found> earlier;

    private volatile boolean isReady = true;
    private volatile boolean isClosed;

    /**
     * @param pool is cut whenever the database has ceased to answer, after availability was told; where another node
     *     answers, it is to go there, too
     */
    Heartbeat(String url, String user, String password, Availability availability, Pool pool) {
        this(url, user, password, availability, pool, AWAY);
    }

    /** @param away how long another than the first is asked */
    Heartbeat(String url, String user, String password, Availability availability, Pool pool, Duration away) {
        this.address = JdbcUrl.address(url);
        this.availability = availability;
        this.pool = pool;
        this.away = away;
        try {
            Configuration options =
                    Configuration.parse(JdbcUrl.with(sockets.options(), JdbcUrl.forChecks(url))).toBuilder()
                            .user(user)
                            .password(password)
                            .socketTimeout((int) SILENCE.toMillis()) // whatever statements may take
                            .build();
            nodes = JdbcUrl.nodes(options);
        } catch (SQLException e) {
            throw new IllegalArgumentException("not an address of a database", e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the database has answered the last question as it should. Asks nobody. */
    boolean isReady() {
        return isReady;
    }

    /** The same, since when it is so, and how long that question took. Asks nobody. */
    PartyHealth health() {
        return health.latest();
    }

    private void run() {
        try {
            do {
                beatSafely();
            } while (availability.pause(PAUSE));
        } catch (InterruptedException e) {
            // Nobody does that but a container that ends.
        } finally {
            drop();
        }
    }

    /** Whatever goes wrong in telling others: nobody else would ever say that the database is back. */
    private void beatSafely() {
        long begun = System.nanoTime();
        try {
            beat();
        } catch (RuntimeException | Error e) {
            LOG.error("what was found of the database at {} could not be told", address, e);
        } finally {
            health.note(isReady, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void beat() {
        availability.begin();
        long asked = System.nanoTime();
        boolean isAnswered;
        try {
            goBack();
            isAnswered = ask();
        } catch (SQLException e) {
            fail(asked, e, isAnswer(e));
            return;
        } catch (RuntimeException | Error e) { // or nothing would be asked any more
            drop();
            fail(asked, e, false);
            return;
        }
        tellNode(); // first: who is told that it is ready comes at once
        if (isAnswered && !isReady) {
            LOG.info("the database at {} answers again", address);
        }
        isReady |= isAnswered;
    }

    private void tellNode() {
        boolean isElsewhere = (node - availability.node()) % nodes.size() != 0;
        availability.answered(node);
        if (isElsewhere) {
            LOG.info("of the nodes of {} number {} is used", address, node % nodes.size() + 1);
        }
        boolean isOld = isElsewhere || hasMoved; // twice, for what was being connected when it moved
        hasMoved = isElsewhere;
        if (isOld) {
            pool.forgetIdle();
        }
    }

    private void fail(long asked, Throwable reason, boolean isAnswer) {
        if (isClosed) {
            return;
        }
        if (isReady) {
            LOG.warn("the database at {} does not answer: {}", address, reason.getMessage());
        }
        isReady = false;
        if (isAnswer) {
            tellNode();
        } else {
            availability.unanswered(asked, reason);
            pool.cut();
        }
    }

    /**
     * Asks over the connection that there is. Where it was lost, or the server is not ready, every node is asked; not
     * where it stands still, which is to be known at once.
     *
     * @return false if only others have been answered, as on a busy machine
     */
    private boolean ask() throws SQLException {
        SQLException worst = null;
        if (connection != null) {
            try {
                question();
                return true;
            } catch (SQLException e) {
                drop();
                if (isBusy(e)) {
                    return false;
                }
                worst = e;
            }
        }
        for (int i = 0; i < nodes.size(); i++, node++) {
            try {
                connection = Driver.connect(asked());
                connected = System.nanoTime();
                question();
                return true;
            } catch (SQLException e) {
                drop();
                if (isBusy(e)) {
                    return false;
                }
                if (worst == null || !isAnswer(worst) || isAnswer(e)) {
                    worst = e;
                }
            }
        }
        throw worst;
    }

    /**
     * Whether it said nothing here, but answers others.
     *
     * @throws SQLException that one, where it stands still; the next is asked from then on
     */
    private boolean isBusy(SQLException e) throws SQLException {
        if (!isSilence(e)) {
            return false;
        }
        if (answersOthers()) {
            return true;
        }
        node++;
        throw e;
    }

    /** Or does so in a moment: where a whole machine stood still, nobody has read what was answered. */
    private boolean answersOthers() {
        long since = System.nanoTime() - LATELY.toNanos();
        for (int look = 1; !pool.hasHeard(asked(), since); look++) {
            if (look == LOOKS) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }

    private Configuration asked() {
        return nodes.get(node % nodes.size());
    }

    /**
     * To the first that can be had again, as other services will be, so that all write to the same. One that stands
     * still, or whose name is not found, takes its time, and is looked for on another thread.
     */
    private void goBack() {
        int now = node % nodes.size();
        if (earlier == null) {
            if (now > 0 && connection != null && System.nanoTime() - connected > away.toNanos()) {
                earlier = CompletableFuture.supplyAsync(() -> before(now), Heartbeat::start);
            }
        } else if (earlier.isDone()) {
            Found found = earlier.exceptionally(e -> null).join();
            earlier = null;
            connected = System.nanoTime();
            if (found != null && found.node < now) {
                drop();
                connection = found.connection;
                node = found.node;
            } else if (found != null) {
                close(found.connection);
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "plankton heartbeat of earlier nodes");
        thread.setDaemon(true);
        thread.start();
    }

    /** The first before that one which answers as it should; null if none does. */
    private Found before(int now) {
        for (int i = 0; i < now; i++) {
            Connection other = null;
            try {
                other = Driver.connect(nodes.get(i));
                question(other);
                return new Found(i, other);
            } catch (SQLException e) {
                LOG.debug("no way back", e);
                close(other);
            }
        }
        return null;
    }

    private void question() throws SQLException {
        question(connection);
    }

    private static void question(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(QUESTION).close();
        }
    }

    private void drop() {
        Connection old = connection;
        connection = null;
        close(old);
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException | RuntimeException e) { // the driver may fail by either
            LOG.debug("closing", e);
        }
    }

    /** Whether there is a server that says this. */
    private static boolean isAnswer(SQLException e) {
        return e.getErrorCode() > 0 && e.getErrorCode() != CLOSED;
    }

    private static boolean isSilence(SQLException e) {
        return Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                .anyMatch(SocketTimeoutException.class::isInstance);
    }

    /** Also ends what waits for the database. */
    @Override
    public void close() {
        isClosed = true;
        availability.close();
        sockets.close();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.plankton.database;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.HaMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database four times a second whether it is there, and whether it has the registry's tables, over a
 * connection of its own: that all others are busy means that the service is at work, and not that it is alone.
 *
 * <p>Any answer of the server's is an answer, an error too: it is there, if not ready. The server itself ends the
 * question if it takes longer than it may, as where a table is being changed. So who says nothing stands still, however
 * much there is to do; then, and where there is nobody at all, {@link Availability} is told.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** Opens the table, and needs no page of it. */
    private static final String QUESTION = "SET STATEMENT max_statement_time=0.8 FOR SELECT id FROM image LIMIT 0";

    /** Longer than the server lets the question take, and a database that stands still for a second is waited for. */
    private static final Duration SILENCE = Duration.ofMillis(1_250);

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How long a connection is used: names may come to mean other servers, and passwords change. */
    private static final Duration LIFE = Duration.ofMinutes(1);

    /** The driver's own code for a connection that is closed. */
    private static final int CLOSED = 1220;

    private final String address;
    private final PoolSocketFactory.Sockets sockets = new PoolSocketFactory.Sockets(() -> {});

    /** How to reach each, in the order of the address. */
    private final List<Configuration> nodes;

    private final Availability availability;
    private final Runnable loss;
    private final Thread thread = new Thread(this::run, "plankton heartbeat");

    /** Which of them is asked; it is counted on, and modulo their number. */
    private int node;

    private Connection connection;
    private long connected;
    private volatile boolean isReady = true;
    private volatile boolean isClosed;

    /**
     * @param loss is run whenever the database has ceased to answer, after availability was told
     */
    Heartbeat(String url, String user, String password, Availability availability, Runnable loss) {
        this.address = JdbcUrl.address(url);
        this.availability = availability;
        this.loss = loss;
        try {
            Configuration options =
                    Configuration.parse(JdbcUrl.with(sockets.options(), JdbcUrl.forChecks(url))).toBuilder()
                            .user(user)
                            .password(password)
                            .socketTimeout((int) SILENCE.toMillis()) // whatever statements may take
                            .build();
            nodes = nodes(options);
        } catch (SQLException e) {
            throw new IllegalArgumentException("not an address of a database", e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Those that may be written to. The driver's own ways from one to another take their time, and are not used. */
    private static List<Configuration> nodes(Configuration options) throws SQLException {
        if (options.haMode() == HaMode.NONE) {
            return List.of(options);
        }
        List<Configuration> nodes = new ArrayList<>();
        for (HostAddress host : options.addresses()) {
            if (!Boolean.FALSE.equals(host.primary)) {
                nodes.add(
                        options.toBuilder().haMode(HaMode.NONE).addresses(host).build());
            }
        }
        return nodes;
    }

    /** Whether the database has answered the last question as it should. Asks nobody. */
    boolean isReady() {
        return isReady;
    }

    private void run() {
        try {
            do {
                beat();
            } while (availability.pause(PAUSE));
        } catch (InterruptedException e) {
            // Nobody does that but a container that ends.
        } finally {
            drop();
        }
    }

    private void beat() {
        availability.begin();
        long asked = System.nanoTime();
        try {
            if (connection != null && asked - connected > LIFE.toNanos()) {
                renew();
            }
            ask();
            availability.answered(node); // first: who is told that it is ready comes at once
            if (!isReady) {
                LOG.info("the database at {} answers again", address);
            }
            isReady = true;
        } catch (SQLException e) {
            fail(asked, e, isAnswer(e));
        } catch (RuntimeException | Error e) { // or nothing would be asked any more
            drop();
            fail(asked, e, false);
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
            availability.answered(node);
        } else {
            availability.unanswered(asked, reason);
            loss.run();
        }
    }

    /**
     * Asks over the connection that there is. Where it was lost, or the server is not ready, every node is asked; not
     * where it stands still, which is to be known at once.
     */
    private void ask() throws SQLException {
        SQLException worst = null;
        if (connection != null) {
            try {
                question();
                return;
            } catch (SQLException e) {
                drop();
                if (isSilence(e)) {
                    node++;
                    throw e;
                }
                worst = e;
            }
        }
        for (int i = 0; i < nodes.size(); i++, node++) {
            try {
                connect();
                question();
                return;
            } catch (SQLException e) {
                drop();
                if (worst == null || !isAnswer(worst) || isAnswer(e)) {
                    worst = e;
                }
            }
        }
        throw worst;
    }

    private void connect() throws SQLException {
        connection = Driver.connect(nodes.get(node % nodes.size()));
        connected = System.nanoTime();
    }

    /** To the first node that can be had, as others will be; if that is none, what there is goes on to be used. */
    private void renew() {
        Connection old = connection;
        int before = node;
        for (node = 0; node < nodes.size(); node++) {
            try {
                connect();
                close(old);
                return;
            } catch (SQLException e) {
                LOG.debug("no other connection", e);
            }
        }
        node = before;
        connected = System.nanoTime();
    }

    private void question() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(QUESTION).close();
        }
    }

    private void drop() {
        if (connection != null) {
            close(connection);
            connection = null;
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
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
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

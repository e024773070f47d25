package org.plankton.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;

/**
 * A PostgreSQL on 127.0.0.1, ended with the JVM, in which everybody is let in by their name alone; or the one whose
 * port the system property {@value #ANOTHER} tells, and which nobody else uses.
 */
public final class Postgres implements AutoCloseable {
    private static final String ANOTHER = "org.plankton.test.postgres";
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static Postgres shared;

    private final int port;

    /** Null if the server is another's. */
    private final EmbeddedPostgres server;

    private Postgres(int port) {
        this.port = port;
        this.server = null;
    }

    private Postgres() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "off")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
        port = server.getPort();
    }

    /** The one that tests share. */
    public static synchronized Postgres shared() {
        if (shared == null) {
            Integer another = Integer.getInteger(ANOTHER);
            shared = another == null ? start() : new Postgres(another);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "postgres"));
        }
        return shared;
    }

    private static Postgres start() {
        try {
            // Whoever closes a MariaDb takes all drivers off Java's list, and the server is waited for by that.
            if (DriverManager.drivers().noneMatch(Driver.class::isInstance)) {
                DriverManager.registerDriver(new Driver());
            }
            return new Postgres();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes an empty database.
     *
     * @param encoding {@code UTF8}, say
     * @return its address, without a user
     */
    public String newDatabase(String encoding) {
        String name = "pithos_" + NAMES.incrementAndGet();
        execute(
                url("postgres"),
                "DROP DATABASE IF EXISTS " + name,
                "CREATE DATABASE " + name + " ENCODING '" + encoding
                        + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** As whoever may do everything there. */
    public static Connection connect(String url) {
        return connect(url, "postgres");
    }

    static Connection connect(String url, String role) {
        try {
            return new Driver().connect(url + "?user=" + role, new Properties());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #connect}. */
    public static void execute(String url, String... statements) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not if it is another's. */
    @Override
    public void close() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

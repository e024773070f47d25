package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.testing.DatabaseLine;

@Timeout(120)
@Tag("long")
class ConnectionPoolTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** By then the pool sleeps for seconds before the next one. */
    private static final int ATTEMPTS = 11;

    @Test
    void whoWasRefusedForLongLeavesNoThreadBehind() throws SQLException {
        String url = EmbeddedMariaDb.shared().jdbcUrl("connection_pool");
        try (Connection connection = EmbeddedMariaDb.shared().connect("connection_pool");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE USER refused@'127.0.0.1' IDENTIFIED BY 'right'");
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            ConnectionPool pool = new ConnectionPool(url, "refused", "wrong", 2, new Availability());
            long enough = refusals(statement) + ATTEMPTS;
            Instant end = Instant.now().plus(SOON);
            while (refusals(statement) < enough) {
                assertThat(Instant.now()).isBefore(end);
            }

            pool.close();

            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            assertThat(left).isEmpty();
            statement.execute("DROP USER refused@'127.0.0.1'");
        }
    }

    /** What is locked at one is not known to the others: so long as that one is heard of, nobody goes elsewhere. */
    @Test
    void connectionsAreMadeToTheNodeThatIsHeardOfAndToNoOther() throws Exception {
        int port = EmbeddedMariaDb.shared().port();
        EmbeddedMariaDb.shared().newJdbcUrl("nodes");
        Availability availability = new Availability();
        try (DatabaseLine gone = new DatabaseLine(port);
                DatabaseLine there = new DatabaseLine(port)) {
            gone.cut();
            String servers = "127.0.0.1:" + gone.port() + ",127.0.0.1:" + there.port();
            String url = "jdbc:mariadb:sequential://" + servers + "/nodes?sslMode=disable";
            ConnectionPool pool = new ConnectionPool(url, "root", "", 2, availability);
            try {
                assertThatThrownBy(() -> pool.dataSource().getConnection()).isInstanceOf(SQLException.class);

                availability.answered(1);
                assertAnswers(pool);
                availability.answered(3); // counted on
                pool.forgetIdle();
                assertAnswers(pool);
            } finally {
                pool.close();
            }
        }
    }

    private static void assertAnswers(ConnectionPool pool) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection()) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    private static long refusals(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'")) {
            row.next();
            return row.getLong(2);
        }
    }
}

package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Fault;
import org.plankton.testing.DatabaseLine;

@Timeout(60)
class PoolSocketFactoryTest {
    private static Connection connect(PoolSocketFactory.Sockets sockets, int port) throws SQLException {
        return new MariaDbDataSource(JdbcUrl.with(
                        sockets.options(), "jdbc:mariadb://127.0.0.1:" + port + "/mysql?sslMode=disable&user=root"))
                .getConnection();
    }

    @Test
    void whoWaitsForAServerThatStandsStillIsFreed() throws Exception {
        try (DatabaseLine line = new DatabaseLine(EmbeddedMariaDb.shared().port());
                PoolSocketFactory.Sockets sockets = new PoolSocketFactory.Sockets(() -> {});
                PoolSocketFactory.Sockets others = new PoolSocketFactory.Sockets(() -> {});
                Connection other = connect(others, line.port());
                Connection connection = connect(sockets, line.port());
                Statement statement = connection.createStatement()) {
            FutureTask<Boolean> question = new FutureTask<>(() -> statement.execute("DO SLEEP(40)"));
            line.before(1, "SLEEP", () -> {
                line.stand();
                sockets.cut();
            });
            new Thread(question).start();

            assertThatThrownBy(() -> question.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SQLException.class);
            line.go();
            assertThat(other.isValid(1)).isTrue();
        }
    }

    @Test
    void whoHasSentSomethingIsKnown() throws Exception {
        int port = EmbeddedMariaDb.shared().port();
        Configuration server = Configuration.parse("jdbc:mariadb://127.0.0.1:" + port + "/other");
        Configuration other = Configuration.parse("jdbc:mariadb://127.0.0.1:1/mysql");
        try (PoolSocketFactory.Sockets sockets = new PoolSocketFactory.Sockets(() -> {})) {
            assertThat(sockets.haveHeard(server, System.nanoTime() - 1)).isFalse();
            long start = System.nanoTime();
            try (Connection connection = connect(sockets, port);
                    Statement statement = connection.createStatement()) {
                assertThat(sockets.haveHeard(server, start)).isTrue();
                assertThat(sockets.haveHeard(other, start)).isFalse();

                long connected = System.nanoTime();
                assertThat(sockets.haveHeard(server, connected)).isFalse();
                statement.execute("DO 1");
                assertThat(sockets.haveHeard(server, connected)).isTrue();
            }
        }
    }

    @Test
    void noneIsMadeWithoutPermissionOrAfterTheEnd() throws SQLException {
        AtomicBoolean isAllowed = new AtomicBoolean();
        int port = EmbeddedMariaDb.shared().port();
        PoolSocketFactory.Sockets sockets = new PoolSocketFactory.Sockets(() -> {
            if (!isAllowed.get()) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "not now");
            }
        });
        assertThatThrownBy(() -> connect(sockets, port)).hasRootCauseInstanceOf(Fault.class);

        isAllowed.set(true);
        try (Connection connection = connect(sockets, port)) {
            assertThat(connection.isValid(1)).isTrue();
            sockets.close();
            assertThat(connection.isValid(1)).isFalse();
        }
        assertThatThrownBy(() -> connect(sockets, port)).isInstanceOf(SQLException.class);
    }
}

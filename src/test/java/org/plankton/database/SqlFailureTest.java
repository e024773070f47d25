package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.SQLExceptionOverride.Override;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.registry.image.Fault;
import org.plankton.testing.LogLines;

class SqlFailureTest {
    private static final String ADDRESS = "jdbc:mariadb://db.example.org/plankton";

    private static PersistenceException failure(int code) {
        return new PersistenceException(new SQLException("no", "HY000", code));
    }

    /** Codes and messages as a node of a Galera cluster gives them when it loses the others. */
    @ParameterizedTest
    @CsvSource({"1047, before a statement", "1180, in a commit"})
    void aNodeThatHasLostTheOthersCannotServeNowAndItsConnectionsAreGivenUp(int code, String when) {
        try (LogLines lines = LogLines.of(SqlFailure.class)) {
            assertThat(SqlFailure.fault(failure(code), ADDRESS))
                    .as(when)
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            assertThat(lines.ofThisThread())
                    .singleElement()
                    .asString()
                    .startsWith("the database at " + ADDRESS + " (plankton.database.url) cannot be asked now: ");
        }
        assertThat(SqlFailure.isInTheWay(failure(code))).as(when).isFalse();
        assertThat(new ConnectionPool.Eviction().adjudicate(new SQLException("no", "HY000", code)))
                .as(when)
                .isEqualTo(Override.MUST_EVICT);
    }

    /** As the driver tells of one node lost and another found, and the pool of none that is free. */
    @Test
    void whatWasLostWithANodeCanRunAgainOnTheNextAndWhoFoundNoConnectionHasLostNone() {
        SQLException next = new SQLTransientConnectionException("In progress transaction was lost", "25S03");
        SQLException none = new SQLTransientConnectionException("plankton - Connection is not available", "08000");

        assertThat(SqlFailure.isLostConnection(new PersistenceException(next))).isTrue();
        assertThat(SqlFailure.isLostConnection(new PersistenceException(none))).isFalse();
    }

    /** As the server gives up what takes longer than {@code max_statement_time}, and the driver tells of it. */
    @Test
    void aStatementThatWasGivenUpForItsTimeHasHadAllOfIt() throws SQLException {
        SQLException givenUp;
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            givenUp = catchThrowableOfType(
                    SQLException.class,
                    () -> statement.executeQuery("SET STATEMENT max_statement_time=0.05 FOR"
                            + " SELECT SUM(CRC32(seq)) FROM seq_1_to_1000000000"));
        }

        assertThat(SqlFailure.fault(new PersistenceException(givenUp), ADDRESS))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
                    assertThat(fault.isSpent()).isTrue();
                });
    }

    /** The last two as the driver tells of a connection, and of a statement, that somebody has killed. */
    @Test
    void whatFailedForAnotherReasonMayBeAskedAgain() {
        List<SQLException> others = List.of(
                new SQLException("no", "HY000", 1047),
                new SQLTimeoutException("no", "70100", 1927),
                new SQLTimeoutException("no", "70100", 1317));

        assertThat(others)
                .extracting(failure -> SqlFailure.fault(new PersistenceException(failure), ADDRESS))
                .allSatisfy(thrown -> assertThat(thrown).isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
                    assertThat(fault.isSpent()).isFalse();
                }));
    }

    @Test
    void aMistakeInAStatementIsOurs() {
        PersistenceException syntax = failure(1064);

        assertThat(SqlFailure.fault(syntax, ADDRESS)).isSameAs(syntax);
    }
}

package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.Configuration;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.health.Diagnosis;
import org.plankton.health.Diagnosis.Severity;

class DatabaseDiagnosisTest {
    private final String name = "diagnosis_" + UUID.randomUUID().toString().replace("-", "");
    private String url;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        url = EmbeddedMariaDb.shared().newJdbcUrl(name);
        connection = EmbeddedMariaDb.shared().connect(name);
    }

    @AfterEach
    void stop() throws SQLException {
        execute("DROP DATABASE " + name);
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DatabaseDiagnosis diagnosis() {
        return new DatabaseDiagnosis(url, "root", "", 10, Clock.systemUTC());
    }

    private static Diagnosis of(String subject, List<Diagnosis> found) {
        return found.stream()
                .filter(one -> one.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    /** As MariaDB makes one that nobody tells more, where a file of ours fails in the middle. */
    @Test
    void aDatabaseOfAnotherCharsetIsTroubleBeforeThereAreTables() throws SQLException {
        assertThat(of("database charset", diagnosis().examine()).severity()).isEqualTo(Severity.WELL);
        execute("ALTER DATABASE " + name + " CHARACTER SET latin1");

        Diagnosis charset = of("database charset", diagnosis().examine());

        assertThat(charset.severity()).isEqualTo(Severity.TROUBLE);
        assertThat(charset.observation()).contains("the database's: latin1; the tables' collation: none yet");
        execute(charset.remedy().replaceFirst(", before.*", ""));
        assertThat(of("database charset", diagnosis().examine()).severity()).isEqualTo(Severity.WELL);
    }

    /** A statement that is the real one's, but for what a question fails by. */
    private Statement failing(String question, SQLException failure) throws SQLException {
        Statement real = connection.createStatement();
        return (Statement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (arguments != null && String.valueOf(arguments[0]).contains(question)) {
                        throw failure;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aQuestionThatFailsKeepsNoOtherFromBeingAsked() throws SQLException {
        Statement statement = failing("session_status", new SQLSyntaxErrorException("Unknown table", "42S02", 1109));

        List<Diagnosis> found = diagnosis().examine(statement, Configuration.parse(url), Duration.ZERO);

        assertThat(of("database encryption", found).severity()).isEqualTo(Severity.WARNING);
        assertThat(of("database encryption", found).observation()).isEqualTo("could not be looked at: Unknown table");
        assertThat(found)
                .extracting(Diagnosis::subject)
                .contains("database rights")
                .doesNotHaveDuplicates();
    }

    @Test
    void whoGoesAwayIsAskedNoMore() throws SQLException {
        SQLException gone = new SQLNonTransientConnectionException("gone", "08000");
        Statement statement = failing("session_status", gone);

        assertThatThrownBy(() -> diagnosis().examine(statement, Configuration.parse(url), Duration.ZERO))
                .isSameAs(gone);
    }
}

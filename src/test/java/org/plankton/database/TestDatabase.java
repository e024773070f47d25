package org.plankton.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.ports.Journal;
import org.plankton.testing.TestCatalogue;

/** A real MariaDB with the tables that {@code sql/} makes. */
public final class TestDatabase {
    private static final String URL = EmbeddedMariaDb.shared().newJdbcUrl("registry_tests");
    private static final List<Journal.Entry> JOURNAL = Collections.synchronizedList(new ArrayList<>());
    private static final MariaDb DATABASE = new MariaDb(URL, "root", "", 10, TestCatalogue.ASSESSOR, JOURNAL::add);

    private TestDatabase() {}

    /** With nothing in its tables but what is always there. */
    public static MariaDb empty() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET foreign_key_checks = 0");
            for (String table : tables(statement)) {
                statement.execute("DELETE FROM " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        JOURNAL.clear();
        return DATABASE;
    }

    /** The same tables, where nothing is registered that may not boot. */
    public static MariaDb strict() {
        return new MariaDb(
                URL, "root", "", 2, new Assessor(TestCatalogue.CATALOGUE, Clock.systemUTC(), true), JOURNAL::add);
    }

    /** What its journal has been told since it was emptied. */
    public static List<Journal.Entry> journal() {
        return List.copyOf(JOURNAL);
    }

    /** To look at the tables, or change them, past the registry. */
    public static Connection connect() throws SQLException {
        return new MariaDbDataSource(URL + "&user=root").getConnection();
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT table_name FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
                + " AND table_name NOT LIKE 'flyway%' AND table_name != 'word'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}

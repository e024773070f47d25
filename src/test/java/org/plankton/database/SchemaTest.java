package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.Fault;

class SchemaTest {
    private final String name = "schema_" + UUID.randomUUID().toString().replace('-', '_');
    private final String url = EmbeddedMariaDb.shared().jdbcUrl(name);

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void makeTheTablesOfTheFirstFile() throws SQLException {
        connection = new MariaDbDataSource(url + "&user=root").getConnection();
        statement = connection.createStatement();
        statement.execute(
                "ALTER DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"); // as installed
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(JdbcUrl.forMigrations(url), "root", "")
                .locations("classpath:sql")
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("-")
                .target("1")
                .load()
                .migrate();
    }

    @AfterEach
    void dropThem() throws SQLException {
        statement.execute("DROP DATABASE " + name);
        connection.close();
    }

    private Schema schema() {
        return new Schema(JdbcUrl.forMigrations(url), "root", "");
    }

    @Test
    void imagesThatWereThereStayAsTheyWere() throws SQLException {
        statement.execute("INSERT INTO image VALUES ('i', 'alice', 'n', 'pithos://alice/c/o', UNHEX(SHA2('l', 256)),"
                + " 'diskdump', 'bare', 5, 'abc', 'available', TRUE, '{\"os\":\"debian\"}', NOW(6), NOW(6), 7)");
        statement.execute("INSERT INTO image_member VALUES ('i', 'bob')");

        schema().requireUpToDate();

        try (ResultSet row = statement.executeQuery("SELECT image.*, can_share FROM image JOIN image_member")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("name")).isEqualTo("n");
            assertThat(row.getString("location")).isEqualTo("pithos://alice/c/o");
            assertThat(row.getString("status")).isEqualTo("available");
            assertThat(row.getString("properties")).isEqualTo("{\"os\":\"debian\"}");
            assertThat(row.getString("md5")).isEmpty();
            assertThat(row.getBoolean("owns_bytes")).isFalse();
            assertThat(row.getBoolean("is_protected")).isFalse();
            assertThat(row.getObject("deleted_at")).isNull();
            assertThat(row.getBoolean("can_share")).isFalse();
            assertThat(row.getInt("stage")).isZero();
        }
        try (ResultSet row = statement.executeQuery(
                "SELECT image_id FROM image_property" + " WHERE pair = UNHEX(LEFT(SHA2('os=debian', 256), 16))")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("i");
        }
    }

    @Test
    void whoeverTheStoreHasStillToBeToldOfStaysNotedOnceForEachObject() throws SQLException {
        statement.execute("INSERT INTO image_former_reader VALUES ('i', 'bob', 'alice', 'pithos://alice/c/o'),"
                + " ('i', 'carol', 'alice', 'pithos://alice/c/o'), ('j', 'bob', 'alice', 'pithos://alice/c/o'),"
                + " ('j', 'carol', 'alice', 'pithos://alice/c/other')");

        schema().requireUpToDate();

        try (ResultSet rows = statement.executeQuery(
                "SELECT GROUP_CONCAT(CONVERT(account USING utf8mb4), ' ', CONVERT(image_id USING utf8mb4),"
                        + " ' ', location"
                        + " ORDER BY location, account)"
                        + " FROM image_unsettled_reader WHERE location_hash = UNHEX(SHA2(location, 256))")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1))
                    .isEqualTo("bob j pithos://alice/c/o,carol i pithos://alice/c/o,carol j pithos://alice/c/other");
        }
    }

    @Test
    void whatFailedWhileReadersWereMovedGoesOn() throws SQLException {
        statement.execute("INSERT INTO image_former_reader VALUES ('i', 'bob', 'alice', 'pithos://alice/c/o')");
        statement.execute("RENAME TABLE image_former_reader TO image_unsettled_reader");

        schema().requireUpToDate();

        try (ResultSet rows = statement.executeQuery("SELECT account FROM image_unsettled_reader")) {
            assertThat(rows.next()).isTrue();
        }
    }

    /** As when a long list is being read, or a backup made. */
    @Test
    void whatFailedBecauseATableWasHeldIsDoneWhenItIsFree() throws SQLException {
        Schema schema = schema();
        connection.setAutoCommit(false);
        statement.executeQuery("SELECT * FROM image").close();

        assertThatThrownBy(schema::requireUpToDate)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));

        connection.rollback();
        connection.setAutoCommit(true);
        assertThatCode(schema::requireUpToDate).doesNotThrowAnyException();
    }

    @Test
    void whatFailedInTheMiddleGoesOn() throws SQLException {
        statement.execute("ALTER TABLE image ADD md5 VARCHAR(32) NOT NULL DEFAULT ''");
        statement.execute("ALTER TABLE image ADD KEY image_deleted (created_at)");

        assertThatCode(schema()::requireUpToDate).doesNotThrowAnyException();
    }

    @Test
    void whileAnotherServiceChangesTheTablesNoneElseDoes() throws SQLException {
        Schema schema = schema();
        statement
                .executeQuery("SELECT GET_LOCK(CONCAT('plankton ', MD5(DATABASE())), 0)")
                .close();

        assertThatThrownBy(schema::requireUpToDate)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE))
                .hasMessageContaining("being prepared");

        statement.executeQuery("SELECT RELEASE_ALL_LOCKS()").close();
        assertThatCode(schema::requireUpToDate).doesNotThrowAnyException();
    }
}

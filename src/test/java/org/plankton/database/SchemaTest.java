package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Fault;
import org.plankton.testing.Together;

class SchemaTest {
    private final String name = "schema_" + UUID.randomUUID().toString().replace('-', '_');
    private final String url = EmbeddedMariaDb.shared().jdbcUrl(name);

    /** How often the record of what was run was asked for. */
    private final AtomicInteger looks = new AtomicInteger();

    private Connection connection;
    private Statement statement;
    private SqlSessionFactory sessions;

    @BeforeEach
    void makeTheTablesOfTheFirstFile() throws SQLException {
        connection = new MariaDbDataSource(url + "&user=root").getConnection();
        statement = connection.createStatement();
        sessions = new SqlSessionFactoryBuilder()
                .build(Statements.configuration(new MariaDbDataSource(url + "&user=root")));
        statement.execute(
                "ALTER DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"); // as installed
        flyway("classpath:sql").target("1").load().migrate();
    }

    private FluentConfiguration flyway(String... locations) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(JdbcUrl.forMigrations(url), "root", "")
                .locations(locations)
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("-");
    }

    @AfterEach
    void dropThem() throws SQLException {
        statement.execute("DROP DATABASE " + name);
        connection.close();
    }

    private Schema schema() {
        return schema(Clock.systemUTC());
    }

    private Schema schema(Clock clock) {
        return new Schema(JdbcUrl.forMigrations(url), "root", "", this::history, clock);
    }

    /** As the pool would: by a session of MyBatis, whose errors are its own. */
    private String history() {
        looks.incrementAndGet();
        try (SqlSession session = sessions.openSession(true)) {
            return session.getMapper(Schema.History.class).digest();
        }
    }

    /** What the newest of our files is called, whichever it is. */
    private static String own() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("sql"))) {
            return files.map(file -> file.getFileName().toString().split("-")[0])
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private void migrateAsNewerService(Path folder, String sql) throws IOException {
        Files.writeString(folder.resolve("900-what-is-not-known-here.sql"), sql);
        flyway("classpath:sql", "filesystem:" + folder).load().migrate();
    }

    private static void assertRefused(Schema schema, String... said) {
        assertThatThrownBy(schema::requireUpToDate)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE))
                .hasMessageContainingAll(said);
        assertThat(schema.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal).contains(said));
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
            assertThat(row.getString("visibility")).isEqualTo("public");
            assertThat(row.getBoolean("can_share")).isFalse();
            assertThat(row.getInt("stage")).isZero();
        }
        try (ResultSet row = statement.executeQuery(
                "SELECT image_id FROM image_property" + " WHERE pair = UNHEX(LEFT(SHA2('os=debian', 256), 16))")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("i");
        }
    }

    private static final String OF_SIX_KINDS = """
            INSERT INTO image (id, owner, name, disk_format, container_format, size, checksum, status, is_public,
              properties, created_at, updated_at, readers_version)
            SELECT seq, 'alice', '', '', '', 0, '', 'queued', seq MOD 2, '{}', NOW(6), NOW(6), 0 FROM seq_1_to_6
            """;

    private void fillTablesOfTheSixthFile() throws SQLException {
        flyway("classpath:sql").target("6").load().migrate();
        statement.execute(OF_SIX_KINDS);
        statement.execute("INSERT INTO image_member (image_id, account) VALUES (1, 'bob'), (2, 'bob'), (2, 'carol'),"
                + " (5, 'bob')");
        statement.execute("UPDATE image SET status = 'deleted', deleted_at = NOW(6) WHERE id > 4");
    }

    private void assertVisibilities() throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT GROUP_CONCAT(visibility, is_public ORDER BY id) FROM image")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("public1,shared0,public1,private0,public1,private0");
        }
    }

    @Test
    void imagesArePublicAsTheyWereAndSharedIfTheyHaveMembersElsePrivate() throws SQLException {
        fillTablesOfTheSixthFile();

        schema().requireUpToDate();

        assertVisibilities();
        assertThatThrownBy(() -> statement.execute(OF_SIX_KINDS.replace("seq,", "seq + 10,")))
                .as("what an older service would write")
                .isInstanceOf(SQLException.class);
    }

    /** In the order of the file's statements: each may have been the last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatFailedWhileVisibilityWasAddedGoesOn(int statements) throws Exception {
        fillTablesOfTheSixthFile();
        String[] file = Files.readString(Path.of("sql/007-visibility.sql"))
                .replaceAll("(?m)^--.*$", "")
                .split(";\\s");
        for (int i = 0; i < statements; i++) {
            statement.execute(file[i]);
        }

        schema().requireUpToDate();

        assertVisibilities();
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

    @Test
    void tablesThatANewerServiceHasMadeAreNotTouchedAndBothVersionsNamed(@TempDir Path folder) throws Exception {
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");

        assertRefused(schema(), "version 900", "up to version " + own());
    }

    @Test
    void tablesThatBecomeNewerAreNoticedWithinSecondsAndForAFewNobodyAsks(@TempDir Path folder) throws Exception {
        SteppingClock clock = new SteppingClock();
        Schema schema = schema(clock);
        schema.requireUpToDate();
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");

        looks.set(0);
        clock.advance(Schema.BELIEF.minusMillis(1));
        assertThatCode(schema::requireUpToDate).doesNotThrowAnyException();
        assertThat(looks).hasValue(0);

        clock.advance(Duration.ofMillis(1));
        assertRefused(schema, "version 900", "up to version " + own());
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongWhatIsBelieved(@TempDir Path folder) throws Exception {
        SteppingClock clock = new SteppingClock();
        Schema schema = schema(clock);
        schema.requireUpToDate();
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");

        clock.advance(Duration.ofHours(-1));

        assertRefused(schema, "version 900");
    }

    /** The copy of before is loaded again, under the service that waits for it. */
    @Test
    void tablesThatAreKnownAgainAreServedWithoutARestart(@TempDir Path folder) throws Exception {
        SteppingClock clock = new SteppingClock();
        Schema schema = schema(clock);
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");
        assertRefused(schema, "version 900");

        statement.execute("ALTER TABLE image DROP newer");
        statement.execute("DELETE FROM flyway_schema_history WHERE version = '900'");
        clock.advance(Schema.BELIEF);

        assertThatCode(schema::requireUpToDate).doesNotThrowAnyException();
        assertThat(schema.refusal()).isEmpty();
    }

    /** To repair what another's file has left, or forget that it was run, is not this service's to do. */
    @Test
    void aNewerServicesFileThatFailedIsNotForgotten(@TempDir Path folder) throws Exception {
        assertThatThrownBy(
                        () -> migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT; SELECT * FROM nothing"))
                .isInstanceOf(FlywayException.class);

        assertRefused(schema(), "version 900", "up to version " + own());

        try (ResultSet rows =
                statement.executeQuery("SELECT COUNT(*) FROM flyway_schema_history WHERE version = '900'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '001'",
                "UPDATE flyway_schema_history SET checksum = checksum + 1, success = 0 WHERE version = '001'",
                "UPDATE flyway_schema_history SET version = '0.5', script = '0.5-other.sql' WHERE version = '001'",
                "INSERT INTO flyway_schema_history VALUES (7, '000.1', 'x', 'SQL', '000.1-x.sql', 1, 'x', NOW(), 1, 1)",
                "UPDATE flyway_schema_history SET version = '001.5', script = '001.5-other.sql' WHERE version = '002'",
                "RENAME TABLE flyway_schema_history TO elsewhere"
            })
    void tablesThatNobodyKnowsAreNotTouched(String change) throws Exception {
        flyway("classpath:sql").target("2").load().migrate();
        SteppingClock clock = new SteppingClock();
        Schema waiting = schema(clock);
        statement.execute(change);

        assertRefused(waiting, "up to version " + own());

        try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = 'image' AND column_name = 'stage'")) {
            rows.next();
            assertThat(rows.getInt(1)).as("columns of the third file").isZero();
        }
    }

    @Test
    void tablesWhoseRecordIsLostUnderTheServiceAreNotTouched() throws Exception {
        SteppingClock clock = new SteppingClock();
        Schema schema = schema(clock);
        schema.requireUpToDate();
        statement.execute("DROP TABLE flyway_schema_history");
        clock.advance(Schema.BELIEF);

        assertRefused(schema, "flyway_schema_history", "up to version " + own());
    }

    /** One makes the tables; who comes meanwhile is told so, and finds them made when it asks again. */
    @Test
    void ofServicesThatStartAtOnceOnAnEmptyDatabaseOneMakesTheTables() throws Exception {
        statement.execute("DROP DATABASE " + name);
        statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
        List<Schema> services = List.of(schema(), schema(), schema());

        List<Integer> refusals = Together.run(services.size(), number -> refusalsUntilReady(services.get(number)));

        assertThat(refusals).hasSize(3);
        assertThat(flyway("classpath:sql").load().info().applied())
                .hasSize(flyway("classpath:sql").load().info().all().length);
    }

    private static int refusalsUntilReady(Schema schema) {
        for (int refusals = 0; ; refusals++) {
            try {
                schema.requireUpToDate();
                return refusals;
            } catch (Fault fault) {
                assertThat(fault).hasMessageContaining("being prepared");
            }
        }
    }

    private static final class SteppingClock extends Clock {
        private Instant now = Instant.parse("2026-11-28T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

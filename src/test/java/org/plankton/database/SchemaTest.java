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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.ImageBuilder;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;
import org.plankton.testing.MovableClock;
import org.plankton.testing.TestCatalogue;
import org.plankton.testing.Together;

@Tag("long")
class SchemaTest {
    private final String name = "schema_" + UUID.randomUUID().toString().replace('-', '_');
    private final String url = EmbeddedMariaDb.shared().jdbcUrl(name);

    /** How often the record of what was run was asked for. */
    private final AtomicInteger looks = new AtomicInteger();

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-28T00:00:00Z"));

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
        statement.execute("INSERT INTO image VALUES ('" + id(1) + "', 'alice', 'n', 'pithos://alice/c/o',"
                + " UNHEX(SHA2('pithos://alice/c/o', 256)), 'diskdump', 'bare', 5, 'abcd', 'available', TRUE,"
                + " '{\"os\":\"debian\"}', '2013-01-01 12:00:00', '2014-01-01 12:00:00.000001', 7)");
        statement.execute("INSERT INTO image_member VALUES ('" + id(1) + "', 'bob')");

        Image image = read(tables -> tables.images().find(id(1)));

        assertThat(image)
                .isEqualTo(ImageBuilder.builder()
                        .id(id(1))
                        .owner("alice")
                        .metadata(Metadata.NONE
                                .withName("n")
                                .withDiskFormat(DiskFormat.DISKDUMP)
                                .withContainerFormat(ContainerFormat.BARE)
                                .withVisibility(Visibility.PUBLIC)
                                .withProperties(new Properties(Map.of("os", "debian"))))
                        .status(Status.AVAILABLE)
                        .content(new Content(
                                new Location("alice", "c", "o"), 5, "abcd", null, "", "", OptionalLong.empty(), false))
                        .createdAt(Instant.parse("2013-01-01T12:00:00Z"))
                        .updatedAt(Instant.parse("2014-01-01T12:00:00.000001Z"))
                        .build());
        assertThat(this.<Image>read(
                        tables -> tables.images().findByLocation(image.content().location())))
                .isEqualTo(image);
        assertThat(this.<List<Member>>read(tables -> tables.members().list(id(1))))
                .containsExactly(new Member("bob", false, MemberStatus.ACCEPTED, image.createdAt(), image.createdAt()));
        assertThat(this.<Long>read(tables -> tables.images().findReadersVersion(id(1))))
                .isEqualTo(7);
    }

    /** By the service, which brings the tables up to date first. */
    private <T> T read(Function<Database.Tables, T> work) {
        try (MariaDb service = new MariaDb(url, "root", "", 1, TestCatalogue.ASSESSOR, entry -> {})) {
            return service.read(work);
        }
    }

    private static String id(int number) {
        return OneImageContract.id(number);
    }

    private String value(String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** One in every state, whose columns all hold something. */
    @Test
    void whatIsKnownOfImagesIsTheSameByNumbers() throws SQLException {
        flyway("classpath:sql").target("7").load().migrate();
        statement.execute("""
                INSERT INTO image (id, owner, name, location, location_hash, disk_format, container_format, size,
                  checksum, object_uuid, md5, owns_bytes, status, finding, found_at, own_status, visibility,
                  is_protected, min_ram, min_disk, properties, created_at, updated_at, deleted_at, readers_version)
                VALUES
                  ('%s', 'alice', 'n', 'pithos://bob/c/ö/x', UNHEX(SHA2('pithos://bob/c/ö/x', 256)), 'qcow2', 'ovf', 5,
                    'abcd', '%s', '0123456789abcdef0123456789abcdef', TRUE, 'unavailable', 'changed', '2015-01-01',
                    'available', 'community', TRUE, 512, 20, '{"a":"b"}', '2013-01-01', '2014-01-01', NULL, 7),
                  ('%s', 'carol', '', NULL, NULL, '', '', 0, '', NULL, '', FALSE, 'queued', '', NULL, '', 'shared',
                    FALSE, 0, 0, '{}', '2013-01-01', '2014-01-01', NULL, 1),
                  ('%s', 'carol', 'gone', NULL, NULL, 'iso', 'bare', 6, 'ef', NULL, '', FALSE, 'deleted', '', NULL, '',
                    'private', FALSE, 0, 0, '{"a":"b"}', '2013-01-01', '2014-01-01', '2014-01-01', 1)
                """.formatted(id(1), OneImageContract.object(1), id(2), id(3)));
        statement.execute("INSERT INTO image_member VALUES ('" + id(2) + "', 'alice', TRUE)");

        Image whole = read(tables -> tables.images().find(id(1)));

        Metadata metadata = new Metadata(
                "n",
                DiskFormat.QCOW2,
                ContainerFormat.OVF,
                Visibility.COMMUNITY,
                true,
                512,
                20,
                false,
                Tags.NONE,
                new Properties(Map.of("a", "b")));
        Instant created = Instant.parse("2013-01-01T00:00:00Z");
        Instant updated = Instant.parse("2014-01-01T00:00:00Z");
        assertThat(whole)
                .isEqualTo(new Image(
                        id(1),
                        "alice",
                        metadata,
                        Status.UNAVAILABLE,
                        new Found(Finding.CHANGED, Instant.parse("2015-01-01T00:00:00Z"), Status.AVAILABLE),
                        new Content(
                                new Location("bob", "c", "ö/x"),
                                5,
                                "abcd",
                                OneImageContract.object(1),
                                "0123456789abcdef0123456789abcdef",
                                "",
                                OptionalLong.empty(),
                                true),
                        created,
                        updated,
                        null));
        assertThat(this.<Image>read(tables -> tables.images().find(id(2))))
                .isEqualTo(Image.reserved(id(2), "carol", Metadata.NONE.withVisibility(Visibility.SHARED), created)
                        .withUpdatedAt(updated));
        Query byMd5 = new Query(
                Query.Reach.VISIBLE,
                Filter.NONE.withMd5("0123456789abcdef0123456789abcdef"),
                Query.SortKey.ID,
                Query.SortDirection.ASC,
                null);
        assertThat(this.<List<Image>>read(tables -> tables.images().list("alice", byMd5, null, 2, true)))
                .containsExactly(whole);
        Image gone = read(tables -> tables.images().findDeleted(id(3)));
        assertThat(gone.status()).isEqualTo(Status.DELETED);
        assertThat(gone.checksum()).isEqualTo("ef");
        assertThat(gone.location()).isNull();
        assertThat(gone.deletedAt()).isEqualTo(updated);
        assertThat(this.<Boolean>read(tables -> tables.members().canShare(id(2), "alice")))
                .isTrue();
    }

    private static final int MANY = 25_000;

    /** The sixth of each thousand is public, and one is not as the service writes them. */
    private void fillWithMany() throws SQLException {
        flyway("classpath:sql").target("7").load().migrate();
        statement.execute("""
                INSERT INTO image (id, owner, name, location, location_hash, disk_format, container_format, size,
                  checksum, status, visibility, properties, created_at, updated_at, readers_version)
                SELECT CONCAT('1d000000-0000-4000-8000-', LPAD(seq, 12, '0')), CONCAT('owner-', seq MOD 7), '',
                  CONCAT('pithos://alice/c/', seq), UNHEX(SHA2(CONCAT('pithos://alice/c/', seq), 256)), 'raw', 'bare',
                  1,
                  IF(seq = 15001, 'no hash', 'ab'), 'available', IF(seq MOD 1000 = 6, 'public', 'shared'),
                  '{"os":"debian"}', NOW(6), NOW(6), 0
                FROM seq_1_to_%d""".formatted(MANY));
        statement.execute("INSERT INTO image_member (image_id, account) SELECT id, 'bob' FROM image");
        statement.execute("""
                INSERT INTO image_property
                SELECT UNHEX(LEFT(SHA2(pair, 256), 16)), id
                FROM image JOIN (SELECT 'os=debian' AS pair UNION SELECT 'a=b' UNION SELECT 'c=d') pairs""");
    }

    private void assertMany() throws SQLException {
        assertThat(value("SELECT COUNT(*) FROM image")).isEqualTo("" + MANY);
        assertThat(value("SELECT COUNT(DISTINCT id) FROM readable_image WHERE location LIKE 'pithos://alice/c/%'"))
                .isEqualTo("" + MANY);
        assertThat(value("SELECT COUNT(*) FROM readable_image_member WHERE account = 'bob'"))
                .isEqualTo("" + MANY);
        assertThat(value("SELECT COUNT(*) FROM image_property JOIN image ON image = number AND account = owner"))
                .isEqualTo("" + 3 * MANY);
        assertThat(value("SELECT COUNT(*) FROM image_property JOIN image ON image = number AND account = 0"
                        + " WHERE is_public"))
                .isEqualTo("" + 3 * MANY / 1000);
        assertThat(value("SELECT COUNT(*) FROM image_property")).isEqualTo("" + (3 * MANY + 3 * MANY / 1000));
        assertThat(value(
                        "SELECT GROUP_CONCAT(table_name) FROM information_schema.tables WHERE table_schema = DATABASE()"
                                + " AND (table_name LIKE 'next%' OR table_name LIKE 'former%')"))
                .isNull();
    }

    /** In the middle of the second ten thousand. */
    @Test
    void copyingManyImagesGoesOnWhereItFailed() throws SQLException {
        fillWithMany();
        assertThatThrownBy(() -> schema().requireUpToDate()).isInstanceOf(Fault.class);
        assertThat(value("SELECT COUNT(*) FROM next_image")).isEqualTo("10000");
        statement.execute("UPDATE image SET checksum = 'ab'");

        schema().requireUpToDate();

        assertMany();
    }

    @Test
    void copyingTheirPropertiesGoesOnWhereItFailed() throws SQLException {
        fillWithMany();
        statement.execute("UPDATE image SET checksum = 'ab'");
        statement.execute("CREATE TABLE former_image (id INT)"); // the old one cannot take that name
        assertThatThrownBy(() -> schema().requireUpToDate()).isInstanceOf(Fault.class);
        statement.execute("DROP TABLE former_image");
        statement.execute("DELETE FROM next_image_property WHERE pair >= UNHEX(LEFT(SHA2('a=b', 256), 12))");

        schema().requireUpToDate();

        assertMany();
    }

    /** As when the server dies before the old tables are dropped. */
    @Test
    void tablesThatHaveTakenTheirPlacesAreNotCopiedAgain() throws SQLException {
        fillWithMany();
        statement.execute("UPDATE image SET checksum = 'ab'");
        flyway("classpath:sql").target("8").load().migrate();
        statement.execute("DELETE FROM flyway_schema_history WHERE version >= '008'");
        statement.execute("CREATE TABLE former_image (id INT)");

        schema().requireUpToDate();

        assertMany();
    }

    /** As could be registered again by their ids until then, but for those that had no bytes. */
    @Test
    void idsOfWhatIsRegisteredNoLongerAreRetired() throws SQLException {
        flyway("classpath:sql").target("12").load().migrate();
        statement.execute("INSERT INTO account (name) VALUES ('alice')");
        statement.execute("""
                INSERT INTO image (id, owner, name, disk_format, container_format, size, checksum, status, visibility,
                  is_public, properties, created_at, updated_at, deleted_at, readers_version, stage)
                SELECT UNHEX(REPLACE(CONCAT('1d000000-0000-4000-8000-', LPAD(seq, 12, '0')), '-', '')), account.number,
                  '', 0, 0, 0, IF(seq = 2, '', 'ab'), IF(seq = 3, 40, 20), 20, FALSE, '{}', NOW(6), NOW(6),
                  IF(seq = 3, NULL, NOW(6)), 0, IF(seq = 3, 1, 2)
                FROM account JOIN seq_1_to_3""");

        schema().requireUpToDate();
        statement.execute("DELETE FROM flyway_schema_history WHERE version >= '013'"); // as one that failed at its end
        schema().requireUpToDate();

        assertThat(isRetired(1, null)).isTrue();
        assertThat(isRetired(1, id(1))).isFalse();
        assertThat(isRetired(1, id(2))).isTrue();
        assertThat(isRetired(2, id(2))).isTrue();
        assertThat(isRetired(3, null)).isFalse();
    }

    private boolean isRetired(int number, String object) {
        return read(tables -> tables.images().isRetired(id(number), object));
    }

    /** As an older service has been granted them. */
    @Test
    void withoutTheRightToCreateViewsThereAreNoneAndTheServiceRuns() throws SQLException {
        String user = "viewless_" + name.substring(name.length() - 12);
        statement.execute("CREATE USER " + user);
        statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON " + name
                + ".* TO " + user);
        try {
            new Schema(JdbcUrl.forMigrations(url), user, "", this::history, Clock.systemUTC()).requireUpToDate();

            assertThat(value("SELECT COUNT(*) FROM image")).isEqualTo("0");
            assertThat(value("SELECT COUNT(*) FROM information_schema.views WHERE table_schema = DATABASE()"))
                    .isEqualTo("0");
        } finally {
            statement.execute("DROP USER " + user);
        }
    }

    @Test
    void wordsHaveTheNumbersThatTheServiceGivesThemInTheirOrder() throws SQLException {
        schema().requireUpToDate();
        Map<String, Integer> ours = new TreeMap<>();
        WordHandler.ALL.forEach(words -> words.eachWord(ours::put));
        Map<String, Integer> theirs = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT CONCAT(kind, '.', word), number FROM word")) {
            while (rows.next()) {
                theirs.put(rows.getString(1), rows.getInt(2));
            }
        }

        assertThat(ours).isEqualTo(theirs);
        assertThat(value("SELECT COUNT(*) FROM word one JOIN word other"
                        + " ON other.kind = one.kind AND other.word > one.word AND other.number <= one.number"))
                .isEqualTo("0");
    }

    /** As they were before keys were kept as they are given. */
    @Test
    void theIndexIsWhatTheServiceWouldWrite() throws SQLException {
        Map<String, String> properties = Map.of("os", "debian", "root_partition", "1", "ος", "É=é", "x=y", "\"'\\");
        statement.execute("INSERT INTO image VALUES ('" + id(1) + "', 'alice', 'n', 'pithos://alice/c/o',"
                + " UNHEX(SHA2('pithos://alice/c/o', 256)), 'diskdump', 'bare', 5, 'abcd', 'available', TRUE,"
                + " '"
                + PropertiesJson.write(new Properties(properties))
                        .replace("\\", "\\\\")
                        .replace("'", "''")
                + "', NOW(6), NOW(6), 7)");
        List<Property> pairs = properties.entrySet().stream()
                .map(property -> new Property(property.getKey(), property.getValue()))
                .toList();

        try (MariaDb service = new MariaDb(url, "root", "", 1, TestCatalogue.ASSESSOR, entry -> {})) {
            service.inTransaction("alice", tables -> {
                tables.writes().images().insertProperties(id(1), "alice", pairs);
                tables.writes().images().insertProperties(id(1), Sharing.EVERYONE, pairs);
                return true;
            });
        }

        assertThat(value("SELECT COUNT(*) FROM image_property")).isEqualTo("" + 2 * properties.size());
    }

    private static final String OF_SIX_KINDS = """
            INSERT INTO image (id, owner, name, disk_format, container_format, size, checksum, status, is_public,
              properties, created_at, updated_at, readers_version)
            SELECT CONCAT('1d000000-0000-4000-8000-', LPAD(seq, 12, '0')), 'alice', '', '', '', 0, '', 'queued',
              seq MOD 2, '{}', NOW(6), NOW(6), 0
            FROM seq_1_to_6
            """;

    private void fillTablesOfTheSixthFile() throws SQLException {
        flyway("classpath:sql").target("6").load().migrate();
        statement.execute(OF_SIX_KINDS);
        for (int number : new int[] {1, 2, 5}) {
            statement.execute("INSERT INTO image_member (image_id, account) VALUES ('" + id(number) + "', 'bob')");
        }
        statement.execute("UPDATE image SET status = 'deleted', deleted_at = NOW(6) WHERE id > '" + id(4) + "'");
    }

    private void assertVisibilities() throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT GROUP_CONCAT(visibility, is_public ORDER BY id) FROM readable_image")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("public1,shared0,public1,private0,public1,private0");
        }
    }

    @Test
    void imagesArePublicAsTheyWereAndSharedIfTheyHaveMembersElsePrivate() throws SQLException {
        fillTablesOfTheSixthFile();

        schema().requireUpToDate();

        assertVisibilities();
        assertThatThrownBy(() -> statement.execute(OF_SIX_KINDS.replace("1d000000", "2d000000")))
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
        Schema schema = schema();
        assertThat(schema.version()).isEmpty();

        assertRefused(schema, "version 900", "up to version " + own());
        assertThat(schema.version()).hasValue("900");
    }

    @Test
    void tablesThatBecomeNewerAreNoticedWithinSecondsAndForAFewNobodyAsks(@TempDir Path folder) throws Exception {
        Schema schema = schema(clock);
        schema.requireUpToDate();
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");

        looks.set(0);
        clock.move(Schema.BELIEF.minusMillis(1));
        assertThatCode(schema::requireUpToDate).doesNotThrowAnyException();
        assertThat(looks).hasValue(0);

        clock.move(Duration.ofMillis(1));
        assertRefused(schema, "version 900", "up to version " + own());
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongWhatIsBelieved(@TempDir Path folder) throws Exception {
        Schema schema = schema(clock);
        schema.requireUpToDate();
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");

        clock.move(Duration.ofHours(-1));

        assertRefused(schema, "version 900");
    }

    /** The copy of before is loaded again, under the service that waits for it. */
    @Test
    void tablesThatAreKnownAgainAreServedWithoutARestart(@TempDir Path folder) throws Exception {
        Schema schema = schema(clock);
        migrateAsNewerService(folder, "ALTER TABLE image ADD newer INT");
        assertRefused(schema, "version 900");

        statement.execute("ALTER TABLE image DROP newer");
        statement.execute("DELETE FROM flyway_schema_history WHERE version = '900'");
        clock.move(Schema.BELIEF);

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
        Schema schema = schema(clock);
        schema.requireUpToDate();
        statement.execute("DROP TABLE flyway_schema_history");
        clock.move(Schema.BELIEF);

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
}

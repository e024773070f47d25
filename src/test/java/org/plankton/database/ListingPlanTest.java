package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.ImageMapper;
import org.plankton.registry.Place;
import org.plankton.registry.Query;
import org.plankton.registry.Query.Reach;
import org.plankton.registry.Query.SortDirection;
import org.plankton.registry.Query.SortKey;
import org.plankton.registry.Status;

/**
 * What the database reads for a page: about as much as the page has, however large the catalogue. The statements are those of
 * {@code ImageMapper.xml}, and the database itself tells how it runs them.
 */
class ListingPlanTest {
    private static final int IMAGES = 20_000;
    private static final int LIMIT = 51;

    /** Of these images {@link #MANY} is a member, whatever else it sees. */
    private static final int SHARED = 20;

    /**
     * Rows of keys and tables, those that a key passes over and those of intermediate results: a few for each image of a page and
     * each part of a listing. The shortest walk that is too long has ten times as many.
     */
    private static final int FEW = 1_000;

    /** Has a tenth of the images. */
    private static final String MANY = "many";

    /** Has more than half of them. */
    private static final String MOST = "most";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATABASE =
            "plans_" + UUID.randomUUID().toString().replace('-', '_');

    private static Connection connection;
    private static Configuration configuration;

    @BeforeAll
    static void makeImages() throws SQLException {
        String url = EmbeddedMariaDb.shared().jdbcUrl(DATABASE);
        new Schema(JdbcUrl.forMigrations(url), "root", "").requireUpToDate();
        MariaDbDataSource source = new MariaDbDataSource(JdbcUrl.forRequests(url) + "&user=root");
        connection = source.getConnection();
        configuration = MariaDb.configuration(source);
        execute(
                // Of every twenty the last is public. Twenty are rare in whatever can be asked for. At the end are as
                // many that have
                // been unregistered lately as a listing must not pass over.
                "INSERT INTO image (id, owner, name, location, location_hash, disk_format, container_format, size, checksum, status,"
                        + " is_public, properties, created_at, updated_at, deleted_at, readers_version)"
                        + " SELECT INSERT(INSERT(INSERT(INSERT(MD5(seq), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-'),"
                        + " CASE WHEN seq % 10 = 0 THEN 'many' WHEN seq % 10 < 7 THEN 'most' ELSE CONCAT('owner', seq % 100) END,"
                        + " IF(seq % 1000 = 0, 'rare', CONCAT('image ', seq)),"
                        + " IF(seq > 15000, NULL, seq), IF(seq > 15000, NULL, UNHEX(SHA2(seq, 256))),"
                        + " IF(seq % 1000 = 0, 'ntfsdump', 'diskdump'), IF(seq % 1000 = 0, 'ovf', 'bare'),"
                        + " IF(seq % 1000 = 0, 1000000, seq), SHA2(seq, 256), IF(seq % 1000 = 0, 'error', 'available'),"
                        + " seq % 20 = 0 OR seq % 20 = 7, CONCAT('{\"os\":\"', IF(seq % 1000 = 0, 'debian', 'fedora'), '\"}'),"
                        + " '2020-01-01' + INTERVAL CRC32(seq) SECOND, '2150-01-01' + INTERVAL seq SECOND,"
                        + " IF(seq > 15000, '2150-01-01' + INTERVAL seq SECOND, NULL), 0 FROM seq_1_to_" + IMAGES,
                "INSERT INTO image_property SELECT UNHEX(LEFT(SHA2(CONCAT('os=', JSON_VALUE(properties, '$.os')), 256), 16)), id"
                        + " FROM image WHERE deleted_at IS NULL",
                "INSERT INTO image_member SELECT id, 'many', FALSE FROM image WHERE owner LIKE 'owner%' AND deleted_at IS NULL"
                        + " ORDER BY id LIMIT " + SHARED,
                "ANALYZE TABLE image, image_member, image_property");
    }

    @AfterAll
    static void dropThem() throws SQLException {
        execute("DROP DATABASE " + DATABASE);
        connection.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A listing, and who asks for it from where. */
    private record Case(String name, String account, Query query, Place after) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Query query(Reach reach, SortKey key, SortDirection direction) {
        return new Filter().query(reach, key, direction);
    }

    /** A query's filters, of which each is none unless it is given. */
    private static final class Filter {
        private Set<String> names = Set.of();
        private String diskFormat;
        private String containerFormat;
        private Set<Status> statuses;
        private Long sizeMin;
        private String owner;
        private java.time.Instant changedAfter;
        private Map<String, Set<String>> properties = Map.of();

        Query query(Reach reach, SortKey key, SortDirection direction) {
            return new Query(
                    reach,
                    changedAfter != null,
                    names,
                    diskFormat,
                    containerFormat,
                    statuses,
                    sizeMin,
                    null,
                    null,
                    null,
                    null,
                    owner,
                    changedAfter,
                    properties,
                    key,
                    direction,
                    null);
        }
    }

    private static Stream<Case> pages() throws SQLException {
        List<Case> cases = new ArrayList<>();
        for (SortKey key : SortKey.values()) {
            for (SortDirection direction : SortDirection.values()) {
                for (String account : List.of(MANY, MOST, "owner99", "stranger")) {
                    Query query = query(Reach.VISIBLE, key, direction);
                    String name = account + " by " + key + " " + direction;
                    cases.add(new Case(name, account, query, null));
                    cases.add(new Case(name + " from the middle", account, query, middle(key)));
                }
                for (Reach reach : List.of(Reach.ALL, Reach.PUBLIC, Reach.PRIVATE)) {
                    cases.add(new Case(
                            reach + " by " + key + " " + direction, "admin", query(reach, key, direction), null));
                }
            }
        }
        return cases.stream();
    }

    private static Place middle(SortKey key) throws SQLException {
        String column = key.name().toLowerCase(java.util.Locale.ROOT);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, " + column
                        + " FROM image WHERE deleted_at IS NULL ORDER BY 2, 1" + " LIMIT 1 OFFSET 6000")) {
            row.next();
            Object value = switch (key) {
                case CREATED_AT, UPDATED_AT -> InstantHandler.read(row, 2);
                case SIZE -> row.getLong(2);
                default -> row.getString(2);
            };
            return new Place(value, row.getString(1));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsReadFromKeysInItsOrder(Case page) throws Exception {
        assertThat(run("list", page, LIMIT)).isLessThan(FEW);
        assertThat(run("listVersions", page, LIMIT)).isLessThan(FEW);
    }

    private static Stream<Case> rare() {
        return Stream.of(SortKey.CREATED_AT, SortKey.NAME)
                .flatMap(key -> Arrays.stream(SortDirection.values()).flatMap(direction -> {
                    Map<String, Filter> filters = new HashMap<>();
                    Stream.of(
                                    "name",
                                    "disk format",
                                    "container format",
                                    "status",
                                    "size",
                                    "owner",
                                    "property",
                                    "change")
                            .forEach(name -> filters.put(name, new Filter()));
                    filters.get("name").names = Set.of("rare");
                    filters.get("disk format").diskFormat = "ntfsdump";
                    filters.get("container format").containerFormat = "ovf";
                    filters.get("status").statuses = Set.of(Status.ERROR);
                    filters.get("size").sizeMin = 1_000_000L;
                    filters.get("owner").owner = "owner7";
                    filters.get("property").properties = Map.of("os", Set.of("debian"));
                    filters.get("change").changedAfter = java.time.Instant.parse("2150-01-01T05:30:00Z");
                    return filters.entrySet().stream()
                            .map(filter -> new Case(
                                    filter.getKey() + " by " + key + " " + direction,
                                    MANY,
                                    filter.getValue().query(Reach.VISIBLE, key, direction),
                                    null));
                }));
    }

    @ParameterizedTest
    @MethodSource("rare")
    void whatFewImagesHaveIsFoundByAKeyOfItsOwn(Case page) throws Exception {
        assertThat(run("list", page, LIMIT)).isLessThan(FEW);
    }

    @ParameterizedTest
    @MethodSource("common")
    void whatManyImagesHaveIsReadInOrder(Case page) throws Exception {
        assertThat(run("list", page, LIMIT)).isLessThan(FEW);
    }

    private static Stream<Case> common() {
        Map<String, Filter> filters = new HashMap<>();
        Stream.of("statuses", "property").forEach(name -> filters.put(name, new Filter()));
        filters.get("statuses").statuses = Set.of(Status.AVAILABLE, Status.UNAVAILABLE, Status.QUEUED, Status.SAVING);
        filters.get("property").properties = Map.of("os", Set.of("fedora"));
        return filters.entrySet().stream()
                .map(filter -> new Case(
                        filter.getKey(),
                        MANY,
                        filter.getValue().query(Reach.VISIBLE, SortKey.CREATED_AT, SortDirection.DESC),
                        null));
    }

    @Test
    void anImageIsReadByItsKey() throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("id", middle(SortKey.ID).id());
        parameters.put("account", "stranger");
        assertThat(run("find", parameters)).isLessThanOrEqualTo(2);
        assertThat(run("findVisible", parameters)).isLessThanOrEqualTo(3);
    }

    private static long run(String statement, Case page, int limit) throws SQLException, IOException {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("account", page.account);
        parameters.put("query", page.query);
        parameters.put("after", page.after);
        parameters.put("limit", limit);
        return run(statement, parameters);
    }

    /** How many rows the database looks at, which must not be a whole table's. */
    private static long run(String id, Map<String, Object> parameters) throws SQLException, IOException {
        MappedStatement mapped = configuration.getMappedStatement(ImageMapper.class.getName() + "." + id);
        BoundSql sql = mapped.getBoundSql(parameters);
        execute("FLUSH STATUS");
        try (PreparedStatement statement = connection.prepareStatement("ANALYZE FORMAT=JSON " + sql.getSql())) {
            configuration.newParameterHandler(mapped, parameters, sql).setParameters(statement);
            try (ResultSet plan = statement.executeQuery()) {
                plan.next();
                JsonNode tables = JSON.readTree(plan.getString(1));
                for (JsonNode table : tables.findValues("table")) {
                    boolean isWhole = Set.of("ALL", "index")
                            .contains(table.path("access_type").asText());
                    assertThat(isWhole && !table.path("table_name").asText().startsWith("<"))
                            .as(tables::toPrettyString)
                            .isFalse();
                }
            }
        }
        return rowsRead();
    }

    /** Since the status was flushed. */
    private static long rowsRead() throws SQLException {
        long rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet status = statement.executeQuery("SHOW SESSION STATUS WHERE variable_name LIKE 'Handler_read%'"
                        + " OR variable_name = 'Handler_icp_attempts'")) {
            while (status.next()) {
                rows += status.getLong(2);
            }
        }
        return rows;
    }
}

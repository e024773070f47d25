package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.mariadb.jdbc.MariaDbDataSource;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortKey;
import org.plankton.testing.TestCatalogue;

/** A database of so many images. */
final class ListingCatalogue {
    /** How many images are asked for: a page of fifty, and whether there is another. */
    static final int LIMIT = 51;

    static final Configuration STATEMENTS = Statements.configuration(new MariaDbDataSource());

    final int size;
    private final String name;
    private final MariaDb images;
    private final Connection connection;

    /**
     * Owned by accounts that are called {@code owner-0} to {@code owner-999} and have the number that comes next.
     *
     * @param images a statement that makes them, into which {@code size} is put; what stands in tables beside them is
     *     made after them
     * @param members a statement
     */
    ListingCatalogue(int size, String images, String members) throws SQLException {
        this.size = size;
        this.name = "listing_plans_" + size;
        String url = EmbeddedMariaDb.shared().newJdbcUrl(name);
        this.images = new MariaDb(url, "root", "", 1, TestCatalogue.ASSESSOR, entry -> {}); // it makes the tables
        try (Connection filling = EmbeddedMariaDb.shared().connect(name);
                Statement statement = filling.createStatement()) {
            fill(statement, images, members);
        }
        this.connection = new MariaDbDataSource(JdbcUrl.forRequests(url) + "&user=root").getConnection();
    }

    private void fill(Statement statement, String images, String members) throws SQLException {
        statement.execute("SET unique_checks = 0, foreign_key_checks = 0");
        statement.execute("INSERT INTO account (number, name) SELECT seq + 1, CONCAT('owner-', seq) FROM seq_0_to_999");
        statement.execute("INSERT INTO account (name) VALUES ('owner')");
        statement.execute(images.formatted(size));
        statement.execute(members);
        statement.execute("""
                INSERT IGNORE INTO image_property (pair, account, image)
                SELECT UNHEX(LEFT(SHA2(CONCAT(property.name, '=',
                  JSON_VALUE(image.properties, CONCAT('$."', property.name, '"'))), 256), 12)),
                  IF(are_everybodys, 0, image.owner), image.number
                FROM image
                JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists
                  ON image.is_public OR NOT are_everybodys
                JOIN JSON_TABLE(JSON_KEYS(image.properties), '$[*]' COLUMNS (name VARCHAR(1000) PATH '$')) property
                WHERE image.deleted_at IS NULL
                """);
        statement.execute("""
                INSERT IGNORE INTO image_property (pair, account, image)
                SELECT UNHEX(LEFT(SHA2(CONCAT(CHAR(0), 'md5=', LOWER(HEX(md5))), 256), 12)),
                  IF(are_everybodys, 0, owner), number
                FROM image
                JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists
                  ON image.is_public OR NOT are_everybodys
                WHERE deleted_at IS NULL
                """);
        statement.execute("""
                INSERT INTO image_tag (tag, account, image)
                SELECT tag.name, IF(are_everybodys, 0, image.owner), image.number
                FROM image
                JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists
                  ON image.is_public OR NOT are_everybodys
                JOIN JSON_TABLE(image.tags, '$[*]' COLUMNS (name VARCHAR(255) PATH '$')) tag
                WHERE image.deleted_at IS NULL
                """);
        statement.execute("""
                UPDATE image
                SET readiness = IF(number MOD 1000 = 1, 10, 30), assessed_by = 1,
                  family = IF(is_public AND owner != 1, 'everybody''s', CONCAT('family ', number MOD 100)),
                  provided_until = CASE WHEN number MOD 1000 = 1 THEN '2020-01-01' WHEN number MOD 3 = 0 THEN
                    '2999-01-01' END,
                  search_text = CONCAT(' ', LOWER(CAST(CAST(id AS UUID) AS CHAR)), ' common', number MOD 500,
                    ' of', owner, IF(number <= 20, ' rare', ''))
                """);
        statement.execute("ALTER TABLE image FORCE"); // or rows that have grown are not where they were put
        statement.execute("""
                INSERT INTO image_word (account, word, image)
                SELECT IF(is_public, 0, owner), word.text, number
                FROM image
                JOIN JSON_TABLE(CONCAT('["', REPLACE(TRIM(search_text), ' ', '","'), '"]'), '$[*]'
                  COLUMNS (text VARCHAR(40) PATH '$')) word
                WHERE deleted_at IS NULL
                """);
        statement.execute("""
                INSERT INTO image_property (pair, account, image)
                SELECT UNHEX(LEFT(SHA2(CONCAT(CHAR(0), 'readiness=', IF(readiness = 10, 'check', 'ready')), 256), 12)),
                  IF(are_everybodys, 0, owner), number
                FROM image
                JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists
                  ON image.is_public OR NOT are_everybodys
                WHERE deleted_at IS NULL
                """);
        fillNotes(statement);
        for (String table : tables(statement)) {
            statement.execute("ANALYZE TABLE " + table);
            assertThat(isFilled(statement, table)).as(table + " has rows").isTrue();
        }
    }

    /**
     * Of a tenth of all images something is on its way: of the first that have no bytes, without a sign of life.
     */
    private void fillNotes(Statement statement) throws SQLException {
        statement.execute("""
                INSERT INTO image_upload (image_id, account, location, location_hash, alive_at)
                SELECT id, owner, CONCAT('pithos://owner/images/uploads/', id),
                  UNHEX(SHA2(CONCAT('pithos://owner/images/uploads/', id), 256)),
                  IF(RIGHT(id, 12) < %d, '2012-01-01', UTC_TIMESTAMP(6) + INTERVAL 1 DAY)
                FROM readable_image
                WHERE RIGHT(id, 12) MOD 10 = 0
                """.formatted(2000));
        statement.execute("""
                INSERT INTO image_unsettled_reader
                  (location_hash, account, location, location_account, image_id, owner)
                SELECT location_hash, 'reader', location, account, image_id, account FROM image_upload
                """);
        statement.execute("""
                INSERT INTO image_sharing (location_hash, location, location_account, id, began_at, is_overtaken)
                SELECT location_hash, location, account, image_id, alive_at, FALSE FROM image_upload
                """);
        statement.execute(
                "INSERT INTO object_reader (object_uuid, account) SELECT image_id, 'reader' FROM image_upload");
        statement.execute("INSERT INTO retired_id (id, object) SELECT UNHEX(MD5(id)), id FROM image");
        statement.execute("""
                INSERT INTO journal (made_at, kind, account, request, dialect, address, image, owner, bytes,
                  before_edit, after_edit)
                SELECT '2012-01-01' + INTERVAL number SECOND, 80, (SELECT name FROM account WHERE number = image.owner),
                  '', '', '', id, '', 4, '{}', '{}'
                FROM image
                ORDER BY number
                """);
        statement.execute("INSERT INTO follower (name, position, updated_at) VALUES ('one', 1, '2012-01-01')");
        statement.execute("INSERT INTO file_check (number, position, claimed_at) VALUES (1, '', '1970-01-01')");
    }

    private static boolean isFilled(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
            return rows.next();
        }
    }

    private List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT table_name FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    void drop() throws SQLException {
        images.close();
        connection.close();
        try (Connection dropping = EmbeddedMariaDb.shared().connect(name);
                Statement statement = dropping.createStatement()) {
            statement.execute("DROP DATABASE " + name);
        }
    }

    long number(String query) {
        return (Long) values(query).get(0);
    }

    List<Object> values(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            List<Object> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getObject(i));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** Half-way through the public images. */
    Image middle(SortKey key) {
        String column = key.name().toLowerCase(Locale.ROOT);
        String id = (String) values("SELECT CAST(CAST(id AS UUID) AS CHAR) FROM image WHERE is_public AND stage = 0"
                        + " ORDER BY " + column + ", id LIMIT 1 OFFSET " + size / 50)
                .get(0);
        return image(id);
    }

    /** The ids of so many public images. */
    List<String> publicIds(int count) {
        return values("SELECT GROUP_CONCAT(CAST(CAST(id AS UUID) AS CHAR)) FROM (SELECT id FROM image"
                        + " WHERE is_public AND stage = 0 ORDER BY number LIMIT " + count + ") images")
                .stream()
                .flatMap(ids -> Stream.of(((String) ids).split(",")))
                .toList();
    }

    Image image(String id) {
        return images.read(tables -> tables.images().find(id));
    }

    long sharedWith(String account) {
        return number("SELECT COUNT(*) FROM readable_image_member WHERE account = '" + account + "'");
    }

    /** How many there are, by a statement that takes as long as it takes. */
    long count(String account, Query query) {
        return images.<Long>read(tables ->
                tables.images().countBy(account, query, false, tables.images().rareProperties(account, query), null));
    }

    ListingPlan list(String account, Query query, Image after) {
        return listing("listBy", account, query, after);
    }

    ListingPlan listing(String statement, String account, Query query, Image after) {
        return plan(statement, parameters(account, query, after));
    }

    private Map<String, Object> parameters(String account, Query query, Image after) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("account", account);
        parameters.put("query", query);
        parameters.put("after", after);
        parameters.put("until", null);
        parameters.put("byFirst", false);
        parameters.put("limit", LIMIT);
        parameters.put("givesUp", true);
        parameters.put(
                "rare", images.<RareProperties>read(tables -> tables.images().rareProperties(account, query)));
        return parameters;
    }

    /**
     * Of a list by several keys both statements, as {@link ImageMapper#list} asks them: how far the page goes by the
     * first key, and the page.
     */
    List<ListingPlan> listBySeveral(String account, Query query, Image after) {
        List<Image> first = images.<List<Image>>read(tables -> tables.images()
                .listBy(
                        account,
                        query,
                        after,
                        null,
                        true,
                        LIMIT,
                        false,
                        tables.images().rareProperties(account, query)));
        Map<String, Object> parameters = parameters(account, query, after);
        parameters.put("byFirst", true);
        ListingPlan byFirst = plan("listBy", parameters);
        parameters.put("byFirst", false);
        parameters.put("until", first.get(LIMIT - 1));
        return List.of(byFirst, plan("listBy", parameters));
    }

    /** Whose listings are given up after so many rows; to be closed. */
    SqlSession givingUpAfter(int rows) throws SQLException {
        String url = EmbeddedMariaDb.shared().jdbcUrl(name);
        Configuration soon =
                Statements.configuration(new MariaDbDataSource(JdbcUrl.forRequests(url) + "&user=root"), rows);
        return new SqlSessionFactoryBuilder().build(soon).openSession(true);
    }

    /**
     * How many pages InnoDB reads when the prepared statement of a page's fingerprint is executed again, after
     * somebody has read a whole row. The least of some: the server has work of its own.
     */
    long databasePagesFor(String account, Query query) {
        try (PreparedStatement statement =
                prepared("", ImageMapper.class, "listLastChangesBy", parameters(account, query, null))) {
            statement.executeQuery().close();
            values("SELECT * FROM image LIMIT 1");
            long least = Long.MAX_VALUE;
            int quiet = 0; // how often it was the least
            for (int i = 0; i < 2_000 && quiet < 5; i++) {
                long before = databasePages();
                statement.executeQuery().close();
                long pages = databasePages() - before;
                quiet = pages < least ? 1 : pages == least ? quiet + 1 : quiet;
                least = Math.min(least, pages);
                if (pages > least) {
                    LockSupport.parkNanos(5_000_000); // until what was filled in has been cleared up behind
                }
            }
            return least;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private PreparedStatement prepared(String prefix, Class<?> mapper, String name, Map<String, Object> parameters)
            throws SQLException {
        MappedStatement mapped = STATEMENTS.getMappedStatement(mapper.getName() + "." + name);
        BoundSql sql = mapped.getBoundSql(parameters);
        PreparedStatement statement = connection.prepareStatement(prefix + sql.getSql());
        STATEMENTS.newParameterHandler(mapped, parameters, sql).setParameters(statement);
        return statement;
    }

    /** Since the server was started: sessions do not count them. */
    private long databasePages() {
        return number("SELECT CAST(variable_value AS SIGNED) FROM information_schema.global_status"
                + " WHERE variable_name = 'INNODB_BUFFER_POOL_READ_REQUESTS'");
    }

    ListingPlan plan(String name, Map<String, Object> parameters) {
        return plan(ImageMapper.class, name, parameters);
    }

    ListingPlan plan(Class<?> mapper, String name, Map<String, Object> parameters) {
        try (PreparedStatement statement = prepared("ANALYZE FORMAT=JSON ", mapper, name, parameters);
                PreparedStatement counting = prepared("", mapper, name, parameters)) {
            int found = 0;
            try (ResultSet rows = counting.executeQuery()) {
                while (rows.next()) {
                    found++;
                }
            }
            long before = rowsLookedAt();
            long files = filesMade();
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                ListingPlan plan = new ListingPlan(size, row.getString(1), found, rowsLookedAt() - before);
                assertThat(filesMade() - files)
                        .as("files made: %s", plan.json())
                        .isZero();
                return plan;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** For tables in between that do not fit into memory, or have a BLOB. */
    private long filesMade() {
        return number("SELECT CAST(variable_value AS SIGNED) FROM information_schema.session_status"
                + " WHERE variable_name = 'CREATED_TMP_DISK_TABLES'");
    }

    /**
     * Since the connection was made. The plan tells of rows that were found, and leaves out some that were looked
     * at.
     */
    private long rowsLookedAt() {
        return number("""
                SELECT CAST(SUM(IF(variable_name = 'HANDLER_ICP_MATCH', -1, 1) * variable_value) AS SIGNED)
                FROM information_schema.session_status
                WHERE variable_name IN ('HANDLER_READ_FIRST', 'HANDLER_READ_KEY', 'HANDLER_READ_LAST',
                  'HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT',
                  'HANDLER_ICP_ATTEMPTS',
                  'HANDLER_ICP_MATCH')
                """);
    }
}

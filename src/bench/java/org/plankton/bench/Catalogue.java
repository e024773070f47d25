package org.plankton.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.testing.TestCatalogue;

/**
 * A database with as many images as a measurement wants, made by the database itself, always the same ones.
 *
 * <p>{@link #cloud}: 1000 accounts own images, of which {@link #CALLER} has a tenth; 5 % are public; a tenth have three
 * members, of as many accounts as there are hundreds of images, but at least those. The first {@value #MATCHES} images,
 * of which the caller sees 7 as their owner, 7 as a member and 6 because they are public, have what filters ask for,
 * and nothing else that the caller sees has it, so that a filter finds the same in a catalogue of any size. Of what the
 * caller cannot see every fiftieth has it too, but for {@code os=debian}, which only those {@value #MATCHES} are.
 *
 * <p>{@link #longList}: all images are {@link #CALLER}'s but for {@value #SHORT}, which are {@link #FEW}'s; none is
 * public.
 */
final class Catalogue {
    static final int MATCHES = 20;

    /** A filter and a tag of Images v2: of 23 images one has both, and is the caller's. */
    static final String TAGGED = "status=active&tag=build%2010";

    static final int SHORT = 1000;

    /** Tags of an image. */
    static final long TAGS_EACH = 2;

    static final String CALLER = account(0);
    static final String FEW = account(1);

    /** Whose images are all private, but for 13 of the {@value #MATCHES}. */
    static final String RESERVED = account(999);

    private static final int ACCOUNTS = 1000;

    /** So that with nobody more are shared where there are more. */
    private static final int IMAGES_AN_ACCOUNT = 100;

    /** Of an account's number. */
    private static final String ACCOUNT =
            "CONCAT(LPAD(LOWER(HEX(%s * 2654435761 & 4294967295)), 8, '0'), '-0000-4000-8000-', LPAD(%1$s, 12, '0'))";

    /** Each has the number after that by which it is called here. */
    private static String accounts(int count) {
        return "INSERT INTO account (number, name) SELECT seq + 1, " + ACCOUNT.formatted("seq") + " FROM seq_0_to_"
                + (count - 1);
    }

    /** What stands for words in the tables. */
    private static final String WORDS = """
            SELECT MAX(IF(kind = 'disk_format' AND word = 'diskdump', number, 0)),
                   MAX(IF(kind = 'disk_format' AND word = 'extdump', number, 0)),
                   MAX(IF(kind = 'disk_format' AND word = 'ntfsdump', number, 0)),
                   MAX(IF(kind = 'container_format' AND word = 'aki', number, 0)),
                   MAX(IF(kind = 'container_format' AND word = 'ami', number, 0)),
                   MAX(IF(kind = 'container_format' AND word = 'bare', number, 0)),
                   MAX(IF(kind = 'container_format' AND word = 'ovf', number, 0)),
                   MAX(IF(kind = 'status' AND word = 'available', number, 0)),
                   MAX(IF(kind = 'status' AND word = 'error', number, 0)),
                   MAX(IF(kind = 'status' AND word = 'unavailable', number, 0)),
                   MAX(IF(kind = 'member_status' AND word = 'accepted', number, 0)),
                   MAX(IF(kind = 'visibility' AND word = 'private', number, 0)),
                   MAX(IF(kind = 'visibility' AND word = 'public', number, 0)),
                   MAX(IF(kind = 'visibility' AND word = 'shared', number, 0)),
                   MAX(IF(kind = 'readiness' AND word = 'check', number, 0)),
                   MAX(IF(kind = 'readiness' AND word = 'ready', number, 0))
            INTO @diskdump, @extdump, @ntfsdump, @aki, @ami, @bare, @ovf, @available, @error, @unavailable,
                 @accepted, @private, @public, @shared, @check, @ready
            FROM word""";

    private static final String ID = """
            UNHEX(CONCAT(SUBSTR(hash, 1, 12), '4', SUBSTR(hash, 14, 3), '8', SUBSTR(hash, 18, 3), SUBSTR(hash, 21)))""";

    private static final String HASH = "MD5(CONCAT('image ', seq))";

    private static final String LOCATION = "CONCAT('pithos://', " + ACCOUNT.formatted("account") + ", '/images/', seq)";

    private static final String IS_SHARED = "(seq > " + MATCHES + " AND seq % 1000 != 501 AND CRC32(seq) % 10 = 0)";

    private static final String OWNER = """
            CASE WHEN seq <= 7 THEN 0
                 WHEN seq <= 20 OR seq % 1000 = 501 THEN 999
                 WHEN seq % 10 = 0 THEN 0
                 ELSE 1 + seq * 7919 % 998 END""";

    private static final String IS_PUBLIC =
            "(seq BETWEEN 15 AND 20 OR seq > 20 AND seq % 1000 != 501 AND seq DIV 10 % 20 = 3)";

    /** Whether it has what filters ask for. */
    private static final String IS_MARKED =
            "(seq <= " + MATCHES + " OR seq % 50 = 3 AND NOT " + IS_PUBLIC + " AND NOT " + IS_SHARED + ")";

    /** The nine of the guide's example, their keys in order. */
    private static final String PROPERTIES = """
            CONCAT('{"description":"Fedora release 17 (Beefy Miracle), build ', seq, '","gui":"GNOME 3.4.2","kernel":"',
                   IF(marked, '2.6.32', ELT(1 + seq % 3, '3.8.3', '3.2.0', '4.19.0')), '","os":"',
                   IF(seq <= 20, 'debian', ELT(1 + seq % 4, 'ubuntu', 'fedora', 'centos', 'opensuse')),
                   '","osfamily":"linux","partition_table":"msdos","root_partition":"1","sortorder":"', seq % 100,
                   '","users":"root user"}')""";

    /** One that every twentieth has, and one that all have. */
    private static final String TAGS = """
            CONCAT('["build ', seq % 20, '","linux"]')""";

    private static final String IMAGES = """
            INSERT INTO image (number, id, owner, name, location_account, location_path, location_hash, disk_format,
                               container_format, size, checksum, object_uuid, status, visibility, is_public,
                               is_hidden, tags, properties, created_at, updated_at, readers_version, stage,
                               readiness, search_text, assessed_by)
            SELECT seq,
                   %1$s,
                   account + 1,
                   IF(marked, 'Windows Server', CONCAT('image ', seq)),
                   account + 1,
                   CONCAT('images/', seq),
                   LEFT(UNHEX(SHA2(%2$s, 256)), 16),
                   IF(marked, @ntfsdump, ELT(1 + seq %% 2, @diskdump, @extdump)),
                   IF(marked, @ovf, ELT(1 + seq %% 3, @bare, @ami, @aki)),
                   IF(marked, IF(seq %% 2, 7000000000, 1000) + seq, 1000000000 + CRC32(seq)),
                   UNHEX(SHA2(seq, 256)),
                   %1$s,
                   IF(marked, @error, ELT(1 + seq %% 7 DIV 6, @available, @unavailable)),
                   CASE WHEN public THEN @public WHEN shared THEN @shared ELSE @private END,
                   public,
                   FALSE,
                   %10$s,
                   %3$s,
                   TIMESTAMP'2013-01-01 00:00:00.000000'
                     + INTERVAL CRC32(CONCAT('created', seq)) * 50000 + seq MICROSECOND,
                   TIMESTAMP'2020-01-01 00:00:00.000000'
                     + INTERVAL CRC32(CONCAT('updated', seq)) * 25000 + seq MICROSECOND,
                   0,
                   0,
                   IF(public, @check, @ready),
                   CONCAT(' ', LOWER(CAST(CAST(%1$s AS UUID) AS CHAR)), ' image ', seq,
                     ' build linux Fedora release 17 Beefy Miracle GNOME 3 4 2 root user msdos',
                     IF(marked, ' %11$s', '')),
                   %12$d
            FROM (SELECT seq, %4$s AS hash, %5$s AS account, %6$s AS public, %7$s AS shared, %8$s AS marked
                  FROM seq_1_to_%9$d) image""";

    /** Nobody is a member of their own image. */
    private static final String MEMBERS = """
            INSERT INTO image_member (image, account, status, created_at, updated_at)
            SELECT seq, account + 1, @accepted, TIMESTAMP'2020-01-01 00:00:00', TIMESTAMP'2020-01-01 00:00:00'
            FROM (SELECT seq, (CRC32(CONCAT('member', seq)) + number * 331) %% %1$d AS account, %2$s AS owner
                  FROM seq_1_to_%3$d JOIN (SELECT seq AS number FROM seq_0_to_2) numbers
                  WHERE %4$s
                  UNION ALL SELECT seq, 0, 999 FROM seq_8_to_14 WHERE seq <= %3$d) member
            WHERE account != owner""";

    private static final String PAIRS = """
            INSERT INTO image_property (pair, account, image)
            SELECT LEFT(UNHEX(SHA2(CONCAT(property, '=', JSON_VALUE(properties, CONCAT('$.', property))), 256)), 6),
                   IF(are_everybodys, 0, image.owner),
                   image.number
            FROM image
            JOIN (%s) names
            JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists
              ON image.is_public OR NOT are_everybodys""";

    private static final String TAG_ROWS = """
            INSERT INTO image_tag (tag, account, image)
            SELECT JSON_VALUE(tags, CONCAT('$[', place, ']')), IF(are_everybodys, 0, image.owner), image.number
            FROM image
            JOIN (SELECT 0 AS place UNION ALL SELECT 1) places
            JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists
              ON image.is_public OR NOT are_everybodys""";

    /** Those that have it are as many in every catalogue, and few. */
    static final String RARE_WORD = "appliance";

    private static final String WORD_ROWS = """
            INSERT IGNORE INTO image_word (account, word, image)
            SELECT IF(is_public, 0, owner), word.text, number
            FROM image
            JOIN JSON_TABLE(CONCAT('["', REPLACE(TRIM(search_text), ' ', '","'), '"]'), '$[*]'
              COLUMNS (text VARCHAR(40) PATH '$')) word
            ORDER BY 1, 2, 3""";

    private static final List<String> NAMES = List.of(
            "description",
            "gui",
            "kernel",
            "os",
            "osfamily",
            "partition_table",
            "root_partition",
            "sortorder",
            "users");

    private final EmbeddedMariaDb server;
    private final String name;
    private final int images;
    private final List<String> recipe;

    private Catalogue(EmbeddedMariaDb server, String name, int images, List<String> recipe) {
        this.server = server;
        this.name = name;
        this.images = images;
        this.recipe = recipe;
    }

    static Catalogue cloud(EmbeddedMariaDb server, int images) {
        String names = NAMES.stream()
                .map(name -> "SELECT '" + name + "' AS property")
                .collect(Collectors.joining(" UNION ALL "));
        int accounts = Math.max(ACCOUNTS, images / IMAGES_AN_ACCOUNT);
        return new Catalogue(
                server,
                "bench_" + images,
                images,
                List.of(
                        accounts(accounts),
                        WORDS,
                        images(OWNER, IS_PUBLIC, "(" + IS_SHARED + " OR seq BETWEEN 8 AND 14)", IS_MARKED, images),
                        String.format(Locale.ROOT, MEMBERS, accounts, OWNER, images, IS_SHARED),
                        String.format(Locale.ROOT, PAIRS, names),
                        TAG_ROWS,
                        WORD_ROWS));
    }

    static Catalogue longList(EmbeddedMariaDb server, int images) {
        return new Catalogue(
                server,
                "bench_long_" + images,
                images,
                List.of(
                        accounts(ACCOUNTS),
                        WORDS,
                        images("IF(seq <= " + images + ", 0, 1)", "FALSE", "FALSE", "FALSE", images + SHORT)));
    }

    private static String images(String owner, String isPublic, String isShared, String isMarked, int count) {
        return String.format(
                Locale.ROOT,
                IMAGES,
                ID,
                LOCATION,
                PROPERTIES,
                HASH,
                owner,
                isPublic,
                isShared,
                isMarked,
                count,
                TAGS,
                RARE_WORD,
                TestCatalogue.CATALOGUE.version());
    }

    /** The id of the account of that number, from 0. */
    static String account(int number) {
        return String.format(Locale.ROOT, "%08x-0000-4000-8000-%012d", number * 2654435761L & 0xffffffffL, number);
    }

    int images() {
        return images;
    }

    /** Of the database. */
    String name() {
        return name;
    }

    String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /** Removes what is there, unless it was made by the same recipe for the same tables. */
    void discardUnlessAsMade() {
        try {
            if (!query("SELECT recipe FROM bench").equals(List.of(fingerprint()))) {
                discard();
            }
        } catch (IllegalStateException e) { // was never whole
            discard();
        }
    }

    private void discard() {
        execute(List.of("DROP DATABASE `" + name + "`", "CREATE DATABASE `" + name + "`"), "");
    }

    /** Makes the images, unless they are there, in tables that are there. */
    void fill() {
        if (!query("SHOW TABLES LIKE 'bench'").isEmpty()) {
            return;
        }
        List<String> statements = new ArrayList<>();
        // Without checks InnoDB sorts what a statement brings into an empty table, and writes each index in one go.
        statements.add("SET unique_checks = 0, foreign_key_checks = 0");
        statements.addAll(recipe);
        query("SHOW TABLES LIKE 'image%'").forEach(table -> statements.add("ANALYZE TABLE " + table));
        statements.add("CREATE TABLE bench (recipe CHAR(64) NOT NULL PRIMARY KEY)");
        statements.add("INSERT INTO bench VALUES ('" + fingerprint() + "')");
        execute(statements, name);
    }

    /** Of the recipe, and of the tables that it is for. */
    private String fingerprint() {
        try (Stream<Path> files = Files.list(Path.of("sql"))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            recipe.forEach(statement -> digest.update(statement.getBytes(StandardCharsets.UTF_8)));
            for (Path file : files.sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** To its database. */
    Connection connect() throws SQLException {
        return server.connect(name);
    }

    /** The rows, the values of each with blanks between them. */
    List<String> query(String sql) {
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                found.add(String.join(" ", values));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        execute(List.of(sql), name);
    }

    private void execute(List<String> statements, String database) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

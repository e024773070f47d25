package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.session.SqlSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.AssessmentMapper;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.ImageWriteMapper.Indexed;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.ImageWriteMapper.Word;
import org.plankton.registry.ports.JournalMapper;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.SearchWord;

/**
 * What the database does for each statement that finds images: how many rows it looks at, which must not grow with the
 * catalogue. The same bounds hold for a small and a large one.
 */
@Tag("long")
class ListingPlanTest {
    private static final int SMALL = 3_000;
    private static final int LARGE = 30_000;

    private static final int LIMIT = ListingCatalogue.LIMIT;

    /** What a page takes in all its parts together, with their merging and sorting. */
    private static final int OF_A_PAGE = 15 * LIMIT;

    /** Pages of a table that are read to find one of its rows. */
    private static final int TREE = 4;

    /** Of the longest listing: of each, that is looked for whatever there is. */
    private static final int PARTS = 30;

    /** What is read to find that there is nothing, in each part, and to put nothing together. */
    private static final int OF_NONE = 50;

    /** So many places of a key may be walked through in place of sorting: fewer than the large catalogue has. */
    private static final int OF_A_WALK = 300;

    /** Of a row that is found and sorted, how often it is looked at. */
    private static final int OF_A_MATCH = 15;

    /** Who has a tenth of all images. */
    private static final String MANY = "owner-0";

    private static final String FEW = "owner-123";

    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";

    /** These are public, and alone in what they are; a few have no bytes. */
    private static final int RARE = 20;

    private static final int CHANGED = 10;

    /** In the small catalogue, too, many images are of others. */
    private static final int MANY_IDS = 100;

    /** The last tenth was unregistered lately, and half of that was public. The first {@link #RARE} are rare. */
    private static final String IMAGES = """
            INSERT INTO image (id, owner, name, location_account, location_path, location_hash, disk_format,
              container_format, size, checksum, object_uuid, status, visibility, is_public, is_hidden, properties,
              tags, md5, created_at, updated_at, deleted_at, readers_version, stage)
            SELECT UNHEX(CONCAT(LEFT(MD5(seq), 8), '000040008000', LPAD(seq, 12, '0'))),
              1 + IF(seq MOD 10 = 0, 0, 1 + seq MOD 999),
              IF(seq MOD 2 = 0, 'fedora', CONCAT('image ', seq)),
              IF(is_deleted OR is_reserved, NULL, (SELECT number FROM account WHERE name = 'owner')),
              IF(is_deleted OR is_reserved, NULL, CONCAT('images/', seq)),
              IF(is_deleted OR is_reserved, NULL,
                LEFT(UNHEX(SHA2(CONCAT('pithos://owner/images/', seq), 256)), 16)),
              (SELECT number FROM word WHERE kind = 'disk_format' AND word =
                CASE WHEN is_rare THEN 'vhd' WHEN seq MOD 3 = 0 THEN 'diskdump' ELSE 'extdump' END),
              (SELECT number FROM word WHERE kind = 'container_format' AND word =
                CASE WHEN is_rare THEN 'ova' WHEN seq MOD 3 = 0 THEN 'bare' ELSE 'ovf' END),
              seq * 1000, UNHEX(SHA2(seq, 256)),
              IF(is_deleted OR is_reserved, NULL, UNHEX(CONCAT('0b1ec700000040008000', LPAD(seq, 12, '0')))),
              (SELECT number FROM word WHERE kind = 'status' AND word =
                CASE WHEN is_deleted THEN 'deleted' WHEN is_reserved THEN 'saving'
                  WHEN is_rare THEN 'unavailable' ELSE 'available' END),
              (SELECT number FROM word WHERE kind = 'visibility' AND word =
                CASE WHEN is_public THEN 'public' WHEN seq MOD 10 = 3 THEN 'shared'
                  WHEN seq MOD 10 = 5 THEN 'community' ELSE 'private' END),
              is_public AND NOT is_hidden, is_hidden,
              JSON_OBJECT('description', 'Fedora release 17', 'gui', 'No GUI', 'kernel', '3.3.4-5.fc17.x86_64',
                'os', IF(CRC32(CONCAT('os', seq)) MOD 10 = 0, 'debian', 'fedora'), 'os_family', 'linux',
                'root_partition', '1', 'size', '1024', 'sortorder', CONCAT(seq MOD 10),
                'users', IF(is_rare, 'cloud', 'root'),
                'hidden',
                  IF(seq MOD 10 = 7 AND NOT is_rare AND CRC32(CONCAT('public', seq)) MOD 20, 'yes', 'no')),
              JSON_ARRAY('all', CONCAT('tag ', seq MOD 10), IF(is_rare, 'rare', 'usual')),
              UNHEX(MD5(seq)), '2012-01-01' + INTERVAL seq SECOND,
              IF(is_deleted, deletion, '2020-01-01' + INTERVAL CRC32(seq) MOD 1000000 SECOND),
              IF(is_deleted, deletion, NULL), 0, IF(is_deleted, 2, is_reserved + 3 * is_hidden)
            FROM (
              SELECT numbers.*,
                is_rare OR IF(is_deleted, seq MOD 2, CRC32(CONCAT('public', seq)) MOD 20 = 0) AS is_public
              FROM (
                SELECT seq, seq <= 20 AS is_rare, seq > 0.9 * %1$d AS is_deleted,
                  seq MOD 100 = 50 AS is_reserved, seq MOD 20 = 11 AND seq > 20 AS is_hidden,
                  '2030-01-01' - INTERVAL %1$d - seq SECOND AS deletion
                FROM seq_1_to_%1$d) numbers) images
            """;

    private static final String MEMBERS = """
            INSERT INTO image_member (image, account, status, created_at, updated_at)
            SELECT image.number, 1 + (RIGHT(HEX(image.id), 12) DIV 10 * 3 + seq) MOD 1000, 10, NOW(), NOW()
            FROM image JOIN seq_1_to_3
            WHERE RIGHT(HEX(image.id), 12) MOD 10 = 3
            """;

    private static final List<ListingCatalogue> CATALOGUES = new ArrayList<>();

    @BeforeAll
    static void makeTwoCatalogues() throws SQLException {
        CATALOGUES.add(new ListingCatalogue(SMALL, IMAGES, MEMBERS));
        CATALOGUES.add(new ListingCatalogue(LARGE, IMAGES, MEMBERS));
    }

    @AfterAll
    static void dropThem() throws SQLException {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue.drop();
        }
    }

    /** In both directions, from the beginning and from the middle, with and without images that have no bytes. */
    private static void assertPages(Asked asked, String account, SortKey key) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long bound = OF_A_PAGE + OF_A_MATCH * catalogue.sharedWith(account);
            Image middle = catalogue.middle(key);
            for (SortDirection direction : SortDirection.values()) {
                Query query = asked.by(key, direction);
                catalogue.list(account, query, null).examinesAtMost(bound).finds(LIMIT);
                catalogue.list(account, query, middle).examinesAtMost(bound).finds(LIMIT);
                catalogue
                        .listing("listLastChangesBy", account, query, middle)
                        .examinesAtMost(bound)
                        .finds(LIMIT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPageTakesAsManyRowsInEveryOrderWhateverTheCataloguesSize(SortKey key) {
        assertPages(Asked.ALL, FEW, key);
        assertPages(Asked.ALL, MANY, key);
    }

    /** The key tells of what is not on the page all that is asked, so that no row of an image is read for it. */
    @ParameterizedTest
    @EnumSource
    void rowsAreReadOfNoImagesButThePagesOwn(SortKey key) {
        ListingCatalogue catalogue = CATALOGUES.get(1);
        for (Asked asked : List.of(Asked.ALL, Asked.status(EnumSet.complementOf(EnumSet.of(Status.ERROR))))) {
            assertThat(catalogue.databasePagesFor(MANY, asked.by(key, SortDirection.ASC)))
                    .as("pages of tables and keys")
                    .isBetween((long) LIMIT, TREE * (LIMIT + PARTS + catalogue.sharedWith(MANY)) + OF_NONE);
        }
    }

    /** As Glance's clients ask by default. */
    @ParameterizedTest
    @EnumSource
    void soItDoesWithoutTheImagesThatHaveFailed(SortKey key) {
        assertPages(Asked.status(EnumSet.complementOf(EnumSet.of(Status.ERROR))), FEW, key);
        assertPages(Asked.status(EnumSet.complementOf(EnumSet.of(Status.ERROR))), MANY, key);
    }

    @ParameterizedTest
    @EnumSource
    void soItDoesForAdministrators(SortKey key) {
        assertPages(Asked.ofAll(EnumSet.allOf(Visibility.class)), FEW, key);
        Set<Visibility> everybodys = EnumSet.of(Visibility.PUBLIC);
        assertPages(Asked.ofAll(everybodys), FEW, key);
        assertPages(Asked.ofAll(EnumSet.complementOf(EnumSet.copyOf(everybodys))), FEW, key);
    }

    static Stream<Arguments> rare() {
        return Stream.of(
                Arguments.of("names", Asked.names("image 1", "image 3"), 2),
                Arguments.of("disk format", Asked.diskFormat("vhd"), RARE),
                Arguments.of("container format", Asked.containerFormat("ova"), RARE),
                Arguments.of("status", Asked.status(Set.of(Status.UNAVAILABLE)), RARE),
                Arguments.of("sizes", Asked.size(1L, 1000L * RARE), RARE),
                Arguments.of("property", Asked.property("users", "cloud"), RARE),
                Arguments.of(
                        "property, and one that all have",
                        Asked.property("users", "cloud").and("gui", "No GUI"),
                        RARE),
                Arguments.of("property that none has", Asked.property("users", "nobody"), 0),
                Arguments.of("word", searched("rare"), RARE),
                Arguments.of("beginning of a word", searched("ra"), RARE),
                Arguments.of("word, and one that all have", searched("RARE", "common"), RARE),
                Arguments.of("word that none has", searched("none"), 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rare")
    void aFilterThatFewPassTakesThoseAndWhatIsSharedWithTheCaller(String filter, Asked asked, int matches) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String account : List.of(FEW, MANY)) {
                for (SortDirection direction : SortDirection.values()) {
                    catalogue
                            .list(account, asked.by(SortKey.CREATED_AT, direction), null)
                            .examinesAtMost(
                                    OF_NONE + OF_A_WALK + OF_A_MATCH * (matches + catalogue.sharedWith(account)))
                            .finds(matches);
                }
            }
        }
    }

    static Stream<Arguments> common() {
        return Stream.of(
                Arguments.of("name", Asked.names("fedora")),
                Arguments.of("disk format", Asked.diskFormat("extdump")),
                Arguments.of("container format", Asked.containerFormat("ovf")),
                Arguments.of("status", Asked.status(Set.of(Status.AVAILABLE))),
                Arguments.of("size", Asked.size(2000L, null)),
                Arguments.of("property", Asked.property("os_family", "linux")),
                Arguments.of("property, several values", Asked.property("os", "debian", "fedora")),
                Arguments.of("properties", Asked.property("os_family", "linux").and("gui", "No GUI")),
                Arguments.of("beginning of a word that each has otherwise", searched("common")),
                Arguments.of("several of those", searched("com", "of")),
                Arguments.of("readiness", Asked.by(filter -> filter.withReadiness(Set.of(Readiness.READY)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("common")
    void aFilterThatManyPassTakesAFewTimesThePage(String filter, Asked asked) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String account : List.of(FEW, MANY)) {
                for (SortDirection direction : SortDirection.values()) {
                    catalogue
                            .list(account, asked.by(SortKey.CREATED_AT, direction), null)
                            .examinesAtMost(4 * OF_A_PAGE + OF_A_MATCH * catalogue.sharedWith(account))
                            .finds(LIMIT);
                }
            }
        }
    }

    /** A look into each account's words, with a bar and without it, in two parts of the list; however many it has. */
    @Test
    void administratorsFindARareWordByTheAccountsThatThereAreAndNotByTheirWords() {
        int accounts = 1002;
        Asked rare = new Asked(Query.Reach.ALL, searched("rare").filter());
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue
                    .list(MANY, rare.by(SortKey.CREATED_AT, SortDirection.DESC), null)
                    .examinesAtMost(OF_A_PAGE + 4 * accounts)
                    .finds(RARE);
            assertThat(catalogue.count(MANY, rare.by(SortKey.CREATED_AT, SortDirection.DESC)))
                    .isEqualTo(RARE);

            Map<String, Object> parameters = new HashMap<>();
            parameters.put("account", MANY);
            parameters.put("ofAnybody", true);
            parameters.put(
                    "listers",
                    RareProperties.listers(LongStream.range(1, accounts).boxed().toList(), 2000));
            parameters.put("hidesOwners", false);
            parameters.put("properties", List.of(new Word("rare")));
            parameters.put("most", RareProperties.FEW);
            catalogue
                    .plan("countProperties", parameters)
                    .examinesAtMost(OF_A_PAGE + 2 * accounts)
                    .finds(1);
        }
    }

    /** Of more than there is room for none is told, and the word is looked for in the order of the list. */
    @Test
    void soManyAccountsAreNamedAsAStatementHasRoomFor() {
        List<Indexed> asked = List.of(new Word("a"), new Property("b", "c"));
        int most = RareProperties.mostListers(asked);

        assertThat(most).isBetween(5_000, 60_000);
        assertThat(RareProperties.mostListers(List.of(new Property("b", "c")))).isZero();
        assertThat(RareProperties.mostListers(Collections.nCopies(20, new Word("a"))) * 20)
                .isLessThan(60_000);
        List<Long> accounts = LongStream.range(0, most).boxed().toList();
        assertThat(RareProperties.listers(accounts, most).stream().flatMap(List::stream))
                .containsExactlyElementsOf(accounts);
        assertThat(RareProperties.listers(accounts, most - 1)).isEmpty();
    }

    /** As many properties as can be asked for, each in both forms that Synnefo's clients may have meant. */
    private static Asked asMuchAsCanBe() {
        Asked asked = Asked.property("gui", "No GUI", "No%20GUI")
                .and("os", "debian", "fedora")
                .and("description", "Fedora release 17", "Fedora%20release%2017");
        for (int i = 0; i < 17; i++) {
            asked = asked.and("size" + i, "1024", "a b");
        }
        return asked;
    }

    @Test
    void asManyPropertiesAsCanBeAskedForAreLookedUpForEachImageThatTheCallerSees() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long visible = catalogue.number(
                    "SELECT COUNT(*) FROM readable_image WHERE stage = 0 AND (is_public OR owner = '" + FEW + "')");
            catalogue
                    .list(FEW, asMuchAsCanBe().by(SortKey.CREATED_AT, SortDirection.ASC), null)
                    .examinesAtMost(OF_A_PAGE + 45 * visible + OF_A_MATCH * catalogue.sharedWith(FEW))
                    .finds(0);
        }
    }

    /** Here after a thousand rows; whether they are being sorted then depends on the order. */
    @ParameterizedTest
    @EnumSource
    void whatWouldTakeTooManyRowsIsGivenUpAndSaysWhatToAdd(SortKey key) throws SQLException {
        Query query = Asked.by(filter -> filter.withMinRam(Range.of(1L, 1L))).by(key, SortDirection.ASC);
        try (SqlSession session = CATALOGUES.get(1).givingUpAfter(1000)) {
            ImageMapper images = session.getMapper(ImageMapper.class);

            ListingPlan.assertGivenUp(() -> images.list(MANY, query, null, LIMIT, true));
            ListingPlan.assertGivenUp(() -> images.listLastChanges(MANY, query, null, LIMIT));
            assertThat(images.list(MANY, query, null, LIMIT, false))
                    .as("the rest of a list that has begun")
                    .isEmpty();
            assertThat(images.list(MANY, Asked.ALL.by(key, SortDirection.ASC), null, LIMIT, true))
                    .as("on the same connection, without a filter")
                    .hasSize(LIMIT);
        }
    }

    /** Beside a page, which is read whether or not it is counted what there is. */
    @Test
    void aCountThatEndsSomewhereIsGivenUpSooner() throws SQLException {
        Query query = Asked.by(filter -> filter.withMinRam(Range.of(1L, 1L))).by(SortKey.NAME, SortDirection.ASC);
        try (SqlSession session = CATALOGUES.get(1).givingUpAfter(8_000)) {
            ImageMapper images = session.getMapper(ImageMapper.class);

            assertThat(images.count(MANY, query)).isZero();
            ListingPlan.assertGivenUp(() -> images.countUpTo(MANY, query, LIMIT));
        }
    }

    private static Asked searched(String... words) {
        return Asked.by(
                filter -> filter.withWords(Stream.of(words).map(SearchWord::new).toList()));
    }

    /** However many have others, and whatever else the images have. */
    @Test
    void howAPageOfImagesStandsTakesAFewRowsEach() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String account : List.of(FEW, MANY)) {
                Map<String, Object> parameters = new HashMap<>();
                parameters.put("ids", "[\"" + String.join("\",\"", catalogue.publicIds(MANY_IDS)) + "\"]");
                parameters.put("account", account);
                parameters.put("today", LocalDate.parse("2026-11-30"));

                catalogue
                        .plan(AssessmentMapper.class, "listStandingsOf", parameters)
                        .examinesAtMost(MANY_IDS * 12)
                        .finds(MANY_IDS);
            }
        }
    }

    @Test
    void whatIsStoredOfAnImageAndWhoHasItsNameIsReadFromKeys() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            String image = catalogue.publicIds(1).get(0);
            catalogue
                    .plan(AssessmentMapper.class, "findOf", Map.of("id", image, "owner", MANY, "name", "fedora"))
                    .examinesAtMost(OF_NONE)
                    .finds(1);
            catalogue
                    .plan(
                            AssessmentMapper.class,
                            "lockNamesakes",
                            Map.of("id", image, "owner", MANY, "name", "fedora", "limit", 2))
                    .examinesAtMost(OF_NONE)
                    .finds(2);
        }
    }

    /** However many owners have one of that name: each public image that is not MANY's is of it. */
    @Test
    void aFamilyOfAnOwnersIsReadFromKeys() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            String one = (String) catalogue
                    .values("SELECT owner FROM readable_image WHERE is_public AND stage = 0 AND owner != '" + MANY
                            + "' LIMIT 1")
                    .get(0);
            for (String owner : List.of(one, "nobody")) {
                Map<String, Object> parameters = new HashMap<>();
                parameters.put("account", "stranger");
                parameters.put("family", "everybody's");
                parameters.put("owner", owner);
                parameters.put("after", null);
                parameters.put("today", LocalDate.parse("2026-11-30"));
                parameters.put("limit", LIMIT);

                catalogue
                        .plan(AssessmentMapper.class, "listFamilies", parameters)
                        .examinesAtMost(OF_NONE)
                        .finds(owner.equals(one) ? 1 : 0);
            }
        }
    }

    /** Those that are past it already are not looked at, however many they are. */
    @Test
    void whatIsPastItsDayIsReadFromAKey() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue
                    .plan(
                            AssessmentMapper.class,
                            "listPast",
                            Map.of("today", LocalDate.parse("2026-11-30"), "limit", LIMIT))
                    .examinesAtMost(OF_NONE)
                    .finds(0);
        }
    }

    static Stream<Arguments> edits() {
        HistoryQuery all = HistoryQuery.ALL;
        return Stream.of(
                Arguments.of("all", all, LIMIT),
                Arguments.of("of somebody", all.withAccount(Optional.of(MANY)), LIMIT),
                Arguments.of("of nobody", all.withAccount(Optional.of("nobody")), 0),
                Arguments.of("of a kind", all.withKinds(Set.of(EditKind.REGISTER)), LIMIT),
                Arguments.of("of a kind that there is none of", all.withKinds(Set.of(EditKind.MOVE)), 0),
                Arguments.of(
                        "since some time", all.withSince(Optional.of(Instant.parse("2012-01-01T00:00:00Z"))), LIMIT),
                Arguments.of("since just now", all.withSince(Optional.of(Instant.parse("2030-01-01T00:00:00Z"))), 0),
                Arguments.of("from the middle", all.withBefore(SMALL / 2), LIMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edits")
    void aPageOfTheJournalTakesAsManyRowsWhateverItsSize(String which, HistoryQuery query, int found) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String statement : List.of("listSizes", "listBy")) {
                catalogue
                        .plan(JournalMapper.class, statement, Map.of("query", query, "limit", LIMIT))
                        .examinesAtMost(OF_A_PAGE)
                        .finds(found);
            }
        }
    }

    @Test
    void soDoesTheHistoryOfAnImageAndWhatIsBehindAPosition() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            String image = catalogue.publicIds(1).get(0);
            catalogue
                    .plan(JournalMapper.class, "listBy", Map.of("query", HistoryQuery.ofImage(image), "limit", LIMIT))
                    .examinesAtMost(OF_A_PAGE)
                    .finds(1);
            catalogue
                    .plan(JournalMapper.class, "extent", Map.of("image", image, "position", 0L))
                    .examinesAtMost(OF_A_PAGE)
                    .finds(1);
            for (String statement : List.of("lockSizesFollowing", "listFollowingBy")) {
                catalogue
                        .plan(JournalMapper.class, statement, Map.of("position", SMALL / 2, "limit", LIMIT))
                        .examinesAtMost(OF_A_PAGE)
                        .finds(LIMIT);
            }
        }
    }

    static Stream<Arguments> withoutKeys() {
        return Stream.of(
                Arguments.of("memory", Asked.by(filter -> filter.withMinRam(Range.of(1L, 1L)))),
                Arguments.of("disk", Asked.by(filter -> filter.withMinDisk(Range.of(1L, 1L)))),
                Arguments.of("protection", Asked.by(filter -> filter.withIsProtected(true))),
                Arguments.of(
                        "several that each pass many, and together none",
                        Asked.by(filter -> filter.withNames(Set.of("fedora"))
                                .withDiskFormats(Set.of("extdump"))
                                .withContainerFormats(Set.of("bare"))
                                .withStatuses(Set.of(Status.AVAILABLE)))));
    }

    /** At worst each image that the caller sees is looked at, and never more than the bound. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutKeys")
    void aFilterThatNoKeyHelpsLooksAtWhatTheCallerSees(String filter, Asked asked) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String account : List.of(FEW, MANY)) {
                long visible = catalogue.number(
                        "SELECT COUNT(*) FROM readable_image WHERE stage = 0 AND (is_public OR owner = '" + account
                                + "')");
                catalogue
                        .list(account, asked.by(SortKey.CREATED_AT, SortDirection.DESC), null)
                        .examinesAtMost(Math.min(
                                RowLimit.ROWS, OF_A_PAGE + 3 * visible + OF_A_MATCH * catalogue.sharedWith(account)))
                        .finds(0);
            }
        }
    }

    /** As many as others have, it takes no more than what the caller sees. */
    @Test
    void aPropertyThatManyHiddenImagesHaveTakesNoMoreThanOneThatNoneHas() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue
                    .list("stranger", Asked.property("hidden", "yes").by(SortKey.CREATED_AT, SortDirection.ASC), null)
                    .examinesAtMost(OF_NONE)
                    .finds(0);
        }
    }

    @Test
    void countingHowOftenPropertiesOccurEndsWhereTheyAreNotRare() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (boolean ofAnybody : new boolean[] {false, true}) {
                Map<String, Object> parameters = new HashMap<>();
                parameters.put("account", MANY);
                parameters.put("ofAnybody", ofAnybody);
                parameters.put("listers", List.of());
                parameters.put("hidesOwners", ofAnybody);
                parameters.put("properties", List.of(new Property("os_family", "linux"), new Property("a", "b")));
                parameters.put("most", RareProperties.FEW);

                catalogue
                        .plan("countProperties", parameters)
                        .examinesAtMost(OF_NONE + 6 * RareProperties.FEW)
                        .finds(2);
            }
        }
    }

    /** A look at its key, its row, its accounts and whether the caller is a member. */
    @Test
    void imagesOfSomeIdsTakeAFewRowsEach() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String account : List.of(FEW, MANY)) {
                Map<String, Object> parameters = new HashMap<>();
                parameters.put("ids", "[\"" + String.join("\",\"", catalogue.publicIds(MANY_IDS)) + "\"]");
                parameters.put("account", account);
                parameters.put("seesAll", false);
                parameters.put("withDeleted", false);

                catalogue
                        .plan("findAllOf", parameters)
                        .examinesAtMost(6 * MANY_IDS)
                        .finds(MANY_IDS);
            }
        }
    }

    @Test
    void theLongestStatementIsNoLongerThanThat() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("account", FEW);
        parameters.put("query", asMuchAsCanBe().by(SortKey.CREATED_AT, SortDirection.ASC));
        parameters.put("after", CATALOGUES.get(0).middle(SortKey.CREATED_AT));
        parameters.put("until", null);
        parameters.put("byFirst", false);
        parameters.put("limit", LIMIT);
        parameters.put("givesUp", true);
        parameters.put("rare", new RareProperties(null, null, null, List.of()));

        BoundSql sql = ListingCatalogue.STATEMENTS
                .getMappedStatement(ImageMapper.class.getName() + ".listBy")
                .getBoundSql(parameters);

        assertThat(sql.getSql().length()).isLessThan(64 << 10);
        assertThat(sql.getParameterMappings().size()).isLessThan(1000);
    }

    /** Which are looked up for each image that the caller sees. */
    @Test
    void severalValuesOfAPropertyThatFewImagesHaveTakeNoMoreThanTheCallerSees() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long visible = catalogue.number(
                    "SELECT COUNT(*) FROM readable_image WHERE stage = 0 AND (is_public OR owner = '" + FEW + "')");
            catalogue
                    .list(
                            FEW,
                            Asked.property("users", "cloud", "nobody").by(SortKey.CREATED_AT, SortDirection.ASC),
                            null)
                    .examinesAtMost(OF_A_PAGE + 5 * visible + OF_A_MATCH * catalogue.sharedWith(FEW))
                    .finds(RARE);
        }
    }

    @Test
    void imagesOfAnOwnerAreFoundByTheirOwner() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long publicOnes = catalogue.number(
                    "SELECT COUNT(*) FROM readable_image WHERE is_public AND stage = 0 AND owner = '" + MANY + "'");
            catalogue
                    .list(
                            FEW,
                            Asked.by(filter -> filter.withOwner(MANY)).by(SortKey.CREATED_AT, SortDirection.DESC),
                            null)
                    .examinesAtMost(OF_A_PAGE + OF_A_MATCH * (publicOnes + catalogue.sharedWith(FEW)));
        }
    }

    /** By then a tenth of all is registered no longer. */
    @ParameterizedTest
    @EnumSource
    void whatHasChangedSinceTakesTheFewThatHave(SortKey key) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            Instant since = Instant.parse("2030-01-01T00:00:00Z").minusSeconds(CHANGED);
            Query query = Asked.by(filter -> filter.withIncludesReserved(true).withChangedAfter(since))
                    .by(key, SortDirection.DESC);
            assertThat(catalogue
                            .list(FEW, query, null)
                            .examinesAtMost(OF_NONE + OF_A_MATCH * (CHANGED + catalogue.sharedWith(FEW)))
                            .found())
                    .isBetween(1, CHANGED);
        }
    }

    @Test
    void anImageIsFoundByItsIdOrItsLocationAlone() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            Image image = catalogue.middle(SortKey.ID);
            String deleted = (String) catalogue
                    .values("SELECT id FROM readable_image WHERE deleted_at IS NOT NULL LIMIT 1")
                    .get(0);

            catalogue
                    .plan("findVisible", Map.of("id", image.id(), "account", FEW))
                    .isOneRowBy("image_id");
            for (String byId : List.of("find", "lock", "findReadersVersion", "lockReadersVersion")) {
                catalogue.plan(byId, Map.of("id", image.id())).isOneRowBy("image_id");
            }
            catalogue.plan("findDeleted", Map.of("id", deleted)).isOneRowBy("image_id");
            catalogue
                    .plan("findByLocation", Map.of("location", image.location()))
                    .isOneRowBy("image_location");
        }
    }

    @Test
    void coupledImagesAreFoundByTheirKeysAlone() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("location", catalogue.middle(SortKey.ID).location());
            parameters.put("objectUuid", catalogue.middle(SortKey.SIZE).objectUuid());
            parameters.put("id", catalogue.middle(SortKey.UPDATED_AT).id());

            catalogue.plan("findCoupled", parameters).examinesAtMost(OF_NONE).finds(3);
            catalogue.plan("lockCoupled", parameters).examinesAtMost(OF_NONE).finds(3);
            parameters.put("objectUuid", null);
            catalogue.plan("lockCoupled", parameters).examinesAtMost(OF_NONE).finds(2);
        }
    }

    @Test
    void whatAnImageIsEntangledWithIsFoundByKeysAlone() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("id", UNKNOWN);
            parameters.put("location", new Location("alice", "images", "nothing"));
            parameters.put("objectUuid", UNKNOWN);
            parameters.put("withUploads", true);

            catalogue.plan("isEntangled", parameters).examinesAtMost(OF_NONE).finds(1);
            catalogue.plan("isUnknown", parameters).examinesAtMost(OF_NONE).finds(1);
            catalogue
                    .plan("isRetired", Map.of("id", UNKNOWN, "object", UNKNOWN))
                    .examinesAtMost(OF_NONE)
                    .finds(1);
        }
    }

    @Test
    void uploadsThatAreSilentTakeAsManyRowsWhateverElseIsOnItsWay() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue
                    .plan(UploadMapper.class, "lockSilent", Map.of("lease", 3600L, "limit", LIMIT))
                    .examinesAtMost(OF_NONE + OF_A_MATCH * 10 * RARE) // of ten that are silent one is waited for
                    .finds(RARE);
        }
    }

    @Test
    void theNextImagesOfAWalkTakeAsManyRowsWherever() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String after : List.of("", "80000000-0000-4000-8000-000000000000")) {
                catalogue
                        .plan("listAfter", Map.of("id", after, "limit", LIMIT))
                        .examinesAtMost(OF_A_PAGE)
                        .finds(LIMIT);
            }
        }
    }

    @Test
    void theLongestGoneTakeAsManyRowsHoweverManyAre() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue
                    .plan("lockDeletedBefore", Map.of("time", Instant.parse("2030-01-01T00:00:00Z"), "limit", LIMIT))
                    .examinesAtMost(OF_A_PAGE)
                    .finds(LIMIT);
        }
    }

    // Quotas

    /** Of an account that has a tenth of all images, and of one that has a thousandth. */
    @Test
    void whatAnAccountOwnsIsCountedByAKeyAloneAndNoFurtherThanTheQuota() {
        int most = 20;
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (String account : List.of(FEW, MANY)) {
                for (Quota quota : Quota.values()) {
                    ListingPlan plan =
                            catalogue.plan("countOwned", Map.of("account", account, "quota", quota, "most", most));
                    plan.examinesAtMost(2L * most + OF_NONE);
                    assertThat(plan.json()).contains("\"key\": \"image_own_status\"", "\"using_index\": true");
                }
            }
        }
    }

    /** As far as there are any, but nothing is put into a table for that. */
    @Test
    void allThatAnAccountOwnsIsCountedByAKeyAlone() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (Quota quota : Quota.values()) {
                assertThat(catalogue
                                .plan("countAllOwned", Map.of("account", MANY, "quota", quota))
                                .json())
                        .contains("\"key\": \"image_own_status\"", "\"using_index\": true")
                        .doesNotContain("materialized", "derived");
            }
        }
    }

    /** That takes as long as there are images, but none of their rows. */
    @Test
    void imagesAreTalliedByAKeyAlone() {
        ListingPlan plan = CATALOGUES.get(1).plan("listTallies", Map.of());

        assertThat(plan.json()).contains("\"key\": \"image_all_disk_format\"", "\"using_index\": true");
        assertThat(plan.examined()).isLessThan(2 * LARGE); // each, and once more to be counted
    }

    /** Of those that are rare, and no more than are asked for. */
    @Test
    void whatIsFoundOfFilesIsReadOfSoManyImages() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            assertThat(catalogue.plan("listFound", Map.of("most", 10)).examined())
                    .isLessThan(OF_A_MATCH * 10);
            assertThat(catalogue.plan("listFound", Map.of("most", LARGE)).examined())
                    .isLessThan(OF_A_MATCH * RARE);
        }
    }

    /** However many images the accounts have. */
    @Test
    void theNewestPublicImageOfAnAccountIsTheLastOfAKey() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue
                    .plan("listNewestPublic", Map.of("accounts", List.of(MANY, FEW)))
                    .examinesAtMost(OF_NONE);
        }
    }

    /** That takes as long as there are images, but none of their rows; of those without bytes only theirs. */
    @Test
    void whoHasMostIsCountedByAKeyAlone() {
        ListingCatalogue catalogue = CATALOGUES.get(1);

        assertThat(catalogue
                        .plan("listMostOwned", Map.of("quota", Quota.IMAGES, "limit", 100))
                        .json())
                .contains("\"key\": \"image_own_status\"", "\"using_index\": true");
        for (Quota quota : List.of(Quota.QUEUED, Quota.UPLOADS)) {
            assertThat(catalogue
                            .plan("listMostOwned", Map.of("quota", quota, "limit", 100))
                            .examined())
                    .isLessThan(LARGE / 2);
        }
    }

    /** That takes as long as there are images, but none of their rows. */
    @Test
    void whatIsHeldIsCountedByAKeyAlone() {
        ListingCatalogue catalogue = CATALOGUES.get(1);

        assertThat(catalogue.plan("listMostHeld", Map.of("limit", 20)).json())
                .contains("\"key\": \"image_own_size\"", "\"using_index\": true");
        ListingPlan bytes = catalogue.plan("countBytes", Map.of());
        assertThat(bytes.json()).contains("\"key\": \"image_all_size\"", "\"using_index\": true");
        assertThat(bytes.examined()).isLessThan(2 * LARGE);
    }

    /** However many there are that are older. */
    @Test
    void ofDaysTheImagesAreReadThatWereRegisteredThen() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            ListingPlan plan = catalogue.plan("listDays", Map.of("from", LocalDate.parse("2999-01-01")));
            plan.examinesAtMost(OF_NONE);
            assertThat(plan.json()).contains("\"key\": \"image_all_created_at\"");
        }
    }
}

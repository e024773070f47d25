package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.ibatis.session.SqlSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.Filter.Times;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/**
 * The same of lists as OpenStack Images v2 asks for them, where accounts have what no optimizer expects: in each tenth
 * of these catalogues all images are alike in something. What depends on the catalogue's size takes three thousand rows
 * or more in the large one.
 */
@Tag("long")
class UnevenListingPlanTest {
    private static final int SMALL = 3_000;
    private static final int LARGE = 30_000;

    private static final int LIMIT = ListingCatalogue.LIMIT;

    /** What a page takes in all its parts together, with their merging and sorting. */
    private static final int OF_A_PAGE = 35 * LIMIT;

    /** Administrators' lists have more parts, of which each is filtered. */
    private static final int OF_ALL_PARTS = 50 * LIMIT;

    /** Where a tag is rare, all that have it are looked at in whichever lists they are. */
    private static final int OF_WHAT_IS_RARE = 4 * RareProperties.FEW;

    /** Of a row that is found and sorted, how often it is looked at. */
    private static final int OF_A_MATCH = 15;

    /** The first are rare in some things. */
    private static final int RARE = 30;

    /** All of a tenth are private, but for three that are shared, and older. */
    private static final String PRIVATE = "owner-0";

    /** All of a tenth are public and hidden, but for three. */
    private static final String PUBLIC_AND_HIDDEN = "owner-1";

    /** Half of a tenth are private, and the newer half is shared: with {@link #FLOODED}, who has accepted three. */
    private static final String HALVES = "owner-2";

    /** All of a tenth are private and hidden, but for three. */
    private static final String HIDDEN = "owner-7";

    private static final String FEW = "owner-500";
    private static final String FLOODED = "owner-899";

    private static final List<String> ACCOUNTS = List.of(PRIVATE, PUBLIC_AND_HIDDEN, HALVES, HIDDEN, FEW, FLOODED);

    /** One of {@link #PRIVATE}, one that is public of {@link #FEW} or the like. */
    private static final List<String> IDS = List.of(id(10), id(14));

    /**
     * Of ten, beside these accounts': one is public, and one public and hidden; one that is public, with the same name
     * and size as all such; one for everybody who has its id; one that is shared; and one that is private. Of twenty
     * tens one has no bytes.
     */
    private static final String IMAGES = """
            INSERT INTO image (id, owner, name, location_account, location_path, location_hash, disk_format,
              container_format, size, checksum, object_uuid, status, visibility, is_public, is_hidden, properties,
              tags, md5, is_protected, min_ram, created_at, updated_at, readers_version, stage)
            SELECT UNHEX(CONCAT(LPAD(HEX(CRC32(seq)), 8, '0'), '000040008000', LPAD(seq, 12, '0'))),
              IF(kind IN (0, 1, 2, 7), kind + 1, 11 + seq MOD 990),
              IF(kind = 5, 'same', CONCAT('image ', seq)),
              IF(is_reserved, NULL, (SELECT number FROM account WHERE name = 'owner')),
              IF(is_reserved, NULL, CONCAT('images/', seq)),
              IF(is_reserved, NULL, LEFT(UNHEX(SHA2(CONCAT('pithos://owner/images/', seq), 256)), 16)),
              (SELECT number FROM word WHERE kind = 'disk_format' AND word = IF(is_rare, 'vhd', 'raw')),
              (SELECT number FROM word WHERE kind = 'container_format' AND word = IF(is_rare, 'ova', 'bare')),
              IF(kind = 5, 1000, seq * 1000), UNHEX(SHA2(seq, 256)),
              IF(is_reserved, NULL, UNHEX(CONCAT('0b1ec700000040008000', LPAD(seq, 12, '0')))),
              (SELECT number FROM word WHERE kind = 'status' AND word = CASE WHEN is_reserved THEN 'saving'
                WHEN is_rare THEN 'unavailable' ELSE 'available' END),
              (SELECT number FROM word WHERE kind = 'visibility' AND word = visibility),
              visibility = 'public' AND NOT is_hidden, is_hidden,
              JSON_OBJECT('os_distro', 'ubuntu', 'rare', IF(is_rare, 'yes', 'no')),
              JSON_ARRAY('all', CONCAT('half ', seq DIV 10 MOD 2), CONCAT('kind ', kind), IF(is_rare, 'rare', 'usual')),
              UNHEX(MD5(seq)), is_rare, 512, '2012-01-01' + INTERVAL seq SECOND,
              '2020-01-01' + INTERVAL CRC32(seq) MOD 1000000 SECOND, 0, is_reserved + 3 * is_hidden
            FROM (
              SELECT seq, seq MOD 10 AS kind, seq <= 30 AS is_rare, seq DIV 10 MOD 20 = 5 AS is_reserved,
                CASE seq MOD 10
                  WHEN 0 THEN IF(seq <= 30, 'shared', 'private')
                  WHEN 2 THEN IF(seq <= %1$d / 2, 'private', 'shared')
                  WHEN 1 THEN 'public' WHEN 3 THEN 'public' WHEN 4 THEN 'public' WHEN 5 THEN 'public'
                  WHEN 6 THEN 'community'
                  WHEN 8 THEN 'shared'
                  ELSE 'private' END AS visibility,
                seq MOD 10 IN (1, 3, 7) AND seq > 30 AS is_hidden
              FROM seq_1_to_%1$d) images
            """;

    private static final String MEMBERS = """
            INSERT INTO image_member (image, account, status, created_at, updated_at)
            SELECT number, IF(kind = 8, 11 + number MOD 990, 900), IF(kind = 8 OR seq MOD 1000 = 992, 10, 20),
              NOW(), NOW()
            FROM (SELECT number, RIGHT(HEX(id), 12) MOD 10 AS kind, RIGHT(HEX(id), 12) + 0 AS seq FROM image) images
            WHERE kind IN (2, 8)
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

    private static String id(int number) {
        CRC32 crc = new CRC32();
        crc.update(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        return "%08x-0000-4000-8000-%012d".formatted(crc.getValue(), number);
    }

    /** What is asked if no parameter is sent. */
    private static final Filter USUAL = Filter.NONE
            .withKeys(KeyFolding.NONE)
            .withIsHidden(false)
            .withStatuses(EnumSet.complementOf(EnumSet.of(Status.ERROR, Status.DELETED)));

    private static Filter of(Visibility visibility) {
        return USUAL.withVisibilities(EnumSet.of(visibility)).withIncludesCommunity(visibility == Visibility.COMMUNITY);
    }

    /** Lists without a filter, or by what stands apart in keys. */
    static Stream<Arguments> lists() {
        return Stream.of(
                        Stream.of(
                                Arguments.of("all that is listed", USUAL),
                                Arguments.of("visibility=all", USUAL.withIncludesCommunity(true)),
                                Arguments.of("os_hidden=true", USUAL.withIsHidden(true)),
                                Arguments.of("Glance v1", USUAL.withIsHidden(null)),
                                Arguments.of("the guide", Filter.NONE.withIncludesReserved(false))),
                        Stream.of(Visibility.values())
                                .map(visibility -> Arguments.of("visibility=" + visibility, of(visibility))),
                        Stream.of(Visibility.values())
                                .map(visibility -> Arguments.of(
                                        "os_hidden=true&visibility=" + visibility,
                                        of(visibility).withIsHidden(true))))
                .flatMap(list -> list);
    }

    /**
     * From the beginning one way, and from the middle the other. By their ids a key has all of an account in order, or
     * those of one visibility apart, and not both: at worst all of one are looked at.
     */
    private static void assertPages(Filter filter, Reach reach, String account, SortKey key, int bound) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            int most = bound + (key == SortKey.ID ? catalogue.size / 10 : 0);
            Query query = new Query(reach, filter, key, SortDirection.DESC, null);
            int all = (int) Math.min(LIMIT, catalogue.count(account, query));
            catalogue.list(account, query, null).examinesAtMost(most).finds(all);
            catalogue
                    .list(account, new Query(reach, filter, key, SortDirection.ASC, null), catalogue.middle(key))
                    .examinesAtMost(most);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void aPageTakesAsManyRowsWhateverElseAnAccountHas(String name, Filter filter) {
        for (String account : ACCOUNTS) {
            for (SortKey key : account.equals(HALVES) ? EnumSet.of(SortKey.CREATED_AT) : EnumSet.allOf(SortKey.class)) {
                assertPages(filter, Reach.VISIBLE, account, key, OF_A_PAGE);
            }
        }
    }

    /** All of another visibility may come before what is asked for: at worst each of the account's own is looked at. */
    @ParameterizedTest
    @EnumSource(names = {"PRIVATE", "SHARED"})
    void onlyInTheUsualOrderDoImagesOfOneVisibilityTakeNoneOfTheOthers(Visibility visibility) {
        for (SortKey key : SortKey.values()) {
            assertPages(of(visibility), Reach.VISIBLE, HALVES, key, OF_A_PAGE + LARGE / 10);
        }
    }

    /** Of their own they are shown images for whoever has the id, too, of which these accounts have none. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void soDoesOneOfAdministrators(String name, Filter filter) {
        for (String account : ACCOUNTS) {
            for (SortKey key : SortKey.values()) {
                assertPages(filter, Reach.ALL, account, key, OF_A_PAGE);
            }
        }
    }

    private static UnaryOperator<Filter> with(UnaryOperator<Filter> filter) {
        return filter;
    }

    static Stream<Arguments> filters() {
        Instant early = Instant.parse("2012-01-01T00:00:20Z");
        Times.Span second = new Times.Span(early, early.plusSeconds(1));
        Instant soon = Instant.parse("2020-01-01T00:10:00Z");
        return Stream.of(
                Arguments.of("id=in:", with(filter -> filter.withIds(Set.copyOf(IDS)))),
                Arguments.of("name=in:", with(filter -> filter.withNames(Set.of("image 10", "image 14", "image 16")))),
                Arguments.of("name that a tenth has", with(filter -> filter.withNames(Set.of("same")))),
                Arguments.of("formats that all have", with(filter -> filter.withDiskFormats(Set.of("raw", "vhd")))),
                Arguments.of("formats that few have", with(filter -> filter.withDiskFormats(Set.of("vmdk", "vhd")))),
                Arguments.of(
                        "formats, one of which few have",
                        with(filter -> filter.withDiskFormats(Set.of("raw")).withContainerFormats(Set.of("ova")))),
                Arguments.of("status of few", with(filter -> filter.withStatuses(Set.of(Status.UNAVAILABLE)))),
                Arguments.of("status of many", with(filter -> filter.withStatuses(Set.of(Status.AVAILABLE)))),
                Arguments.of(
                        "statuses of few",
                        with(filter -> filter.withStatuses(EnumSet.of(Status.UNAVAILABLE, Status.QUEUED)))),
                Arguments.of(
                        "statuses without bytes",
                        with(filter -> filter.withStatuses(EnumSet.of(Status.SAVING, Status.QUEUED)))),
                Arguments.of(
                        "statuses of all",
                        with(filter -> filter.withStatuses(EnumSet.of(Status.AVAILABLE, Status.UNAVAILABLE)))),
                Arguments.of("no status", with(filter -> filter.withStatuses(Set.of()))),
                Arguments.of("size=", with(filter -> filter.withSize(Range.of(14_000L, 14_000L)))),
                Arguments.of("size_min=, size_max=", with(filter -> filter.withSize(Range.of(2000L, 20_000L)))),
                Arguments.of("size_min=", with(filter -> filter.withSize(Range.of(2000L, null)))),
                Arguments.of("min_ram_min=", with(filter -> filter.withMinRam(Range.of(1L, null)))),
                Arguments.of("created_at=lt:", with(filter -> filter.withCreatedAt(new Times(null, early, Set.of())))),
                Arguments.of("created_at=gte:", with(filter -> filter.withCreatedAt(new Times(early, null, Set.of())))),
                Arguments.of(
                        "created_at=eq:",
                        with(filter -> filter.withCreatedAt(new Times(second.from(), second.before(), Set.of())))),
                Arguments.of(
                        "created_at=neq:", with(filter -> filter.withCreatedAt(new Times(null, null, Set.of(second))))),
                Arguments.of("updated_at=lt:", with(filter -> filter.withUpdatedAt(new Times(null, soon, Set.of())))),
                Arguments.of("updated_at=gte:", with(filter -> filter.withUpdatedAt(new Times(soon, null, Set.of())))),
                Arguments.of("checksum", with(filter -> filter.withMd5("aab3238922bcc25a6f606eb525ffdc56"))),
                Arguments.of("os_hash_value", with(filter -> filter.withSha512("0a".repeat(64)))),
                Arguments.of("owner of private ones", with(filter -> filter.withOwner(PRIVATE))),
                Arguments.of("owner of hidden ones", with(filter -> filter.withOwner(PUBLIC_AND_HIDDEN))),
                Arguments.of("owner of two halves", with(filter -> filter.withOwner(HALVES))),
                Arguments.of("owner of few", with(filter -> filter.withOwner(FEW))),
                Arguments.of("owner whom nobody knows", with(filter -> filter.withOwner("nobody"))),
                Arguments.of("protected=false", with(filter -> filter.withIsProtected(false))),
                Arguments.of("name=ilike: what many have", with(filter -> filter.withNamePart("Ag"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    void aFilterTakesAFewTimesThePage(String name, UnaryOperator<Filter> filter) {
        for (String account : ACCOUNTS) {
            for (Arguments list : lists().toList()) {
                Filter narrowed = filter.apply((Filter) list.get()[1]);
                assertPages(narrowed, Reach.VISIBLE, account, SortKey.CREATED_AT, OF_A_PAGE);
            }
            assertPages(filter.apply(USUAL), Reach.ALL, account, SortKey.CREATED_AT, OF_ALL_PARTS);
        }
    }

    static Stream<Arguments> tags() {
        return Stream.of(
                Arguments.of("that all have", tagged("all")),
                Arguments.of("that few have", tagged("rare")),
                Arguments.of("that all have, and one that few have", tagged("all", "rare")),
                Arguments.of("that nobody has", tagged("none")),
                Arguments.of("that only public, hidden ones have", tagged("kind 3")),
                Arguments.of("that everybody's have, and none of the caller's own", tagged("kind 4")),
                Arguments.of("that others' private ones have", tagged("kind 9")),
                Arguments.of(
                        "that few have, and a property that all have",
                        with(filter ->
                                tagged("rare").apply(filter).withProperties(Map.of("os_distro", Set.of("ubuntu"))))),
                Arguments.of(
                        "that all have, and a property that few have",
                        with(filter -> tagged("all").apply(filter).withProperties(Map.of("rare", Set.of("yes"))))),
                Arguments.of(
                        "that all have, and a name",
                        with(filter -> tagged("all").apply(filter).withNames(Set.of("image 14")))),
                Arguments.of(
                        "that few have, and a name that a tenth has",
                        with(filter -> tagged("rare").apply(filter).withNames(Set.of("same")))));
    }

    private static UnaryOperator<Filter> tagged(String... tags) {
        return filter -> filter.withTags(Set.of(tags));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tags")
    void soDoesATagWhoseverImagesHaveIt(String name, UnaryOperator<Filter> tag) {
        for (String account : ACCOUNTS) {
            for (Filter list :
                    List.of(USUAL, USUAL.withIsHidden(null), of(Visibility.PUBLIC), of(Visibility.PRIVATE))) {
                assertPages(
                        tag.apply(list), Reach.VISIBLE, account, SortKey.CREATED_AT, OF_ALL_PARTS + OF_WHAT_IS_RARE);
            }
        }
    }

    /** As many as there are with which it is shared: that is asked for by who knows that they are many. */
    @ParameterizedTest
    @EnumSource
    void whatIsSharedTakesNoMoreThanWhatHasTheStatusThatIsAskedFor(MemberStatus status) {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long such = catalogue.number("SELECT COUNT(*) FROM readable_image_member WHERE account = '" + FLOODED
                    + "' AND status = '" + status.name().toLowerCase(Locale.ROOT) + "'");
            Filter filter = of(Visibility.SHARED).withMemberStatuses(EnumSet.of(status));
            Query query = new Query(Reach.VISIBLE, filter, SortKey.CREATED_AT, SortDirection.DESC, null);
            catalogue
                    .list(FLOODED, query, null)
                    .examinesAtMost(LIMIT * 3 + OF_A_MATCH * such)
                    .finds((int) Math.min(LIMIT, catalogue.count(FLOODED, query)));
        }
    }

    /** But for a format and the status, of which no key has any two in order. */
    static Stream<Arguments> severalKeys() {
        Set<SortKey> formats = EnumSet.of(SortKey.DISK_FORMAT, SortKey.CONTAINER_FORMAT);
        return Stream.of(SortKey.values())
                .filter(first -> first != SortKey.ID)
                .flatMap(first -> EnumSet.complementOf(EnumSet.of(first)).stream()
                        .filter(second -> second != SortKey.STATUS || !formats.contains(first))
                        .map(second -> Arguments.of(first, second)));
    }

    /** From where no two are the same by a first key that is no word. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("severalKeys")
    void severalKeysTakeAFewTimesThePageInEachOfTwoStatements(SortKey first, SortKey second) {
        SortDirection direction = first == SortKey.SIZE ? SortDirection.DESC : SortDirection.ASC;
        for (SortDirection then : SortDirection.values()) {
            Query query =
                    new Query(Reach.VISIBLE, USUAL, List.of(new Sort(first, direction), new Sort(second, then)), null);
            for (ListingCatalogue catalogue : CATALOGUES) {
                Image middle = catalogue.image(id(catalogue.size / 2 + 4));
                for (String account : List.of(PRIVATE, FEW)) {
                    assertBothPages(catalogue, account, query, null);
                    assertBothPages(catalogue, account, query, middle);
                }
            }
        }
    }

    private static void assertBothPages(ListingCatalogue catalogue, String account, Query query, Image after) {
        if (query.order().size() == 1) {
            catalogue.list(account, query, after).examinesAtMost(OF_ALL_PARTS).finds(LIMIT);
        } else {
            catalogue
                    .listBySeveral(account, query, after)
                    .forEach(plan -> plan.examinesAtMost(OF_ALL_PARTS).finds(LIMIT));
        }
    }

    private static final Query TIED = new Query(
            Reach.VISIBLE,
            USUAL,
            List.of(new Sort(SortKey.NAME, SortDirection.DESC), new Sort(SortKey.CREATED_AT, SortDirection.ASC)),
            null);

    /** Which is how many there are to be sorted by the second key, wherever among them the page begins. */
    @Test
    void whatIsTheSameByTheFirstKeyIsLookedAt() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            int same = catalogue.size / 10;
            for (Image after : new Image[] {null, catalogue.image(id(catalogue.size / 2 + 5))}) {
                List<ListingPlan> plans = catalogue.listBySeveral(FEW, TIED, after);
                plans.forEach(
                        plan -> plan.examinesAtMost(OF_ALL_PARTS + 2 * same).finds(LIMIT));
            }
        }
    }

    static Stream<Arguments> boundless() {
        Query part = usual(filter -> filter.withNamePart("zzz"));
        return Stream.of(
                Arguments.of("the first of several keys that many have in common", TIED),
                Arguments.of("a part of the name that none has", part),
                Arguments.of("the same for administrators", part.withReach(Reach.ALL)),
                Arguments.of("memory that none has", usual(filter -> filter.withMinRam(Range.of(1L, 1L)))),
                Arguments.of("protection that few have", usual(filter -> filter.withIsProtected(true))),
                Arguments.of(
                        "two tags that each many have",
                        usual(filter -> tagged("half 0", "half 1").apply(filter))),
                Arguments.of(
                        "a tag and a name that each many have",
                        usual(filter -> tagged("kind 4").apply(filter).withNames(Set.of("same")))),
                Arguments.of(
                        "a tag that many have, and no hidden one",
                        usual(filter -> tagged("kind 4").apply(filter).withIsHidden(true))),
                Arguments.of(
                        "a tag that many have, and none for whoever has the id",
                        usual(filter -> tagged("kind 4").apply(of(Visibility.COMMUNITY)))),
                Arguments.of(
                        "a tag that many public images have, for administrators",
                        usual(filter -> tagged("kind 4").apply(of(Visibility.PRIVATE)))
                                .withReach(Reach.ALL)));
    }

    private static Query usual(UnaryOperator<Filter> filter) {
        return new Query(Reach.VISIBLE, filter.apply(USUAL), SortKey.CREATED_AT, SortDirection.DESC, null);
    }

    /** Here after a thousand rows. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("boundless")
    void whatNoKeyHelpsIsGivenUp(String what, Query query) throws SQLException {
        try (SqlSession session = CATALOGUES.get(1).givingUpAfter(1000)) {
            ImageMapper images = session.getMapper(ImageMapper.class);

            ListingPlan.assertGivenUp(() -> images.list(FEW, query, null, LIMIT, true));
            ListingPlan.assertGivenUp(() -> images.listLastChanges(FEW, query, null, LIMIT));
        }
    }

    /** The same of how many there are. */
    @Test
    void countingIsGivenUpWhereAFilterLeavesManyToBeLookedAt() throws SQLException {
        try (SqlSession session = CATALOGUES.get(1).givingUpAfter(1000)) {
            ImageMapper images = session.getMapper(ImageMapper.class);

            for (Query query : List.of(
                    usual(filter -> filter.withNamePart("zzz")),
                    usual(filter -> filter.withNames(Set.of("same"))),
                    usual(tagged("all")))) {
                ListingPlan.assertGivenUp(() -> images.count(FEW, query));
            }
            assertThat(images.count(FEW, usual(filter -> filter.withNames(Set.of("image 14")))))
                    .isEqualTo(1);
            assertThat(images.count(FEW, TIED))
                    .as("all, which no filter makes fewer, in whichever order")
                    .isGreaterThan(1000);
        }
    }

    /** Each part's key tells how many it has. */
    @Test
    void allAreCountedWithoutReadingThem() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long listed = catalogue.count(FEW, TIED);

            catalogue
                    .listing("countBy", FEW, TIED, null)
                    .examinesAtMost(OF_A_PAGE + 2 * listed)
                    .finds(1);
        }
    }
}

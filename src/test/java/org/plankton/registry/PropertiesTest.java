package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.LIMITS;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.database.TestDatabase;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Query;

/** Properties are kept as they are given, whatever they are called, and each wire spells their keys as it does. */
class PropertiesTest {
    private static final Limits PLANKTON = new Limits(256, 110, 256, 128, 6144, 4, 4);
    private static final Limits GLANCE = new Limits(255, 255, 1_000_000, 128, 6144, 4, 4);

    private final TestRegistry test = new TestRegistry();
    private static final Caller BY_PLANKTON = TestRegistry.over(ALICE, PLANKTON);
    private static final Caller BY_GLANCE = TestRegistry.over(ALICE, GLANCE);

    private static Query having(Map<String, Set<String>> properties) {
        return all().withFilter(Filter.NONE.withProperties(properties));
    }

    private List<String> found(String key, String... values) {
        return test.list(ALICE, having(Map.of(key, Set.of(values)))).stream()
                .map(Image::id)
                .toList();
    }

    private Image image(Map<String, String> properties) {
        return test.registry()
                .register(
                        ALICE,
                        draft(test.object(ALICE, "a")).properties(properties).done());
    }

    private Map<String, String> now(Image image) {
        return Map.copyOf(
                test.registry().find(ALICE, image.id()).metadata().properties().values());
    }

    private static List<String> index() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT CONCAT_WS(' ', HEX(pair), account, image) FROM image_property ORDER BY 1")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "'",
                "\\",
                "\\\"",
                "a\".b",
                "$",
                "$.a",
                "*",
                "[0]",
                "a b",
                "a\u0000b",
                "a\u0001b",
                "\n",
                "\u2028",
                "/",
                "\\u0041",
                "A",
                "a",
                "ä",
                "a\u0308",
                "😀",
                "\u007f",
                "\ufffd",
                "') OR 1=1 -- ",
                "#{key}",
                "${key}",
                "_",
                " "
            })
    void anyKeyIsKeptAndFoundAndDeletedAndTakenForNoOther(String key) throws SQLException {
        Image image = image(Map.of(key, "v", "other", "w"));

        assertThat(now(image)).isEqualTo(Map.of(key, "v", "other", "w"));
        assertThat(found(key, "v")).containsExactly(image.id());
        assertThat(found(key, "w")).isEmpty();
        assertThat(found(key + key, "v")).isEmpty();
        test.registry().update(ALICE, image.id(), change().property(key, "x").done());
        assertThat(found(key, "v")).isEmpty();
        assertThat(found(key, "x", "y")).containsExactly(image.id());
        test.registry().update(ALICE, image.id(), change().property(key, "").done());
        assertThat(now(image)).isEqualTo(Map.of("other", "w"));
        assertThat(found(key, "x")).isEmpty();
        assertThat(index()).as("the other, and how ready the image is").hasSize(2);
        test.registry().unregister(ALICE, image.id());
        assertThat(index()).isEmpty();
    }

    /** Which are in no index. */
    @Test
    void anyKeyOfAnImageThatIsRegisteredNoLongerIsFoundByWhoAsksForChanges() {
        Image image = image(Map.of("a\"\\.b", "v"));
        test.registry().unregister(ALICE, image.id());

        Query since = having(Map.of("a\"\\.b", Set.of("v")));
        Query changed = since.withFilter(since.filter().withChangedAfter(Instant.EPOCH));
        assertThat(test.list(ALICE, changed)).extracting(Image::id).containsExactly(image.id());
    }

    @Test
    void whatIsNoKeyIsRefusedWhicheverTheWire() {
        for (String bad : new String[] {"", "a\ud800", "\udc00"}) {
            assertThat(fault(() -> image(Map.of(bad, "v")))).isEqualTo(Kind.BAD_REQUEST);
        }
        assertThat(fault(() -> image(Map.of("k", "\ud800")))).isEqualTo(Kind.BAD_REQUEST);
        Image image = image(Map.of());
        assertThat(fault(() -> test.registry()
                        .update(
                                BY_GLANCE,
                                image.id(),
                                change(KeyFolding.DASHES)
                                        .property("k", "\ud800")
                                        .done())))
                .isEqualTo(Kind.BAD_REQUEST);
        assertThat(fault(() -> test.registry()
                        .update(
                                BY_GLANCE,
                                image.id(),
                                change(KeyFolding.DASHES).name("\ud800").done())))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void anImageIsFoundByAKeyAsItIsStoredAndAsAnyWireSpellsIt() throws SQLException {
        Image image = image(Map.of("Org.X-y", "1", "org_x_y", "2", "A.b", "3"));

        assertThat(found("Org.X-y", "1")).containsExactly(image.id());
        assertThat(found("org.x_y", "1")).containsExactly(image.id());
        assertThat(found("org_x_y", "2")).containsExactly(image.id());
        assertThat(found("org_x_y", "1")).isEmpty();
        assertThat(found("a_b", "3")).containsExactly(image.id());
        assertThat(found("a_b", "3", "4")).containsExactly(image.id());
        assertThat(found("a_b", "4")).isEmpty();

        test.registry()
                .update(
                        BY_PLANKTON,
                        image.id(),
                        change(KeyFolding.PUNCTUATION).property("a_b", "4").done());
        assertThat(found("a_b", "3")).isEmpty();
        assertThat(found("A.b", "4")).containsExactly(image.id());
        test.registry().unregister(ALICE, image.id());
        assertThat(index()).isEmpty();
    }

    @Test
    void aWireChangesWhatItShowsAndKeepsItsKey() {
        Image image = image(Map.of("os.distro", "debian", "Org.X", "1", "org-x", "2"));

        test.registry()
                .update(
                        BY_PLANKTON,
                        image.id(),
                        change(KeyFolding.PUNCTUATION)
                                .property("os_distro", "debian", "ubuntu")
                                .property("new_one", "3")
                                .done());
        assertThat(now(image)).isEqualTo(Map.of("os.distro", "ubuntu", "Org.X", "1", "org-x", "2", "new_one", "3"));

        test.registry()
                .update(
                        BY_PLANKTON,
                        image.id(),
                        change(KeyFolding.PUNCTUATION).property("org_x", "").done());
        assertThat(now(image)).isEqualTo(Map.of("os.distro", "ubuntu", "org-x", "2", "new_one", "3"));
    }

    @Test
    void aResetLeavesWhatTheWireDoesNotShow() {
        Image image = image(Map.of("org_x", "1", "org.x", "2", "Org-X", "3", "os.distro", "4", "._", "5"));
        test.registry()
                .update(
                        BY_PLANKTON,
                        image.id(),
                        change(KeyFolding.PUNCTUATION)
                                .property("os_distro", "6")
                                .replacesProperties()
                                .done());
        assertThat(now(image)).isEqualTo(Map.of("org.x", "2", "Org-X", "3", "os.distro", "6", "._", "5"));

        test.registry()
                .register(
                        BY_PLANKTON,
                        draft(TestRegistry.location(ALICE, "a"))
                                .properties(KeyFolding.PUNCTUATION, Map.of("org_x", "7", "k", "8"))
                                .done());
        assertThat(now(image)).isEqualTo(Map.of("Org-X", "7", "org.x", "2", "._", "5", "k", "8"));

        test.registry()
                .update(
                        BY_GLANCE,
                        image.id(),
                        change(KeyFolding.DASHES).replacesProperties().done());
        assertThat(now(image)).isEmpty();
    }

    @Test
    void whatIsLongOverOneWireStaysOverAnother() {
        Map<String, String> long_ = new TreeMap<>(Map.of("k".repeat(255), "v".repeat(3000), "short", "x"));
        Image image = test.registry()
                .register(
                        BY_GLANCE,
                        draft(test.object(ALICE, "b"))
                                .properties(KeyFolding.DASHES, long_)
                                .done());
        test.registry()
                .update(
                        BY_GLANCE,
                        image.id(),
                        change(KeyFolding.DASHES).name("n".repeat(255)).done());

        test.registry()
                .update(
                        BY_PLANKTON,
                        image.id(),
                        change(KeyFolding.PUNCTUATION)
                                .property("k".repeat(255), "v".repeat(3000))
                                .property("short", "y".repeat(256))
                                .done());
        test.registry()
                .update(
                        BY_PLANKTON,
                        image.id(),
                        change(KeyFolding.PUNCTUATION).name("n".repeat(256)).done());
        test.registry()
                .update(
                        BY_GLANCE,
                        image.id(),
                        change(KeyFolding.DASHES)
                                .name("n".repeat(256))
                                .property("short", "z")
                                .done());

        assertThat(now(image)).isEqualTo(Map.of("k".repeat(255), "v".repeat(3000), "short", "z"));
        for (TestRegistry.ChangeBuilder tooLong : new TestRegistry.ChangeBuilder[] {
            change().property("k".repeat(255), "v".repeat(3001)),
            change().property("j".repeat(111), "v"),
            change().property("short", "v".repeat(257)),
            change().name("m".repeat(257))
        }) {
            assertThat(fault(() -> test.registry().update(BY_PLANKTON, image.id(), tooLong.done())))
                    .isEqualTo(Kind.BAD_REQUEST);
        }
        assertThat(fault(() -> test.registry()
                        .update(
                                BY_GLANCE,
                                image.id(),
                                change(KeyFolding.DASHES).name("m".repeat(256)).done())))
                .isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void anImageAtItsLimitsCanBeChangedInAllElse() {
        Map<String, String> full = new TreeMap<>();
        IntStream.range(0, 128).forEach(i -> full.put("k" + i, "v"));
        Image image = image(full);
        Caller lowered = TestRegistry.over(ALICE, LIMITS.withTexts(1, 1, 1));
        TestRegistry.ChangeBuilder again =
                change(KeyFolding.PUNCTUATION).name(image.metadata().name()).isPublic(true);
        full.forEach(again::property);

        test.registry().update(lowered, image.id(), again.done());

        assertThat(test.registry().find(ALICE, image.id()).isPublic()).isTrue();
        assertThat(now(image)).isEqualTo(full);
    }

    @Test
    void aListIsFilteredByTwentyPropertiesAndNoMore() {
        Map<String, String> many = new TreeMap<>();
        IntStream.range(0, 128).forEach(i -> many.put("k" + i, "v"));
        Image image = image(many);
        Map<String, Set<String>> asked = new LinkedHashMap<>();
        new TreeSet<>(many.keySet()).stream().limit(20).forEach(key -> asked.put(key, Set.of("v", "w")));

        assertThat(test.list(ALICE, having(asked))).extracting(Image::id).containsExactly(image.id());
        asked.put("one more", Set.of("v"));
        assertThat(fault(() -> having(asked))).isEqualTo(Kind.BAD_REQUEST);
    }
}

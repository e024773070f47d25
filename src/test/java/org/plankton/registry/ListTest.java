package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.after;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.sorted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.Fault.Kind;
import org.plankton.registry.Query.SortDirection;
import org.plankton.registry.Query.SortKey;

class ListTest {
    private final TestRegistry test = new TestRegistry();

    @Test
    void showsOwnSharedAndPublicImagesEachOnce() {
        Image own = test.register(ALICE, "own");
        Image shared = test.register(BOB, "shared");
        test.memberships().add(BOB, shared.id(), "alice");
        Image everyones = test.registerPublic(BOB, "public");
        test.memberships().add(BOB, everyones.id(), "alice");
        Image ownPublic = test.registerPublic(ALICE, "own public");
        test.register(CAROL, "somebody's");

        assertThat(test.list(ALICE, all())).containsExactlyInAnyOrder(own, shared, everyones, ownPublic);
    }

    private static Query filter(
            String name,
            String disk,
            String container,
            String status,
            Long min,
            Long max,
            String owner,
            Map<String, Set<String>> properties) {
        return new Query(
                name == null ? Set.of() : Set.of(name),
                disk,
                container,
                status,
                min,
                max,
                owner,
                properties,
                SortKey.CREATED_AT,
                SortDirection.ASC,
                null);
    }

    @Test
    void filtersNarrowTogether() {
        Location location = TestRegistry.location(ALICE, "a");
        test.store.put(location, new StoredObject(Optional.empty(), 100, "abc"));
        Image a = test.registry()
                .register(
                        ALICE,
                        draft(location)
                                .name("Ubuntu")
                                .formats(DiskFormat.EXTDUMP, ContainerFormat.OVF)
                                .properties(Map.of("os", "ubuntu", "gui", "none"))
                                .done());
        Image b = test.register(ALICE, "Debian");
        test.registry()
                .update(
                        ALICE,
                        b.id(),
                        change().status(Status.ERROR).property("os", "debian").done());
        b = test.registry().find(ALICE, b.id());

        assertThat(test.list(ALICE, filter("Ubuntu", null, null, null, null, null, null, Map.of())))
                .containsExactly(a);
        assertThat(test.list(ALICE, filter("ubuntu", null, null, null, null, null, null, Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter("Ubuntu ", null, null, null, null, null, null, Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, "extdump", null, null, null, null, null, Map.of())))
                .containsExactly(a);
        assertThat(test.list(ALICE, filter(null, "qcow2", null, null, null, null, null, Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, "ü", "ü", "ü", null, null, "ü", Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, null, "bare", null, null, null, null, Map.of())))
                .containsExactly(b);
        assertThat(test.list(ALICE, filter(null, null, null, "error", null, null, null, Map.of())))
                .containsExactly(b);
        assertThat(test.list(ALICE, filter(null, null, null, null, 100L, null, null, Map.of())))
                .containsExactly(a);
        assertThat(test.list(ALICE, filter(null, null, null, null, 101L, null, null, Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, null, null, null, null, 100L, null, Map.of())))
                .containsExactly(a, b);
        assertThat(test.list(ALICE, filter(null, null, null, null, null, 99L, null, Map.of())))
                .containsExactly(b);
        assertThat(test.list(ALICE, filter(null, null, null, null, null, null, "alice", Map.of())))
                .containsExactly(a, b);
        assertThat(test.list(ALICE, filter(null, null, null, null, null, null, "bob", Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, null, null, null, null, null, null, Map.of("os", Set.of("ubuntu")))))
                .containsExactly(a);
        assertThat(test.list(
                        ALICE,
                        filter(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Map.of("os", Set.of("ubuntu", "%75"), "gui", Set.of("none")))))
                .containsExactly(a);
        assertThat(test.list(
                        ALICE, filter("Ubuntu", null, null, null, null, null, null, Map.of("os", Set.of("debian")))))
                .isEmpty();
    }

    @Test
    void aFilterIsTextAndNothingElse() {
        test.register(ALICE, "100% _ ' \" \\ $.os");

        for (String name : new String[] {"%", "_", "' OR 1=1 -- ", "\\", "100% _ ' \" \\ $.os"}) {
            assertThat(test.list(ALICE, filter(name, null, null, null, null, null, null, Map.of())))
                    .hasSize(name.startsWith("100") ? 1 : 0);
            assertThat(test.list(ALICE, filter(null, null, null, null, null, null, null, Map.of("k", Set.of(name)))))
                    .isEmpty();
        }
    }

    /** Images of which several share each value, registered at few different times. */
    private List<Image> some() {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Location location = TestRegistry.location(ALICE, "object" + i);
            test.store.put(
                    location, new StoredObject(Optional.of(UUID.randomUUID().toString()), i % 4, "abc"));
            Image image = test.at(NOON.plusSeconds(i % 3))
                    .register(
                            ALICE,
                            draft(location)
                                    .name("name" + i % 5)
                                    .formats(DiskFormat.values()[i % 3], ContainerFormat.values()[i % 2])
                                    .done());
            images.add(test.at(NOON.plus(Duration.ofMinutes(i % 2)))
                    .update(
                            ALICE,
                            image.id(),
                            change().status(Status.values()[i % 3]).done()));
        }
        return images;
    }

    @ParameterizedTest
    @EnumSource(SortKey.class)
    void sortsByEachKeyBothWaysAndTiesById(SortKey key) {
        Comparator<Image> order = switch (key) {
            case ID -> Comparator.comparing(Image::id);
            case NAME -> Comparator.comparing(Image::name);
            case STATUS -> Comparator.comparing(image -> image.status().name());
            case SIZE -> Comparator.comparing(Image::size);
            case DISK_FORMAT -> Comparator.comparing(image -> image.diskFormat().name());
            case CONTAINER_FORMAT ->
                Comparator.comparing(image -> image.containerFormat().name());
            case CREATED_AT -> Comparator.comparing(Image::createdAt);
            case UPDATED_AT -> Comparator.comparing(Image::updatedAt);
        };
        List<Image> expected = some();
        expected.sort(order.thenComparing(Image::id));

        assertThat(test.list(ALICE, sorted(key, SortDirection.ASC))).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(test.list(ALICE, sorted(key, SortDirection.DESC))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(SortKey.class)
    void pagesMakeUpTheWholeListing(SortKey key) {
        some();
        for (SortDirection direction : SortDirection.values()) {
            Query query = sorted(key, direction);
            List<Image> paged = new ArrayList<>();
            Page page = test.registry().page(ALICE, query, 5);
            paged.addAll(page.images());
            while (page.hasMore()) {
                assertThat(page.images()).hasSize(5);
                page = test.registry()
                        .page(ALICE, after(query, paged.get(paged.size() - 1).id()), 5);
                paged.addAll(page.images());
            }
            assertThat(paged).isEqualTo(test.list(ALICE, query));
        }
    }

    @Test
    void aPageThatIsJustFullIsTheLast() {
        test.register(ALICE, "a");
        test.register(ALICE, "b");

        assertThat(test.registry().page(ALICE, all(), 2).hasMore()).isFalse();
        assertThat(test.registry().page(ALICE, all(), 1).hasMore()).isTrue();
        assertThat(test.registry().page(ALICE, all(), 0).images()).isEmpty();
    }

    @Test
    void nothingComesAfterTheLastImage() {
        Image image = test.register(ALICE, "a");

        assertThat(test.registry().page(ALICE, after(all(), image.id()), 5).images())
                .isEmpty();
    }

    @Test
    void aMarkerThatTheCallerCannotSeeIsNone() {
        Image image = test.register(BOB, "a");
        test.register(ALICE, "b");

        for (String marker : new String[] {image.id(), UUID.randomUUID().toString(), "1", "ü", ""}) {
            assertThat(fault(() -> test.registry().page(ALICE, after(all(), marker), 5)))
                    .isEqualTo(Kind.BAD_REQUEST);
        }
    }

    @Test
    void aReaderThatGivesUpIsNotAskedAgainAndLeavesTheDatabaseUsable() {
        some();
        for (int i = 0; i < 30; i++) { // more often than there are connections
            List<Image> read = new ArrayList<>();
            try {
                test.registry().list(ALICE, all(), image -> {
                    read.add(image);
                    throw new IllegalStateException("gone");
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("gone");
            }
            assertThat(read).hasSize(1);
        }
        assertThat(test.list(ALICE, all())).hasSize(12);
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.after;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.images;
import static org.plankton.registry.TestRegistry.sorted;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.FilterBuilder;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

class ListTest {
    private final TestRegistry test = new TestRegistry();

    @Test
    void showsOwnSharedAndPublicImagesEachOnce() {
        Image own = test.register(ALICE, "own");
        Image shared = test.register(BOB, "shared");
        test.share(BOB, shared.id(), "alice");
        Image everyones = test.registerPublic(BOB, "public");
        test.share(BOB, everyones.id(), "alice");
        Image ownPublic = test.registerPublic(ALICE, "own public");
        test.register(CAROL, "somebody's");

        assertThat(test.list(ALICE, all()))
                .containsExactlyInAnyOrder(own, TestRegistry.shared(shared), everyones, ownPublic);
    }

    private static Query filter(
            String name,
            String disk,
            String container,
            Status status,
            Long min,
            Long max,
            String owner,
            Map<String, Set<String>> properties) {
        return all().withFilter(Filter.NONE
                .with()
                .names(name == null ? Set.of() : Set.of(name))
                .diskFormats(disk == null ? Set.of() : Set.of(disk))
                .containerFormats(container == null ? Set.of() : Set.of(container))
                .statuses(status == null ? null : Set.of(status))
                .size(Filter.Range.of(min, max))
                .owner(owner)
                .properties(properties)
                .build());
    }

    @Test
    void filtersNarrowTogether() {
        Location location = TestRegistry.location(ALICE, "a");
        test.store.put(location, new StoredObject(Optional.empty(), 100, "abcd", Optional.empty()));
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
        assertThat(test.list(ALICE, filter(null, "ü", "ü", null, null, null, "ü", Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, null, "bare", null, null, null, null, Map.of())))
                .containsExactly(b);
        assertThat(test.list(ALICE, filter(null, null, null, Status.ERROR, null, null, null, Map.of())))
                .containsExactly(b);
        assertThat(test.list(ALICE, filter(null, null, null, null, 100L, null, null, Map.of())))
                .containsExactly(a);
        assertThat(test.list(ALICE, filter(null, null, null, null, 101L, null, null, Map.of())))
                .isEmpty();
        assertThat(test.list(ALICE, filter(null, null, null, null, null, 100L, null, Map.of())))
                .containsExactlyInAnyOrder(a, b);
        assertThat(test.list(ALICE, filter(null, null, null, null, null, 99L, null, Map.of())))
                .containsExactly(b);
        assertThat(test.list(ALICE, filter(null, null, null, null, null, null, "alice", Map.of())))
                .containsExactlyInAnyOrder(a, b);
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
                    location,
                    new StoredObject(Optional.of(UUID.randomUUID().toString()), i % 4, "abcd", Optional.empty()));
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
            case NAME -> Comparator.comparing(image -> image.metadata().name());
            case STATUS -> Comparator.comparing(image -> image.status().name());
            case SIZE -> Comparator.comparing(Image::size);
            case DISK_FORMAT ->
                Comparator.comparing(image -> image.metadata().diskFormat().name());
            case CONTAINER_FORMAT ->
                Comparator.comparing(image -> image.metadata().containerFormat().name());
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
            paged.addAll(images(page));
            while (page.hasMore()) {
                assertThat(paged.size() % 5).isZero();
                page = test.registry()
                        .page(ALICE, after(query, paged.get(paged.size() - 1).id()), 5);
                paged.addAll(images(page));
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
        assertThat(images(test.registry().page(ALICE, all(), 0))).isEmpty();
    }

    @Test
    void nothingComesAfterTheLastImage() {
        Image image = test.register(ALICE, "a");

        assertThat(images(test.registry().page(ALICE, after(all(), image.id()), 5)))
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

    /** What is asked for: everything, oldest first, unless told. */
    private static final class Asked {
        private Query.Reach reach = Query.Reach.VISIBLE;
        private final FilterBuilder filter = FilterBuilder.builder(Filter.NONE);
        private String marker;

        Asked ofAll(Set<Visibility> visibilities) {
            reach = Query.Reach.ALL;
            filter.includesCommunity(true).visibilities(visibilities);
            return this;
        }

        Asked withoutReserved() {
            filter.includesReserved(false);
            return this;
        }

        Asked statuses(Status... given) {
            filter.statuses(Set.of(given));
            return this;
        }

        Asked minRam(long given) {
            filter.minRam(Filter.Range.of(given, given));
            return this;
        }

        Asked minDisk(long given) {
            filter.minDisk(Filter.Range.of(given, given));
            return this;
        }

        Asked isProtected(boolean given) {
            filter.isProtected(given);
            return this;
        }

        Asked changedAfter(Instant given) {
            filter.changedAfter(given);
            return this;
        }

        Asked after(String given) {
            marker = given;
            return this;
        }

        Query done() {
            return new Query(reach, filter.build(), SortKey.UPDATED_AT, SortDirection.ASC, marker);
        }
    }

    private List<Image> list(Caller caller, Asked asked) {
        List<Image> images = test.list(caller, asked.done());
        assertThat(images(test.registry().page(caller, asked.done(), 100))).isEqualTo(images);
        return images;
    }

    @Test
    void administratorsSeeAsFarAsTheyLike() {
        Image own = test.register(ADMIN, "own");
        Image everyones = test.registerPublic(BOB, "public");
        Image bobs = test.register(BOB, "private");
        Image shared = TestRegistry.shared(test.register(CAROL, "shared"));
        test.share(CAROL, shared.id(), "admin");

        assertThat(list(ADMIN, new Asked())).containsExactlyInAnyOrder(own, everyones, shared);
        assertThat(list(ADMIN, new Asked().ofAll(EnumSet.allOf(Visibility.class))))
                .containsExactlyInAnyOrder(own, everyones, bobs, shared);
        assertThat(list(ADMIN, new Asked().ofAll(EnumSet.of(Visibility.PUBLIC))))
                .containsExactly(everyones);
        assertThat(list(ADMIN, new Asked().ofAll(EnumSet.complementOf(EnumSet.of(Visibility.PUBLIC)))))
                .containsExactlyInAnyOrder(own, bobs, shared);
    }

    @Test
    void othersSeeWhatTheyMaySeeHoweverFarTheyAsk() {
        Image own = test.register(ALICE, "own");
        Image everyones = test.registerPublic(BOB, "public");
        test.register(BOB, "private");

        for (Visibility visibility : Visibility.values()) {
            assertThat(list(ALICE, new Asked().ofAll(EnumSet.of(visibility))))
                    .containsExactlyInAnyOrder(own, everyones);
        }
    }

    @Test
    void imagesWithoutBytesAreThereOnlyForWhoeverAsksForThem() {
        Image reserved = test.reserve(ALICE);
        Image image = test.register(ALICE, "a");

        assertThat(list(ALICE, new Asked())).containsExactlyInAnyOrder(reserved, image);
        assertThat(list(ALICE, new Asked().withoutReserved())).containsExactly(image);
        assertThat(fault(() -> test.registry()
                        .page(
                                ALICE,
                                new Asked()
                                        .withoutReserved()
                                        .after(reserved.id())
                                        .done(),
                                5)))
                .isEqualTo(Kind.BAD_REQUEST);
        List<Image> hiding = new ArrayList<>();
        test.registry().list(TestRegistry.hidingReserved(ALICE), new Asked().done(), hiding::add);
        assertThat(hiding).containsExactly(image);
    }

    @Test
    void aStatusIsAnyOfThoseThatAreNamed() {
        Image queued = test.reserve(ALICE);
        Image available = test.register(ALICE, "a");
        Image error = test.registry()
                .update(
                        ALICE,
                        test.register(ALICE, "b").id(),
                        change().status(Status.ERROR).done());

        assertThat(list(ALICE, new Asked().statuses(Status.QUEUED))).containsExactly(queued);
        assertThat(list(ALICE, new Asked().statuses(Status.AVAILABLE, Status.ERROR)))
                .containsExactlyInAnyOrder(available, error);
        assertThat(list(ALICE, new Asked().statuses(Status.SAVING))).isEmpty();
        assertThat(list(ALICE, new Asked().statuses(Status.DELETED))).isEmpty();
        assertThat(list(ALICE, new Asked().statuses())).isEmpty();
    }

    @Test
    void whatAnImageNeedsIsMatchedExactly() {
        Image small = test.register(ALICE, "a");
        Image big = test.registry()
                .register(
                        ALICE,
                        draft(test.object(ALICE, "b"))
                                .needs(512, 8)
                                .isProtected()
                                .done());

        assertThat(list(ALICE, new Asked().minRam(512))).containsExactly(big);
        assertThat(list(ALICE, new Asked().minRam(511))).isEmpty();
        assertThat(list(ALICE, new Asked().minRam(0))).containsExactly(small);
        assertThat(list(ALICE, new Asked().minDisk(8))).containsExactly(big);
        assertThat(list(ALICE, new Asked().minDisk(Long.MAX_VALUE))).isEmpty();
        assertThat(list(ALICE, new Asked().minDisk(0).minRam(512))).isEmpty();
        assertThat(list(ALICE, new Asked().isProtected(true))).containsExactly(big);
        assertThat(list(ALICE, new Asked().isProtected(false))).containsExactly(small);
    }

    @Test
    void whatHasChangedSinceIsThereEvenIfItIsRegisteredNoLonger() {
        Image old = test.register(ALICE, "old");
        Image deleted = test.register(ALICE, "deleted");
        Image ofBob = test.registerPublic(BOB, "public");
        Image hidden = test.register(BOB, "hidden");
        test.at(NOON.plusSeconds(1)).unregister(ALICE, deleted.id());
        test.at(NOON.plusSeconds(2)).unregister(BOB, ofBob.id());
        test.at(NOON.plusSeconds(3)).unregister(BOB, hidden.id());
        Image changed = test.at(NOON.plusSeconds(4))
                .update(
                        ALICE,
                        test.register(ALICE, "changed").id(),
                        change().name("new").done());

        List<Image> since = list(ALICE, new Asked().changedAfter(NOON));
        assertThat(since).extracting(Image::id).containsExactly(deleted.id(), ofBob.id(), changed.id());
        assertThat(since).extracting(Image::status).containsExactly(Status.DELETED, Status.DELETED, Status.AVAILABLE);
        assertThat(since.get(0).deletedAt()).isEqualTo(NOON.plusSeconds(1));
        assertThat(list(ALICE, new Asked().changedAfter(NOON.plusSeconds(2)))).containsExactly(changed);
        assertThat(list(ALICE, new Asked().changedAfter(NOON.minusSeconds(1)).statuses(Status.DELETED)))
                .hasSize(2);
        assertThat(list(ALICE, new Asked().changedAfter(NOON.minusSeconds(1)))).contains(old);
        assertThat(list(
                        ADMIN,
                        new Asked().ofAll(EnumSet.allOf(Visibility.class)).changedAfter(NOON)))
                .extracting(Image::id)
                .containsExactly(deleted.id(), ofBob.id(), hidden.id(), changed.id());
        assertThat(list(ALICE, new Asked())).containsExactly(old, changed);
        assertThat(list(ALICE, new Asked().withoutReserved().changedAfter(NOON)))
                .containsExactly(changed);
    }

    @Test
    void anImageThatIsRegisteredNoLongerIsAMarkerOnlyAmongItsKind() {
        Image first = test.register(ALICE, "first");
        Image deleted = test.register(ALICE, "deleted");
        Image last = test.at(NOON.plusSeconds(9))
                .register(ALICE, draft(test.object(ALICE, "last")).done());
        test.at(NOON.plusSeconds(1)).unregister(ALICE, deleted.id());
        Image hidden = test.register(BOB, "hidden");
        test.at(NOON.plusSeconds(10)).unregister(BOB, hidden.id());

        assertThat(fault(() -> test.registry()
                        .page(ALICE, new Asked().after(deleted.id()).done(), 5)))
                .isEqualTo(Kind.BAD_REQUEST);
        Asked since = new Asked().changedAfter(NOON.minusSeconds(1));
        assertThat(images(test.registry().page(ALICE, since.after(first.id()).done(), 5)))
                .extracting(Image::id)
                .containsExactly(deleted.id(), last.id());
        assertThat(images(test.registry().page(ALICE, since.after(deleted.id()).done(), 5)))
                .containsExactly(last);
        assertThat(fault(() ->
                        test.registry().page(ALICE, since.after(hidden.id()).done(), 5)))
                .isEqualTo(Kind.BAD_REQUEST);

        test.at(NOON.plusSeconds(20)).unregister(ALICE, last.id());
        assertThat(images(test.registry().page(ALICE, since.after(last.id()).done(), 5)))
                .isEmpty();
        assertThat(images(test.registry()
                        .page(
                                ADMIN,
                                since.ofAll(EnumSet.allOf(Visibility.class))
                                        .after(hidden.id())
                                        .done(),
                                5)))
                .extracting(Image::id)
                .containsExactly(last.id());
    }

    @ParameterizedTest
    @EnumSource(SortKey.class)
    void imagesWhoseFormatsAreNotToldComeFirstAndArePagedLikeOthers(SortKey key) {
        some();
        for (int i = 0; i < 4; i++) {
            test.registry()
                    .reserve(
                            ALICE,
                            draft(null)
                                    .name("")
                                    .formats(i % 2 == 0 ? null : DiskFormat.RAW, null)
                                    .done());
        }
        for (SortDirection direction : SortDirection.values()) {
            Query query = sorted(key, direction);
            List<Image> whole = test.list(ALICE, query);
            assertThat(whole).hasSize(16);
            for (int i = 0; i < whole.size(); i++) {
                assertThat(images(test.registry()
                                .page(ALICE, after(query, whole.get(i).id()), 100)))
                        .isEqualTo(whole.subList(i + 1, whole.size()));
            }
        }
        assertThat(test.list(ALICE, sorted(SortKey.CONTAINER_FORMAT, SortDirection.ASC))
                        .subList(0, 4))
                .extracting(image -> image.metadata().containerFormat())
                .containsOnlyNulls();
    }
}

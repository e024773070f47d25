package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.after;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.images;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;

/** Images of which so much is said that a piece has only two, and what becomes of them while they are read. */
@Tag("long")
class ListInPiecesTest {
    private static final int IMAGES = 14;

    /** What has been read when the first image is handed over: two pieces. */
    private static final int READ = 4;

    private static final Caller WORDY = TestRegistry.over(ALICE, Limits.NONE);

    private static final Query BY_NAME =
            new Query(Query.Reach.VISIBLE, Filter.NONE, SortKey.NAME, SortDirection.ASC, null);

    private final TestRegistry test = new TestRegistry();

    @BeforeEach
    void registerImages() {
        IntStream.range(0, IMAGES).forEach(i -> register(name(i)));
    }

    private static String name(int number) {
        return String.format("image %02d", number);
    }

    private Image register(String name) {
        return test.registry()
                .register(
                        WORDY,
                        draft(test.object(ALICE, name))
                                .name(name)
                                .properties(Map.of("words", "x".repeat(200_000)))
                                .done());
    }

    private List<Image> listed() {
        return test.list(ALICE, BY_NAME);
    }

    private static List<String> names(List<Image> images) {
        return images.stream().map(image -> image.metadata().name()).toList();
    }

    /** The page's, while the work is done as soon as its first image is handed over. */
    private static List<Image> whileRead(Page page, Runnable work) {
        return whileRead(page.images(), work);
    }

    private static List<Image> whileRead(Consumer<Consumer<Image>> handed, Runnable work) {
        List<Image> images = new ArrayList<>();
        handed.accept(image -> {
            if (images.isEmpty()) {
                work.run();
            }
            images.add(image);
        });
        return images;
    }

    @ParameterizedTest
    @EnumSource
    void pagesMakeUpTheWholeList(SortKey key) {
        for (SortDirection direction : SortDirection.values()) {
            Query query = new Query(Query.Reach.VISIBLE, Filter.NONE, key, direction, null);
            List<Image> paged = new ArrayList<>();
            Page page = test.registry().page(ALICE, query, 5);
            paged.addAll(images(page));
            while (page.hasMore()) {
                page = test.registry().page(ALICE, after(query, page.last()), 5);
                paged.addAll(images(page));
            }
            assertThat(paged).hasSize(IMAGES).isEqualTo(test.list(ALICE, query)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, IMAGES - 1, IMAGES, IMAGES + 1, 1000})
    void aPageSaysHowFarItGoesBeforeItIsRead(int limit) {
        Page page = test.registry().page(ALICE, BY_NAME, limit);

        assertThat(page.length()).isEqualTo(Math.min(limit, IMAGES));
        assertThat(page.hasMore()).isEqualTo(limit < IMAGES);
        assertThat(page.last()).isEqualTo(listed().get(page.length() - 1).id());
        assertThat(page.fingerprint()).isEqualTo(test.registry().fingerprint(ALICE, BY_NAME, limit));
        assertThat(images(page)).isEqualTo(listed().subList(0, page.length()));
    }

    /** Between those that were on it, behind it, and in the place of one that has gone. */
    @Test
    void whatComesAndGoesWhileAPageIsReadIsOnNoPageTwiceAndHidesNothing() {
        List<String> stay = new ArrayList<>(names(listed()));
        Image gone = listed().get(READ + 1);
        Image renamed = listed().get(READ + 3);
        Page page = test.registry().page(ALICE, BY_NAME, 10);

        List<Image> first = whileRead(page, () -> {
            register("image 06 and a half");
            register("image 09 and a half");
            test.registry().unregister(ALICE, gone.id());
            test.registry().update(WORDY, renamed.id(), change().name("zebra").done());
        });
        List<Image> second = images(test.registry().page(ALICE, after(BY_NAME, page.last()), 10));

        stay.remove(gone.metadata().name());
        stay.remove(renamed.metadata().name());
        Set<String> seen = new HashSet<>(names(first));
        seen.addAll(names(second));
        assertThat(seen).containsAll(stay).doesNotContain(gone.metadata().name());
        assertThat(names(first)).hasSize(9).doesNotHaveDuplicates().contains("zebra");
        assertThat(names(second)).doesNotHaveDuplicates().contains("image 09 and a half", "image 10");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoMaySeeAnImageNoLongerIsNotShownIt(boolean isPage) {
        Image shared = listed().get(READ + 3);
        listed().forEach(image -> test.share(ALICE, image.id(), Set.of(BOB.account())));
        Page page = isPage
                ? test.registry().page(BOB, BY_NAME, 10)
                : new Page(reader -> test.registry().list(BOB, BY_NAME, reader), null, IMAGES, null, false, "");

        List<Image> shown = whileRead(page, () -> test.share(ALICE, shared.id(), Set.of()));

        assertThat(shown).hasSize(page.length() - 1).extracting(Image::id).doesNotContain(shared.id());
    }

    /** Be it those that were sent last, or are where the page ends. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, READ})
    void inThePlaceOfWhatIsGoneComesWhatFollowsThePage(int firstGone) {
        List<Image> before = listed();
        Page page = test.registry().page(ALICE, BY_NAME, 8);

        List<Image> full = whileRead(
                page.full(),
                () -> before.subList(firstGone, 8)
                        .forEach(image -> test.registry().unregister(ALICE, image.id())));

        List<Image> left = new ArrayList<>(before.subList(0, READ));
        left.addAll(before.subList(8, IMAGES));
        assertThat(full).isEqualTo(left.subList(0, Math.min(8, left.size())));
    }

    /** The marker too, behind which the page began. */
    @Test
    void whatFollowsIsFoundThoughAllThatLeadsThereIsHidden() {
        List<Image> all = listed();
        all.forEach(image -> test.share(ALICE, image.id(), Set.of(BOB.account())));
        List<Image> before = test.list(BOB, BY_NAME);
        Hook hook = new Hook(
                4, // the marker, the first piece and what the page has have been read
                () -> all.subList(0, 8).forEach(image -> test.share(ALICE, image.id(), Set.of())));

        Page page = test.registry(new StoppingDatabase(test.database, hook))
                .page(BOB, after(BY_NAME, before.get(0).id()), 7);
        List<Image> full = new ArrayList<>();
        page.full().accept(full::add);

        assertThat(full)
                .isEqualTo(List.of(
                        before.get(1),
                        before.get(2),
                        before.get(8),
                        before.get(9),
                        before.get(10),
                        before.get(11),
                        before.get(12)));
    }

    /** By time of change the image that was sent last is the list's first now. */
    @Test
    void nothingIsRepeatedBehindAnImageThatHasMoved() {
        Query byChange = new Query(Query.Reach.VISIBLE, Filter.NONE, SortKey.UPDATED_AT, SortDirection.DESC, null);
        List<Image> before = test.list(ALICE, byChange);
        String first = before.get(0).id();
        Page page = test.registry().page(ALICE, after(byChange, first), 8);

        List<Image> full = whileRead(page.full(), () -> {
            Image moved = before.get(8);
            test.registry().update(WORDY, moved.id(), change().name("moved").done());
            test.registry().unregister(ALICE, before.get(READ + 2).id());
        });

        assertThat(full)
                .hasSize(8)
                .extracting(Image::id)
                .doesNotHaveDuplicates()
                .doesNotContain(first);
        assertThat(full.get(7).id()).isEqualTo(before.get(9).id());
    }

    /** A page that has begun has told of it already. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UPDATED_AT", "STATUS"})
    void aPageBeginsBehindAnImageThatIsGone(SortKey key) {
        Query query = new Query(Query.Reach.VISIBLE, Filter.NONE, key, SortDirection.ASC, null);
        List<Image> before = test.list(ALICE, query);
        test.registry().unregister(ALICE, before.get(4).id());

        Query next = after(query, before.get(4).id());
        assertThat(images(test.registry().page(TestRegistry.hidingReserved(ALICE), next, 5)))
                .isEqualTo(before.subList(5, 10));
        for (Caller other : List.of(ALICE, TestRegistry.hidingReserved(BOB))) {
            assertThat(fault(() -> test.registry().page(other, next, 5))).isEqualTo(Fault.Kind.BAD_REQUEST);
        }
    }

    /** There it would be elsewhere now, and clients would miss what comes between. */
    @ParameterizedTest
    @EnumSource(names = {"UPDATED_AT", "STATUS"})
    void noPageBeginsBehindAnImageThatHasMovedByBeingGone(SortKey key) {
        Query query = new Query(Query.Reach.VISIBLE, Filter.NONE, key, SortDirection.ASC, null);
        String gone = listed().get(4).id();
        test.registry().unregister(ALICE, gone);

        assertThat(fault(() -> test.registry().page(TestRegistry.hidingReserved(ALICE), after(query, gone), 5)))
                .isEqualTo(Fault.Kind.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noMoreThanTwoPiecesAreHeld(boolean isPage) {
        Page page = test.registry().page(ALICE, BY_NAME, IMAGES - 1);
        Consumer<Consumer<Image>> handed =
                isPage ? page.images() : reader -> test.registry().list(ALICE, BY_NAME, reader);
        List<WeakReference<Image>> images = new ArrayList<>();

        handed.accept(image -> {
            images.add(new WeakReference<>(image));
            if (images.size() == 2 * READ) {
                assertThat(isCollected(images.get(0))).isTrue();
            }
        });

        assertThat(images).hasSizeGreaterThan(2 * READ);
        Reference.reachabilityFence(page);
    }

    private static boolean isCollected(WeakReference<Image> image) {
        for (int i = 0; i < 50 && image.get() != null; i++) {
            System.gc();
        }
        return image.get() == null;
    }

    /** A client that keeps the page would be told else that what it has is as it is now. */
    @Test
    void nothingOnAPageIsOlderThanItsFingerprint() {
        List<Image> before = listed();
        Hook hook = new Hook(2, () -> {
            test.registry().unregister(ALICE, before.get(1).id());
            test.registry()
                    .update(
                            WORDY,
                            before.get(2).id(),
                            change().name("image 02, changed").done());
        });

        Page page = test.registry(new StoppingDatabase(test.database, hook)).page(ALICE, BY_NAME, 10);

        assertThat(images(page)).isEqualTo(listed().subList(0, 10));
        assertThat(page.fingerprint()).isEqualTo(test.registry().fingerprint(ALICE, BY_NAME, 10));
    }

    @Test
    void administratorsReadOthersImagesInPiecesToo() {
        Query everybodys = BY_NAME.withReach(Query.Reach.ALL);

        assertThat(images(test.registry().page(TestRegistry.ADMIN, everybodys, 10)))
                .isEqualTo(listed().subList(0, 10));
    }

    @Test
    void imagesThatAreRegisteredNoLongerAreReadWhereTheyAreAskedFor() {
        List<Image> images = listed();
        images.subList(3, 8).forEach(image -> test.registry().unregister(ALICE, image.id()));
        Query changed = BY_NAME.withFilter(Filter.NONE.withChangedAfter(TestRegistry.NOON.minusSeconds(1)));

        assertThat(names(images(test.registry().page(ALICE, changed, 10))))
                .isEqualTo(names(images).subList(0, 10));
    }

    @Test
    void smallImagesBehindLargeOnesAreReadManyAtOnce() {
        IntStream.range(0, 60).forEach(i -> test.register(ALICE, "small " + i));
        Hook hook = new Hook(0, () -> {});

        List<Image> listed = new ArrayList<>();
        test.registry(new StoppingDatabase(test.database, hook)).list(ALICE, BY_NAME, listed::add);

        assertThat(listed).hasSize(IMAGES + 60).doesNotHaveDuplicates();
        assertThat(hook.reads).isLessThan(IMAGES / 2 + 5);
    }

    @Test
    void aListThatHasBegunWaitsForADatabaseThatIsBackSoon() {
        AtomicInteger reads = new AtomicInteger();
        StoppingDatabase away = new StoppingDatabase(test.database, () -> {
            int read = reads.incrementAndGet();
            if (read > 1 && read < 6) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again");
            }
        });

        List<Image> listed = new ArrayList<>();
        test.registry(away).list(ALICE, BY_NAME, listed::add);

        assertThat(listed).isEqualTo(listed());
    }

    /** Others would not come to their turns while it takes it again and again. */
    @Test
    void aListWhoseNextPieceTakesAllItsTimeIsBrokenOffAtOnce() {
        AtomicInteger reads = new AtomicInteger();
        StoppingDatabase slow = new StoppingDatabase(test.database, () -> {
            if (reads.incrementAndGet() > 1) {
                throw Fault.spent("the database does not answer in time; try again", null);
            }
        });

        assertThat(fault(() -> test.registry(slow).list(ALICE, BY_NAME, image -> {})))
                .isEqualTo(Fault.Kind.UNAVAILABLE);
        assertThat(reads).hasValue(2);
    }

    /** Does something before the database is asked for that time. */
    private static final class Hook implements Runnable {
        private final int time;
        private final Runnable work;
        private int reads;

        Hook(int time, Runnable work) {
            this.time = time;
            this.work = work;
        }

        @Override
        public synchronized void run() {
            reads++;
            if (reads == time) {
                work.run();
            }
        }
    }
}

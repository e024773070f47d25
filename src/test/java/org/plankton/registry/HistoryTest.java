package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.execute;
import static org.plankton.registry.TestRegistry.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.plankton.database.TestDatabase;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.testing.Await;

class HistoryTest {
    /** An entry of the journal, as another service writes it. */
    private static final String ENTRY = "INSERT INTO journal (made_at, kind, account, request, dialect, address, image,"
            + " owner, bytes, before_edit, after_edit) VALUES (SYSDATE(6), 130, 'alice', '', '', '',"
            + " UNHEX(MD5('image')), 'alice', 4, '{}', '{}')";

    private final TestRegistry test = new TestRegistry();
    private final Registry registry = test.registry();

    private long last() {
        return registry.listEdits(ADMIN, HistoryQuery.ALL, 1).entries().get(0).position();
    }

    private List<HistoryEntry> following(long position) {
        return registry.listEditsBehind(ADMIN, position, 100);
    }

    @Test
    void administratorsAloneSeeWhatIsDoneToEverybodysImages() {
        Image image = test.register(ALICE, "a");
        test.share(ALICE, image.id(), "bob");

        assertThat(registry.listEdits(ADMIN, HistoryQuery.ALL, 10).entries().stream()
                        .map(HistoryEntry::kind))
                .containsExactly(EditKind.SHARE, EditKind.REGISTER);
        assertThat(fault(() -> registry.listEdits(ALICE, HistoryQuery.ALL, 10))).isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> registry.listEditsBehind(ALICE, 0, 10))).isEqualTo(Kind.FORBIDDEN);
        assertThat(registry.history(ALICE, image.id(), Long.MAX_VALUE, 10).entries())
                .hasSize(2);
        assertThat(fault(() -> registry.history(BOB, image.id(), Long.MAX_VALUE, 10)))
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(fault(() -> registry.history(CAROL, image.id(), Long.MAX_VALUE, 10)))
                .isEqualTo(Kind.HIDDEN);
    }

    /** By an administrator, by moving the file to another account, or by registering it for another. */
    @Test
    void whoGetsAnImageIsToldNothingOfWhatItWasInAnothersHands() {
        Image given = test.registry()
                .register(
                        ALICE,
                        draft(test.object(ALICE, "a"))
                                .properties(Map.of("password", "hunter2"))
                                .done());
        registry.update(
                ADMIN,
                given.id(),
                change().owner("bob").property("password", "other").done());
        Image moved = test.register(ALICE, "b");
        registry.unregister(ALICE, moved.id());
        test.store.move(moved.location(), TestRegistry.location(BOB, "b"));
        registry.register(BOB, draft(TestRegistry.location(BOB, "b")).done());

        for (Image image : List.of(given, moved)) {
            assertThat(registry.history(BOB, image.id(), Long.MAX_VALUE, 10).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.before().values()).isEmpty())
                    .satisfies(entry -> assertThat(entry.after().owner()).hasValue("bob"));
        }
        assertThat(registry.history(ADMIN, given.id(), Long.MAX_VALUE, 10)
                        .entries()
                        .get(0)
                        .before()
                        .values())
                .containsEntry("owner", "alice");
    }

    @Test
    void whoeverFollowsIsToldAllInTheOrderInWhichItWasDone() {
        Image image = test.register(ALICE, "a");
        long first = last();
        for (int i = 0; i < 5; i++) {
            registry.update(ALICE, image.id(), change().name("name " + i).done());
        }

        assertThat(following(first).stream().map(entry -> entry.after().values().get("name")))
                .containsExactly("name 0", "name 1", "name 2", "name 3", "name 4");
        assertThat(following(last())).isEmpty();
    }

    /** What is committed later has been begun before, and would be missed. */
    @Test
    void whoeverFollowsWaitsForWhatIsStillBeingWritten() throws Exception {
        test.register(ALICE, "a");
        long first = last();
        ExecutorService follower = Executors.newSingleThreadExecutor();
        try (Connection slow = TestDatabase.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(ENTRY);
            test.register(ALICE, "b");
            Future<List<HistoryEntry>> followed =
                    follower.submit((Callable<List<HistoryEntry>>) () -> following(first));
            Await.await(Duration.ofSeconds(10), HistoryTest::isSomebodyWaiting);

            slow.commit();

            assertThat(followed.get().stream().map(HistoryEntry::kind))
                    .containsExactly(EditKind.UPDATE, EditKind.REGISTER);
        } finally {
            follower.shutdownNow();
        }
    }

    /** Not by innodb_trx: who asks for that more often than ten times a second is told the same for ever. */
    private static boolean isSomebodyWaiting() {
        return !TestRegistry.query("SELECT 1 FROM information_schema.global_status"
                        + " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS' AND variable_value > 0")
                .isEmpty();
    }

    /** A position that was given, and behind which others are already: just now, or long ago. */
    @Test
    void whoeverFollowsStopsBeforeAGapThatMayStillBeFilled() throws SQLException {
        test.register(ALICE, "a");
        long first = last();
        test.register(ALICE, "b");
        try (Connection undecided = TestDatabase.connect();
                Statement statement = undecided.createStatement()) {
            undecided.setAutoCommit(false);
            statement.execute(ENTRY);
            undecided.rollback();
        }
        test.register(ALICE, "c");

        assertThat(following(first)).hasSize(1);

        execute("UPDATE journal SET made_at = made_at - INTERVAL 1 MINUTE");
        assertThat(following(first)).hasSize(2);
    }

    @Test
    void whoeverFollowsIsToldIfTheyComeBackTooLate() {
        Image image = test.register(ALICE, "a");
        long first = last();
        registry.update(ALICE, image.id(), change().name("b").done());
        long second = last();
        registry.update(ALICE, image.id(), change().name("c").done());
        long third = last();

        execute("DELETE FROM journal WHERE position <= " + first);
        execute("UPDATE journal SET made_at = made_at - INTERVAL 1 MINUTE"); // so that the gap before them is for good
        assertThat(fault(() -> following(first))).isEqualTo(Kind.STALE);
        assertThat(following(0)).hasSize(2);
        assertThat(following(second)).hasSize(1);
        assertThat(following(third)).isEmpty();
    }

    /** Times and positions are not quite in the same order. */
    @Test
    void nothingIsClearedAwayBehindWhatIsKept() {
        test.register(ALICE, "a");
        long first = last();
        test.register(ALICE, "b");
        long second = last();
        test.register(ALICE, "c");
        execute("UPDATE journal SET made_at = made_at - INTERVAL 2 HOUR WHERE position = " + second);
        Duration hour = Duration.ofHours(1);

        test.keepHouse(hour, Duration.ofDays(1), hour, Instant.now());
        assertThat(following(first)).hasSize(2);

        execute("UPDATE journal SET made_at = made_at - INTERVAL 2 HOUR WHERE position = " + first);
        test.keepHouse(hour, Duration.ofDays(1), hour, Instant.now());
        assertThat(fault(() -> following(first))).isEqualTo(Kind.STALE);
    }

    /** Eight at once, whose transactions end as they like: whoever goes on behind the last misses none. */
    @Test
    void whoeverFollowsManyWhoWriteAtOnceMissesNothing() throws ExecutionException, InterruptedException {
        int writers = 8;
        int each = 25;
        test.register(ALICE, "first");
        long position = last();
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int writer = i;
                written.add(pool.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        test.register(ALICE, writer + "-" + j);
                    }
                }));
            }
            List<String> told = new ArrayList<>();
            boolean isOver;
            do {
                isOver = written.stream().allMatch(Future::isDone);
                List<HistoryEntry> next;
                do {
                    next = registry.listEditsBehind(ADMIN, position, 10);
                    next.forEach(
                            entry -> told.add((String) entry.after().values().get("name")));
                    position = next.isEmpty()
                            ? position
                            : next.get(next.size() - 1).position();
                } while (!next.isEmpty());
            } while (!isOver);
            for (Future<?> end : written) {
                end.get();
            }
            execute("UPDATE journal SET made_at = made_at - INTERVAL 1 MINUTE"); // so that gaps are for good
            following(position)
                    .forEach(entry -> told.add((String) entry.after().values().get("name")));

            assertThat(told).hasSize(writers * each).doesNotHaveDuplicates();
        } finally {
            pool.shutdownNow();
        }
    }
}

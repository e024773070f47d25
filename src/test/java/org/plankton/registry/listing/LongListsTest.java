package org.plankton.registry.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.TurnCounts;

@Timeout(60)
class LongListsTest {
    /** The others are left to others, whatever an account does with its own. */
    @Test
    void whatAnAccountBeginsAndGoesOnWithIsHalfOfAllTogether() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        Supplier<String> slow = () -> {
            reading.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "a piece";
        };
        List<Thread> threads = new CopyOnWriteArrayList<>();
        LongLists lists = new LongLists(4, Executors.newFixedThreadPool(4, work -> {
            threads.add(new Thread(work));
            return threads.get(threads.size() - 1);
        }));
        try (lists) {
            for (int i = 0; i < 2; i++) {
                lists.second("alice", slow);
                Thread first = new Thread(() -> lists.first("alice", slow));
                threads.add(first);
                first.start();
            }
            while (threads.size() < 4 || !threads.stream().allMatch(LongListsTest::isWaiting)) {
                Thread.onSpinWait();
            }

            assertThat(lists.first("bob", () -> lists.second("bob", () -> "his"))
                            .get())
                    .isEqualTo("his");
            assertThat(reading).hasValue(2);
        } finally {
            gate.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** Each has one, which somebody else has. */
    @Test
    void whoeverIsRefusedIsCountedByWhatTheyWaitedFor() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        try (LongLists lists = new LongLists(1)) {
            Thread alice = new Thread(() -> lists.first("alice", () -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "hers";
            }));
            alice.start();
            while (lists.reading().counts().taken() < 1) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(() -> lists.first("bob", () -> "his")).isInstanceOf(Fault.class);
            assertThat(lists.first().counts()).isEqualTo(new TurnCounts(1, 1, 0, 1));
            Supplier<String> his = lists.second("bob", () -> "his");
            assertThatThrownBy(() -> lists.second("carol", () -> "hers")).isInstanceOf(Fault.class);
            assertThat(lists.further().counts()).isEqualTo(new TurnCounts(1, 1, 0, 1));
            assertThat(lists.reading().counts()).isEqualTo(new TurnCounts(1, 1, 1, 0));

            gate.countDown();
            assertThat(his.get()).isEqualTo("his");
            alice.join();
        } finally {
            gate.countDown();
        }
    }

    private static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    @Test
    void aPieceThatIsBegunAfterTheStopIsRefused() {
        LongLists lists = new LongLists(1);
        lists.close();

        for (int i = 0; i < 2; i++) { // the turn has been given back
            assertThatThrownBy(() -> lists.second("alice", () -> "a piece").get())
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("stopping");
            assertThatThrownBy(() -> lists.later("alice", () -> "a piece").get())
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("stopping");
        }
    }

    @Test
    void nobodyWaitsForAPieceThatIsNotReadAnyLonger() {
        ExecutorService busy = Executors.newFixedThreadPool(1);
        busy.execute(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the stop
            }
        });
        LongLists lists = new LongLists(1, busy);
        Supplier<String> piece = lists.second("alice", () -> "a piece");

        lists.close();

        assertThatThrownBy(piece::get).isInstanceOf(Fault.class).hasMessageContaining("stopping");
    }

    private static Fault away() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again");
    }

    /** Where there is one turn, others would not come to it at all. */
    @Test
    void aPieceThatIsToBeReadAgainHasNoTurnUntilThen() throws Exception {
        AtomicBoolean isBack = new AtomicBoolean();
        AtomicInteger times = new AtomicInteger();
        List<Thread> readers = new CopyOnWriteArrayList<>();
        try (LongLists lists = new LongLists(1)) {
            Supplier<String> piece = lists.second("alice", () -> {
                readers.add(Thread.currentThread());
                times.incrementAndGet();
                if (!isBack.get()) {
                    throw away();
                }
                return "hers";
            });
            FutureTask<String> waiting = new FutureTask<>(piece::get);
            Thread alice = new Thread(waiting);
            alice.start();
            while (times.get() < 2) {
                Thread.onSpinWait();
            }

            for (int i = 0; i < 3; i++) {
                assertThat(lists.first("bob", () -> "his")).isEqualTo("his");
                assertThat(lists.second("bob", () -> "his").get()).isEqualTo("his");
                assertThat(lists.later("bob", () -> "his").get()).isEqualTo("his");
            }
            assertThat(waiting).isNotDone();
            isBack.set(true);
            assertThat(waiting.get()).isEqualTo("hers");
            assertThat(readers.get(0)).isNotSameAs(alice);
            assertThat(readers.subList(1, readers.size())).containsOnly(alice);
        }
    }

    @Test
    void whatHasTakenAllItsTimeIsNotReadAgain() {
        AtomicInteger times = new AtomicInteger();
        Supplier<String> piece = () -> {
            times.incrementAndGet();
            throw Fault.spent("the database does not answer in time; try again", null);
        };
        try (LongLists lists = new LongLists(1)) {
            assertThatThrownBy(() -> lists.second("alice", piece).get()).hasMessageContaining("in time");
            assertThatThrownBy(() -> lists.later("alice", piece).get()).hasMessageContaining("in time");
        }
        assertThat(times).hasValue(2);
    }

    @Test
    void whatIsRefusedIsNotReadAgain() {
        AtomicInteger times = new AtomicInteger();
        try (LongLists lists = new LongLists(1)) {
            Supplier<String> piece = lists.second("alice", () -> {
                times.incrementAndGet();
                throw Fault.badRequest("no");
            });

            assertThatThrownBy(piece::get).hasMessage("no");
        }
        assertThat(times).hasValue(1);
    }

    @Test
    void nobodyWaitsForADatabaseThatIsAwayWhenTheServiceStops() throws Exception {
        AtomicInteger times = new AtomicInteger();
        LongLists lists = new LongLists(1);
        Supplier<String> piece = lists.second("alice", () -> {
            times.incrementAndGet();
            throw away();
        });
        FutureTask<String> waiting = new FutureTask<>(piece::get);
        Thread alice = new Thread(waiting);
        alice.start();
        while (times.get() < 2) {
            Thread.onSpinWait();
        }

        lists.close();

        assertThatThrownBy(waiting::get).hasCauseInstanceOf(Fault.class);
    }
}

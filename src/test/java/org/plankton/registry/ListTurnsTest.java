package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.all;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.request.Caller;

/** One account asks for more lists at once than are read, each of which takes the database long. */
@Timeout(60)
class ListTurnsTest {
    /** Of which one account may have a turn: two are read at once. */
    private static final int TOGETHER = 3;

    private final TestRegistry test = new TestRegistry();

    enum Asked {
        LIST {
            @Override
            void ask(Registry registry, Caller caller) {
                registry.list(caller, all(), image -> {});
            }
        },
        PAGE {
            @Override
            void ask(Registry registry, Caller caller) {
                registry.page(caller, all(), 1).images().accept(image -> {});
            }
        },
        FINGERPRINT {
            @Override
            void ask(Registry registry, Caller caller) {
                registry.fingerprint(caller, all(), 1);
            }
        },
        COUNT {
            @Override
            void ask(Registry registry, Caller caller) {
                registry.count(caller, all());
            }
        },
        SHARED_WITH {
            @Override
            void ask(Registry registry, Caller caller) {
                registry.listSharedWith(caller, "carol", image -> {});
            }
        },
        SHARED_TO {
            @Override
            void ask(Registry registry, Caller caller) {
                registry.listSharedTo(caller, "carol", image -> {});
            }
        };

        abstract void ask(Registry registry, Caller caller);
    }

    @ParameterizedTest
    @EnumSource
    void leavesHalfOfTheTurnsToOthers(Asked asked) throws Exception {
        Gate gate = new Gate();
        Registry registry = test.registry(new StoppingDatabase(test.database, gate::pass));
        List<FutureTask<Void>> tasks = IntStream.range(0, TOGETHER)
                .mapToObj(i -> new FutureTask<Void>(() -> asked.ask(registry, ALICE), null))
                .toList();
        List<Thread> threads =
                tasks.stream().map(task -> new Thread(gate.slow, task, "alice")).toList();
        try {
            threads.forEach(Thread::start);
            while (gate.waiting.get() == 0 || !threads.stream().allMatch(ListTurnsTest::isWaiting)) {
                Thread.onSpinWait();
            }

            asked.ask(registry, BOB);

            assertThat(gate.waiting).hasValue(1);
        } finally {
            gate.isOpen.countDown();
        }
        for (FutureTask<Void> task : tasks) {
            task.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** What some threads wait for whenever they ask the database. */
    private static final class Gate {
        private final ThreadGroup slow = new ThreadGroup("those who wait");
        private final CountDownLatch isOpen = new CountDownLatch(1);
        private final AtomicInteger waiting = new AtomicInteger();

        void pass() {
            if (Thread.currentThread().getThreadGroup() == slow) {
                waiting.incrementAndGet();
                try {
                    isOpen.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}

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
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.ports.Database;
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
        };

        abstract void ask(Registry registry, Caller caller);
    }

    @ParameterizedTest
    @EnumSource
    void leavesHalfOfTheTurnsToOthers(Asked asked) throws Exception {
        Slow slow = new Slow(test.database);
        Registry registry = test.registry(slow);
        List<FutureTask<Void>> tasks = IntStream.range(0, TOGETHER)
                .mapToObj(i -> new FutureTask<Void>(() -> asked.ask(registry, ALICE), null))
                .toList();
        List<Thread> threads =
                tasks.stream().map(task -> new Thread(slow.slow, task, "alice")).toList();
        try {
            threads.forEach(Thread::start);
            while (slow.reading.get() == 0 || !threads.stream().allMatch(ListTurnsTest::isWaiting)) {
                Thread.onSpinWait();
            }

            asked.ask(registry, BOB);

            assertThat(slow.reading).hasValue(1);
        } finally {
            slow.gate.countDown();
        }
        for (FutureTask<Void> task : tasks) {
            task.get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Answers some threads only when it may. */
    private static final class Slow implements Database {
        private final Database database;
        private final ThreadGroup slow = new ThreadGroup("those who wait");
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger reading = new AtomicInteger();

        Slow(Database database) {
            this.database = database;
        }

        @Override
        public <T> T read(Function<Tables, T> asked) {
            if (Thread.currentThread().getThreadGroup() == slow) {
                reading.incrementAndGet();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return database.read(asked);
        }

        @Override
        public <T> T snapshot(Function<Tables, T> asked) {
            return database.snapshot(asked);
        }

        @Override
        public <T> T inTransaction(Function<Tables, T> asked) {
            return database.inTransaction(asked);
        }
    }
}

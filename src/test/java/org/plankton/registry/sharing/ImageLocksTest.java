package org.plankton.registry.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.testing.Await.awaitWaiting;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;

@Timeout(60)
class ImageLocksTest {
    private final ImageLocks locks = new ImageLocks(new Turns(4), Duration.ofMinutes(1));

    /** Takes it in a thread of its own, and gives it back at once. */
    private static CompletableFuture<Void> pass(ImageLocks some, String id) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        start(some, id, passed);
        return passed;
    }

    private static Thread start(ImageLocks some, String id, CompletableFuture<Void> passed) {
        Thread thread = new Thread(() -> {
            try {
                some.take("alice", id).close();
                passed.complete(null);
            } catch (RuntimeException e) {
                passed.completeExceptionally(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void imagesWhoseIdsHaveTheSameHashDoNotWaitForEachOther() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        ImageLocks.Held held = locks.take("alice", "Aa");

        pass(locks, "BB").join();

        held.close();
        assertThat(locks.isEmpty()).isTrue();
    }

    @Test
    void oneImageIsWaitedForUntilItIsGivenBack() {
        ImageLocks.Held held = locks.take("alice", "Aa");
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        awaitWaiting(start(locks, "Aa", first));
        awaitWaiting(start(locks, "Aa", second));

        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        held.close();

        first.join();
        second.join();
        pass(locks, "Aa").join();
    }

    @Test
    void nothingIsKeptOfThoseThatNobodyHolds() throws InterruptedException {
        ImageLocks.Held held = locks.take("alice", "Aa");
        assertThat(locks.isEmpty()).isFalse();
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Thread waiting = start(locks, "Aa", interrupted);
        awaitWaiting(waiting);

        waiting.interrupt();
        waiting.join();
        assertThat(interrupted).isCompletedExceptionally();
        assertThat(locks.isEmpty()).isFalse();
        held.close();

        assertThat(locks.isEmpty()).isTrue();
    }

    @Test
    void whoHasWaitedForLongIsToldSo() {
        ImageLocks hasty = new ImageLocks(new Turns(4), Duration.ofMillis(2));
        ImageLocks.Held held = hasty.take("alice", "Aa");

        assertThatThrownBy(() -> pass(hasty, "Aa").join())
                .cause()
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));

        held.close();
        pass(hasty, "Aa").join();
        assertThat(hasty.isEmpty()).isTrue();
    }

    @Test
    void onlySoManyWait() {
        ImageLocks.Held held = locks.take("alice", "Aa");
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        awaitWaiting(start(locks, "Aa", first));
        awaitWaiting(start(locks, "Aa", second));

        assertThatThrownBy(() -> pass(locks, "Aa").join())
                .cause()
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));

        held.close();
        first.join();
        second.join();
        assertThat(locks.isEmpty()).isTrue();
    }
}

package org.plankton.registry.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HashThreadsTest {
    @Test
    void areNoMoreThanThereAreProcessors() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        try (HashThreads threads = new HashThreads()) {
            CompletableFuture<?>[] works = new CompletableFuture<?>[1000];
            for (int i = 0; i < works.length; i++) {
                works[i] = CompletableFuture.runAsync(() -> seen.add(Thread.currentThread()), threads);
            }
            CompletableFuture.allOf(works).join();
        }
        assertThat(seen).hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(seen)
                .allMatch(thread -> thread.isDaemon() && thread.getName().startsWith("plankton"));
    }

    @Test
    void doWhatWasBroughtBeforeTheyWereClosedAndEnd() throws InterruptedException {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch closed = new CountDownLatch(1);
        HashThreads threads = new HashThreads();
        CompletableFuture<?>[] works = new CompletableFuture<?>[100];
        for (int i = 0; i < works.length; i++) {
            works[i] = CompletableFuture.runAsync(
                    () -> {
                        seen.add(Thread.currentThread());
                        await(closed);
                    },
                    threads);
        }
        threads.close();
        closed.countDown();
        CompletableFuture.allOf(works).join();
        for (Thread thread : seen) {
            thread.join();
        }
    }

    @Test
    void leaveTheWorkToWhoeverBringsItOnceTheyAreClosed() {
        HashThreads threads = new HashThreads();
        threads.close();
        Thread[] worker = new Thread[1];
        threads.execute(() -> worker[0] = Thread.currentThread());
        assertThat(worker[0]).isSameAs(Thread.currentThread());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

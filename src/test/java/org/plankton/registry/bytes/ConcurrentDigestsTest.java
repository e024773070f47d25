package org.plankton.registry.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConcurrentDigestsTest {
    private static final int PIECE = ConcurrentDigests.PIECE;
    private static final int ALL_PIECES = ConcurrentDigests.PIECES * PIECE;

    private static final Executor NONE = work -> {
        throw new RejectedExecutionException("no thread for that");
    };

    /** What is still to be done, by whoever wants it done. */
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private final byte[] bytes = bytes(ALL_PIECES + 1);

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void assertAre(ConcurrentDigests digests, byte[] bytes) throws Exception {
        assertThat(digests.sha512()).isEqualTo(hash("SHA-512", bytes));
        assertThat(digests.md5()).isEqualTo(hash("MD5", bytes)).isEqualTo(digests.md5());
    }

    private static String hash(String algorithm, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {PIECE + 1, 2 * PIECE, ALL_PIECES, ALL_PIECES + 1, 20 * ALL_PIECES + 77})
    void areThoseOfAllBytesHoweverTheyCome(int count) throws Exception {
        byte[] all = bytes(count);
        Random random = new Random(1);
        try (HashThreads threads = new HashThreads()) {
            ConcurrentDigests digests = new ConcurrentDigests(threads);
            byte[] buffer = new byte[3 * PIECE];
            for (int from = 0; from < count; ) {
                int length = Math.min(count - from, random.nextInt(random.nextBoolean() ? 3 * PIECE : 100));
                int offset = random.nextInt(buffer.length - length);
                System.arraycopy(all, from, buffer, offset, length);
                digests.update(buffer, offset, length);
                Arrays.fill(buffer, (byte) 0); // it is whoever passes them on that the buffer belongs to
                from += length;
            }
            assertAre(digests, all);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE})
    void ofAFewBytesTakeNoOtherThread(int count) throws Exception {
        ConcurrentDigests digests = new ConcurrentDigests(NONE);
        digests.update(bytes(count), 0, count);
        assertAre(digests, bytes(count));
    }

    @Test
    void keepWaitingWhoeverIsAheadByAllPiecesUntilBothHaveHashedOne() throws Exception {
        ConcurrentDigests digests = new ConcurrentDigests(waiting::add);
        digests.update(bytes, 0, ALL_PIECES);

        Passing passing = new Passing(digests);
        passing.awaitStandstill();
        waiting.remove().run(); // the MD5 of the first; that of the second waits now
        passing.awaitStandstill();
        waiting.remove().run(); // its SHA-512
        passing.thread.join();
        assertThat(passing.failure).isNull();

        CompletableFuture<String> md5 = CompletableFuture.supplyAsync(digests::md5);
        while (!md5.isDone()) {
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        }
        assertThat(md5.join()).isEqualTo(hash("MD5", bytes));
    }

    @Test
    void whoeverWaitsCanBeInterrupted() throws Exception {
        ConcurrentDigests digests = new ConcurrentDigests(waiting::add);
        digests.update(bytes, 0, ALL_PIECES);

        Passing passing = new Passing(digests);
        passing.awaitStandstill();
        passing.thread.interrupt();
        passing.thread.join();
        assertThat(passing.failure).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void whoeverLeavesThemLeavesNoThreadWaiting() throws Exception {
        Queue<Thread> workers = new ArrayDeque<>();
        try (HashThreads threads = new HashThreads()) {
            ConcurrentDigests digests = new ConcurrentDigests(work -> threads.execute(() -> {
                synchronized (workers) {
                    workers.add(Thread.currentThread());
                }
                work.run();
            }));
            digests.update(bytes, 0, bytes.length);
        }
        for (Thread worker = workers.poll(); worker != null; worker = workers.poll()) {
            worker.join();
        }
    }

    @Test
    void areFinishedByWhoeverWantsThemWhereTheThreadsAreClosedMeanwhile() throws Exception {
        HashThreads threads = new HashThreads();
        ConcurrentDigests digests = new ConcurrentDigests(threads);
        digests.update(bytes, 0, ALL_PIECES);
        threads.close();
        digests.update(bytes, ALL_PIECES, 1);
        assertAre(digests, bytes);
    }

    @Test
    void areNeverThoseOfSomeOfTheBytes() {
        ConcurrentDigests unhashed = new ConcurrentDigests(NONE);
        assertThatThrownBy(() -> {
                    unhashed.update(bytes, 0, bytes.length);
                    unhashed.md5();
                })
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
        ConcurrentDigests half = new ConcurrentDigests(NONE);
        assertThatThrownBy(() -> {
                    half.update(bytes, 0, PIECE + 1);
                    half.sha512();
                })
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void areNoneAfterAnInterruption() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        ConcurrentDigests interrupted = new ConcurrentDigests(waiting::add);
        interrupted.update(bytes, 0, ALL_PIECES);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> interrupted.update(bytes, ALL_PIECES, 1)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();

        assertThatThrownBy(interrupted::md5).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> interrupted.update(bytes, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    /** A thread that passes on one byte more than there is room for. */
    private final class Passing {
        final Thread thread;
        volatile Exception failure;

        Passing(ConcurrentDigests digests) {
            thread = new Thread(() -> {
                try {
                    digests.update(bytes, ALL_PIECES, 1);
                } catch (InterruptedIOException | RuntimeException e) {
                    failure = e;
                }
            });
            thread.start();
        }

        void awaitStandstill() {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}

package org.plankton.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One question for all who want the same answer at the same time. Whoever comes first asks, in its own thread: the log
 * names its request, and no thread is needed that would have to be ended. The others wait. How long an answer is kept
 * is the cache's to say; none and a failure are not kept.
 */
final class SingleFlight<K, V> {
    private final AsyncCache<K, V> answers;

    SingleFlight(AsyncCache<K, V> answers) {
        this.answers = answers;
    }

    /**
     * The answer that is kept, or the first one's question's; null if it had none. Waits as long as that one asks.
     *
     * @throws RuntimeException of the question, that very one for all who wanted its answer
     */
    V get(K key, Supplier<V> question) {
        try {
            return answer(key, question).join();
        } catch (CompletionException e) {
            throw failure(e);
        }
    }

    /**
     * As above.
     *
     * @param patience how long another's question is waited for at most
     */
    V get(K key, Supplier<V> question, Duration patience) throws InterruptedException, TimeoutException {
        try {
            return answer(key, question).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private CompletableFuture<V> answer(K key, Supplier<V> question) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others = answers.asMap().putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        try {
            mine.complete(question.get());
        } catch (RuntimeException | Error e) { // whatever it is, the others are not left waiting
            mine.completeExceptionally(new Unanswered(e));
        }
        return mine;
    }

    /** @param e around an {@link Unanswered} */
    private static RuntimeException failure(Exception e) {
        Throwable failure = e.getCause().getCause();
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    /**
     * Caffeine logs why a future fails, with its trace, unless it is of this kind. Whoever asked is told why, and logs
     * it.
     */
    private static final class Unanswered extends TimeoutException {
        private static final long serialVersionUID = 1L;

        Unanswered(Throwable failure) {
            initCause(failure);
        }
    }
}

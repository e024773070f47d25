package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.image.Fault;

@Timeout(60)
class SingleFlightTest {
    private final AsyncCache<String, String> answers =
            Caffeine.newBuilder().executor(Runnable::run).buildAsync();
    private final SingleFlight<String, String> flight = new SingleFlight<>(answers);
    private final AtomicInteger questions = new AtomicInteger();

    private String ask(String answer) {
        questions.incrementAndGet();
        return answer;
    }

    @Test
    void whoeverComesFirstAsksInItsOwnThread() {
        assertThat(flight.get("key", () -> Thread.currentThread().getName()))
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void anAnswerIsKeptAndNoneIsNot() {
        assertThat(flight.get("key", () -> ask("answer"))).isEqualTo("answer");
        assertThat(flight.get("key", () -> ask("another"))).isEqualTo("answer");
        assertThat(questions).hasValue(1);

        assertThat(flight.get("other", () -> ask(null))).isNull();
        assertThat(flight.get("other", () -> ask("answer"))).isEqualTo("answer");
        assertThat(questions).hasValue(3);
    }

    static List<Throwable> failures() {
        return List.of(
                new Fault(Fault.Kind.UNAVAILABLE, "down"),
                new IllegalStateException("wrong"),
                new StackOverflowError("of the test"));
    }

    private static String fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsTheAskersOwnAndNotKept(Throwable failure) {
        assertThat(catchThrowable(() -> flight.get("key", () -> fail(failure)))).isSameAs(failure);
        assertThat(catchThrowable(() -> flight.get("key", () -> fail(failure), Duration.ofSeconds(9))))
                .isSameAs(failure);

        assertThat(flight.get("key", () -> ask("answer"))).isEqualTo("answer");
    }

    @Test
    void othersWaitNoLongerThanTheyWillAndMakeNoQuestion() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> flight.get("key", () -> {
            asked.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ask("answer");
        }));
        asked.await();

        assertThatThrownBy(() -> flight.get("key", () -> ask("another"), Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class);
        assertThat(questions).hasValue(0);

        release.countDown();
        assertThat(first.get()).isEqualTo("answer");
    }

    /** With its trace, beside the line that says what went wrong and for whom. */
    @Test
    void theCacheDoesNotLogWhatFailed() {
        List<LogRecord> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        Logger caffeine = Logger.getLogger("com.github.benmanes.caffeine");
        caffeine.addHandler(handler);
        try {
            assertThatThrownBy(() -> flight.get("key", () -> fail(new Fault(Fault.Kind.UNAVAILABLE, "down"))))
                    .isInstanceOf(Fault.class);
            assertThat(lines).isEmpty();

            CompletableFuture<String> other = new CompletableFuture<>();
            answers.put("key", other);
            other.completeExceptionally(new Fault(Fault.Kind.UNAVAILABLE, "down"));
            assertThat(lines).hasSize(1); // so it would be heard
        } finally {
            caffeine.removeHandler(handler);
        }
    }
}

package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.image.Fault;
import org.plankton.testing.Await;
import org.plankton.testing.LogLines;

@Timeout(60)
class TimerTest {
    static Stream<Throwable> failures() {
        return Stream.of(
                new Fault(Fault.Kind.UNAVAILABLE, "the database is away"),
                new IllegalStateException("a mistake"),
                new OutOfMemoryError("no room"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverTheWorkFailsByItIsToldAndRunsAgain(Throwable failure) throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        Runnable work = () -> {
            runs.countDown();
            TimerTest.<RuntimeException>raise(failure);
        };
        try (LogLines lines = LogLines.of(Timer.class)) {
            Timer timer = new Timer("test", work, Duration.ofMillis(1), "it is not done again");
            try (timer) {
                assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(lines.naming("it is not done again")).isNotEmpty();
        }
    }

    @Test
    void aPartyThatIsAwayIsToldOnceEachTime() {
        AtomicInteger runs = new AtomicInteger();
        Runnable work = () -> {
            int run = runs.incrementAndGet();
            if (run <= 3 || run == 6) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the database is away");
            }
        };
        try (LogLines lines = LogLines.of(Timer.class);
                Timer timer = new Timer("test", work, Duration.ofMillis(1), "it is not done once")) {
            Await.await(Duration.ofSeconds(30), () -> runs.get() > 7);

            assertThat(timer).isNotNull();
            assertThat(lines.naming("it is not done once"))
                    .containsOnly("it is not done once: the database is away")
                    .hasSize(2);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable thrown) throws E {
        throw (E) thrown;
    }
}

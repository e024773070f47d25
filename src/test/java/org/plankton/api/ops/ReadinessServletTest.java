package org.plankton.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadinessServletTest {
    private final AtomicInteger questions = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean isThere = true;

    private final ReadinessServlet servlet = servlet(() -> {
        questions.incrementAndGet();
        return isThere;
    });

    private ReadinessServlet servlet(BooleanSupplier database) {
        return new ReadinessServlet(database, new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Test
    void asksTheDatabaseOnceASecondHoweverOftenItIsAsked() {
        for (int i = 0; i < 1000; i++) {
            assertThat(servlet.isReady()).isTrue();
        }
        assertThat(questions).hasValue(1);

        now = now.plus(Duration.ofMillis(999));
        isThere = false;
        assertThat(servlet.isReady()).isTrue();
        now = now.plus(Duration.ofMillis(1));
        assertThat(servlet.isReady()).isFalse();
        assertThat(servlet.isReady()).isFalse();
        assertThat(questions).hasValue(2);
    }

    @Test
    void doesNotWaitLongForWhoeverIsAsking() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        ReadinessServlet slow = servlet(() -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        Thread first = new Thread(slow::isReady);
        first.start();
        asked.await();

        assertThat(slow.isReady()).isFalse();

        answered.countDown();
        first.join();
        assertThat(slow.isReady()).isTrue();
    }
}

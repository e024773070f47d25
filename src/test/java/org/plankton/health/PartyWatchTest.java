package org.plankton.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.testing.Await.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.health.PartyHealth.State;

@Timeout(60)
class PartyWatchTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofDays(1);

    /** When each question began. */
    private final List<Long> asked = new CopyOnWriteArrayList<>();

    private volatile BooleanSupplier party = () -> true;
    private PartyWatch watch;

    private void watch(Duration soonest, Duration atRest) {
        watch = new PartyWatch("party", this::ask, Clock.systemUTC(), soonest, atRest);
    }

    private boolean ask() {
        asked.add(System.nanoTime());
        return party.getAsBoolean();
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void asksByItselfAtFirst() {
        watch(SOON, NEVER);

        await(BOUND, () -> !asked.isEmpty());
    }

    @Test
    void asksNoMoreOftenHoweverManyWantToKnow() {
        watch(SOON, NEVER);

        await(BOUND, () -> {
            for (int i = 0; i < 100; i++) {
                watch.look();
            }
            return asked.size() > 10;
        });

        for (int i = 1; i < asked.size(); i++) {
            assertThat(Duration.ofNanos(asked.get(i) - asked.get(i - 1))).isGreaterThanOrEqualTo(SOON);
        }
    }

    @Test
    void asksNobodyElseAtRest() {
        watch(Duration.ofMillis(1), Duration.ofMillis(50));

        await(BOUND, () -> asked.size() > 20);

        for (int i = 1; i < asked.size(); i++) {
            assertThat(Duration.ofNanos(asked.get(i) - asked.get(i - 1))).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void findsByItselfThatThePartyIsBack() {
        party = () -> asked.size() > 3;
        watch(SOON, NEVER);

        await(BOUND, () -> watch.latest().state() == State.UP);
    }

    /** What is told first is what was found at rest; what is told a moment later was found because of it. */
    @Test
    void whoWantsToKnowHasThePartyAskedAgain() {
        watch(SOON, NEVER);
        await(BOUND, () -> watch.look().state() == State.UP);
        party = () -> false;

        await(BOUND, () -> watch.look().state() == State.DOWN);
    }

    @Test
    void nobodyWaitsForAPartyThatStandsStill() throws InterruptedException {
        Semaphore answers = new Semaphore(0);
        party = () -> {
            answers.acquireUninterruptibly();
            return true;
        };
        watch(SOON, NEVER);
        await(BOUND, () -> asked.size() == 1);

        assertThat(watch.look().state()).isEqualTo(State.UNKNOWN);
        answers.release();
        await(BOUND, () -> asked.size() == 2);
        PartyHealth before = watch.look();

        assertThat(before.state()).isEqualTo(State.UP);
        assertThat(watch.look()).isEqualTo(before);
        answers.release(1000);
    }

    @Test
    void aQuestionThatFailsIsNoAnswerAndNotTheLastOne() {
        party = () -> {
            throw new IllegalStateException("a test wants it so");
        };
        watch(SOON, NEVER);
        await(BOUND, () -> watch.look().state() == State.DOWN);
        party = () -> true;

        await(BOUND, () -> watch.look().state() == State.UP);
    }

    @Test
    void tellsHowLongTheQuestionTook() {
        party = () -> {
            long end = System.nanoTime() + SOON.toNanos();
            await(BOUND, () -> System.nanoTime() > end);
            return true;
        };
        watch(SOON, NEVER);
        await(BOUND, () -> watch.look().state() == State.UP);

        assertThat(watch.look().latency())
                .hasValueSatisfying(latency -> assertThat(latency).isGreaterThanOrEqualTo(SOON));
    }

    @Test
    void asksNobodyOnceItIsClosed() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        party = () -> {
            ended.countDown();
            return true;
        };
        watch(Duration.ofMillis(1), Duration.ofMillis(1));
        ended.await();

        watch.close();

        await(
                BOUND,
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("plankton health of party")));
    }
}

package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.Fault;

@Timeout(60)
class AvailabilityTest {
    private static final Throwable REASON = new SQLException("gone");

    private static final Duration AT_ONCE = Duration.ofMillis(400);
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final Availability availability = new Availability();

    private void goAway(Duration before) {
        availability.begin();
        availability.unanswered(System.nanoTime() - before.toNanos(), REASON);
    }

    private void comeBack() {
        availability.begin();
        availability.answered(0);
    }

    private static Duration time(Runnable work) {
        Instant start = Instant.now();
        work.run();
        return Duration.between(start, Instant.now());
    }

    private void assertAway() {
        assertThatThrownBy(availability::require).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
            assertThat(fault).hasCause(REASON);
        });
    }

    private static FutureTask<Void> started(Runnable work) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread thread = new Thread(task);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).as("it waits").isTrue();
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void whoComesWhileItAnswersDoesNotWait() {
        assertThat(time(availability::require)).isLessThan(AT_ONCE);
        goAway(Duration.ZERO);
        comeBack();
        assertThat(time(availability::require)).isLessThan(AT_ONCE);
    }

    @Test
    void aDatabaseThatWentAwayJustNowIsWaitedForAndOneThatHasBeenAwayIsNot() {
        goAway(Duration.ZERO);
        assertThat(time(this::assertAway)).isBetween(AT_ONCE, MOMENT);
        assertThat(time(this::assertAway)).isLessThan(AT_ONCE);

        goAway(Duration.ZERO); // still
        assertThat(time(this::assertAway)).isLessThan(AT_ONCE);
    }

    @Test
    void thatNobodyHasAnsweredForLongIsTimeOfIt() {
        goAway(Duration.ofMinutes(1));
        assertThat(time(this::assertAway)).isBetween(AT_ONCE, MOMENT);
    }

    @Test
    void whoWaitsGoesOnAsSoonAsItIsBack() throws Exception {
        goAway(Duration.ZERO);
        FutureTask<Void> request = started(availability::require);
        comeBack();
        request.get();
    }

    @Test
    void whoHasLostAConnectionHearsOfAQuestionThatWasAskedAfterwards() throws Exception {
        availability.begin(); // before
        FutureTask<Void> request = started(availability::requireAnew);
        availability.answered(0);
        assertThat(availability.pause(Duration.ofDays(1))).isTrue();
        assertThat(request.isDone()).isFalse();

        comeBack();
        request.get();

        FutureTask<Void> other = started(availability::requireAnew);
        goAway(Duration.ofMinutes(1));
        assertThatThrownBy(other::get).hasCauseInstanceOf(Fault.class);
    }

    @Test
    void afterAQuestionThatWasNotAnsweredTheNextIsAskedAtOnceAndThenFromTimeToTime() throws InterruptedException {
        goAway(Duration.ZERO);
        assertThat(availability.pause(Duration.ofDays(1))).isTrue();
        goAway(Duration.ZERO);
        Instant start = Instant.now();
        assertThat(availability.pause(AT_ONCE)).isTrue();
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(AT_ONCE);
    }

    @Test
    void connectionsAreMadeAgainWhenItIsBackAndNoneOnceThatIsOver() throws Exception {
        goAway(Duration.ofMinutes(1));
        FutureTask<Void> connection = started(this::await);
        comeBack();
        connection.get();

        goAway(Duration.ofMinutes(1));
        FutureTask<Void> last = started(this::await);
        availability.close();
        assertThatThrownBy(last::get).hasRootCauseInstanceOf(SQLException.class);
        assertThat(availability.pause(Duration.ofDays(1))).isFalse();
        assertThat(time(this::assertAway)).isLessThan(AT_ONCE);
    }

    private void await() {
        try {
            availability.await();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

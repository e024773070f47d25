package org.plankton.registry.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.plankton.testing.Await;

/** What turns tell of themselves. */
class TurnCountsTest {
    private final Turns turns = new Turns(4);

    @Test
    void takenOnesAreCountedUntilTheyAreClosed() {
        Turns.Turn first = turns.take("alice", Duration.ZERO).orElseThrow();
        turns.tryTake("bob").orElseThrow();
        assertThat(turns.counts().atOnce()).isEqualTo(4);
        assertThat(turns.counts().taken()).isEqualTo(2);

        first.close();
        first.close();

        assertThat(turns.counts().taken()).isEqualTo(1);
        assertThat(turns.counts().refused()).isZero();
    }

    /** Whoever goes another way where there is none is not refused. */
    @Test
    void whoFindsNoneIsRefusedUnlessTheyWouldOnlyHaveLikedOne() {
        turns.take("alice", Duration.ZERO).orElseThrow();
        turns.take("alice", Duration.ZERO).orElseThrow();

        assertThat(turns.tryTake("alice")).isEmpty();
        assertThat(turns.counts().refused()).isZero();
        assertThat(turns.take("alice", Duration.ZERO)).isEmpty();
        assertThat(turns.counts().refused()).isEqualTo(1);
        assertThat(turns.await("alice", Duration.ofMillis(1))).isEmpty();
        assertThat(turns.counts().refused()).isEqualTo(2);
        assertThat(turns.tryTake("bob")).isPresent();
    }

    @Test
    void whoWaitsIsCountedUntilTheyHaveOne() throws InterruptedException {
        Turns.Turn one = turns.take("alice", Duration.ZERO).orElseThrow();
        turns.take("alice", Duration.ZERO).orElseThrow();
        Thread other =
                new Thread(() -> turns.take("alice", Duration.ofMinutes(1)).orElseThrow());
        other.start();
        Await.awaitWaiting(other);
        assertThat(turns.counts().waiting()).isEqualTo(1);

        one.close();
        other.join();

        assertThat(turns.counts().waiting()).isZero();
        assertThat(turns.counts().taken()).isEqualTo(2);
        assertThat(turns.counts().refused()).isZero();
    }
}

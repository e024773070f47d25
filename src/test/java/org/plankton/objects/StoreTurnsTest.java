package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.testing.Await.awaitWaiting;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.http.BoundedHttpClient;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

@Timeout(30)
class StoreTurnsTest {
    private final Turns waiting = new Turns(2, 1);

    /** All that an account may have. */
    private static List<Turn> allOf(StoreTurns turns, String account) {
        return Stream.generate(() -> turns.take(account))
                .limit(BoundedHttpClient.CONNECTIONS / 2)
                .toList();
    }

    private static void assertUnavailable(ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    @Test
    void whoHasWaitedInVainLeavesItsPlaceToTheNext() {
        StoreTurns turns = new StoreTurns(waiting, Duration.ofMillis(5));
        List<Turn> taken = allOf(turns, "alice");

        assertUnavailable(() -> turns.take("alice"));
        assertUnavailable(() -> turns.take("alice"));

        assertThat(waiting.take("alice", Duration.ZERO)).isPresent();
        turns.take("bob").close();
        taken.get(0).close();
        turns.take("alice").close();
    }

    @Test
    void whoFindsNoPlaceToWaitIsToldAtOnce() {
        StoreTurns turns = new StoreTurns(waiting, Duration.ofHours(1));
        allOf(turns, "alice");
        waiting.take("alice", Duration.ZERO).orElseThrow();

        assertUnavailable(() -> turns.take("alice"));

        allOf(turns, "bob");
    }

    @Test
    void whoWaitsHasTheTurnThatIsGivenBack() throws InterruptedException {
        StoreTurns turns = new StoreTurns(waiting, Duration.ofHours(1));
        List<Turn> taken = allOf(turns, "alice");
        Thread next = new Thread(() -> turns.take("alice").close());
        next.start();
        awaitWaiting(next);

        taken.get(0).close();

        next.join();
        assertThat(waiting.take("alice", Duration.ZERO)).isPresent();
    }
}

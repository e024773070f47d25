package org.plankton.registry.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whose turn it is to be settled, and when. */
class RestsTest {
    private static final Instant NOON = Instant.parse("2020-01-01T12:00:00Z");

    private final Clock clock = mock(Clock.class);
    private final Rests rests = new Rests(clock, 2);

    private boolean begins(long seconds, String account, String token) {
        when(clock.instant()).thenReturn(NOON.plusSeconds(seconds));
        return rests.begin(account, token);
    }

    private void settles(long seconds, String account, String token, Settle.Result result) {
        assertThat(begins(seconds, account, token)).isTrue();
        rests.end(account, token, result);
    }

    @Test
    void anAccountIsSettledOnceAtATimeWhicheverItsTokens() {
        assertThat(begins(0, "alice", "a")).isTrue();
        assertThat(begins(0, "alice", "b")).isFalse();
        assertThat(begins(0, "bob", "a")).isTrue();
        assertThat(begins(0, "carol", "a")).as("as many as may be busy are").isFalse();
        rests.end("bob", "a", Settle.Result.DONE);
        assertThat(begins(0, "carol", "a")).isTrue();
    }

    @Test
    void anAccountRestsAWhileWhicheverItsTokens() {
        settles(0, "alice", "a", Settle.Result.DONE);
        assertThat(begins(9, "alice", "a")).isFalse();
        assertThat(begins(9, "alice", "b")).isFalse();
        settles(10, "alice", "b", null);
        assertThat(begins(19, "alice", "a")).isFalse();
        settles(20, "alice", "a", Settle.Result.TOO_EARLY);
        settles(20, "alice", "a", Settle.Result.FAILED);
        assertThat(begins(29, "alice", "b")).isFalse();
        assertThat(begins(30, "alice", "b")).isTrue();
    }

    @Test
    void aTokenThatFailsRestsEachTimeForLongerAndNoOther() {
        long now = 0;
        for (long rest : new long[] {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
            settles(now, "alice", "a", Settle.Result.FAILED);
            assertThat(begins(now + rest - 1, "alice", "a")).isFalse();
            settles(now + 10, "alice", "b", Settle.Result.DONE);
            now += rest;
        }
        settles(now, "alice", "a", null);
        settles(now + 10, "alice", "a", Settle.Result.FAILED);
        assertThat(begins(now + 3609, "alice", "a"))
                .as("the store did not answer")
                .isFalse();
        settles(now + 3610, "alice", "a", Settle.Result.DONE);
        settles(now + 3620, "alice", "a", Settle.Result.FAILED);
        assertThat(begins(now + 3650, "alice", "a")).as("it was done").isTrue();
    }

    @Test
    void aTokenThatHasNotComeBackForLongIsForgotten() {
        settles(0, "alice", "a", Settle.Result.FAILED);
        settles(30, "alice", "a", Settle.Result.FAILED);
        settles(331, "bob", "a", Settle.Result.DONE);
        settles(332, "alice", "a", Settle.Result.FAILED);
        assertThat(begins(332 + 30, "alice", "a")).isTrue();
    }

    /** As one that may not delete is met when what it tried has been left alone for long enough. */
    @Test
    void aTokenThatFailsEveryThreeMinutesLeavesOthersATurnInTheEnd() {
        for (long now = 0; now <= 540; now += 180) {
            settles(now, "alice", "a", Settle.Result.FAILED);
            settles(now + 1, "bob", "b", Settle.Result.DONE);
        }
        assertThat(begins(720, "alice", "a")).isFalse();
        assertThat(begins(720, "alice", "b")).isTrue();
    }

    @Test
    void anotherAccountsTokenIsAnother() {
        settles(0, "alice", "a", Settle.Result.FAILED);
        settles(0, "bob", "a", Settle.Result.FAILED);
        assertThat(begins(29, "alice", "a")).isFalse();
        assertThat(begins(30, "bob", "a")).isTrue();
    }
}

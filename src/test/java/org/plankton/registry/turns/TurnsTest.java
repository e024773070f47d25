package org.plankton.registry.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.testing.Await.awaitWaiting;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns.Turn;
import org.plankton.testing.Await;

class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ZERO;

    private final Turns turns = new Turns(4);

    private List<Optional<Turn>> take(String account, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> turns.take(account, NO_TIME))
                .toList();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    @Test
    void oneAccountHasHalfOfThemAndAllTogetherAllOfThem() {
        assertThat(take("alice", 3).stream().filter(Optional::isPresent)).hasSize(2);
        assertThat(take("bob", 1)).allMatch(Optional::isPresent);
        assertThat(take("carol", 2).stream().filter(Optional::isPresent)).hasSize(1);
    }

    @Test
    void theOnlyOneIsAnybodys() {
        Turns one = new Turns(1);

        Optional<Turn> turn = one.take("alice", NO_TIME);

        assertThat(turn).isPresent();
        assertThat(one.take("bob", NO_TIME)).isEmpty();
        turn.get().close();
        assertThat(one.take("bob", NO_TIME)).isPresent();
    }

    @Test
    void ofOneAccountThereAreAsManyAsIsSaid() {
        Turns most = new Turns(4, 3);

        List<Optional<Turn>> turns =
                IntStream.range(0, 4).mapToObj(i -> most.take("alice", NO_TIME)).toList();

        assertThat(turns.stream().filter(Optional::isPresent)).hasSize(3);
        assertThat(most.take("bob", NO_TIME)).isPresent();
    }

    @Test
    void isGivenBackOnce() {
        Turn turn = take("alice", 2).get(0).orElseThrow();

        turn.close();
        turn.close();

        assertThat(take("alice", 2).stream().filter(Optional::isPresent)).hasSize(1);
    }

    @Test
    void whoeverWaitsHasTheTurnThatIsGivenBack() {
        Turn turn = take("alice", 2).get(0).orElseThrow();
        CompletableFuture<Optional<Turn>> waited = new CompletableFuture<>();
        Thread waiting = start(() -> waited.complete(turns.take("alice", LONG)));
        awaitWaiting(waiting);

        turn.close();

        assertThat(waited.join()).isPresent();
    }

    @Test
    void oneAccountWaitsForAsManyAsItMayHave() throws InterruptedException {
        take("alice", 2);
        List<Thread> waiting = IntStream.range(0, 2)
                .mapToObj(i -> start(() -> {
                    assertThatThrownBy(() -> turns.take("alice", LONG)).isInstanceOf(Fault.class);
                }))
                .toList();
        waiting.forEach(Await::awaitWaiting);

        assertThat(turns.take("alice", LONG)).isEmpty();
        assertThat(turns.take("bob", LONG)).isPresent();

        for (Thread thread : waiting) {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void isNotWaitedForLongerThanSaid() {
        take("alice", 2);

        assertThat(turns.take("alice", Duration.ofMillis(2))).isEmpty();
        assertThat(take("bob", 3).stream().filter(Optional::isPresent)).hasSize(2);
    }

    @Test
    void asManyAsLikeMayWaitWhoSaySo() {
        List<Turn> turns = take("alice", 2).stream().flatMap(Optional::stream).toList();
        List<CompletableFuture<Optional<Turn>>> waited = IntStream.range(0, 5)
                .mapToObj(i -> new CompletableFuture<Optional<Turn>>())
                .toList();
        waited.forEach(one -> awaitWaiting(start(() -> one.complete(this.turns.await("alice", LONG)))));

        turns.forEach(Turn::close);

        waited.forEach(one -> one.join().orElseThrow().close());
        assertThat(take("alice", 2)).allMatch(Optional::isPresent);
    }

    @Test
    void whoeverWaitsLongerIsNext() {
        List<Turn> turns = take("alice", 2).stream().flatMap(Optional::stream).toList();
        CompletableFuture<Optional<Turn>> first = new CompletableFuture<>();
        CompletableFuture<Optional<Turn>> second = new CompletableFuture<>();
        awaitWaiting(start(() -> first.complete(this.turns.await("alice", LONG))));
        awaitWaiting(start(() -> second.complete(this.turns.take("alice", LONG))));

        turns.get(0).close();
        Turn turn = first.join().orElseThrow();
        assertThat(second).isNotDone();
        assertThat(take("alice", 1)).allMatch(Optional::isEmpty);
        assertThat(take("bob", 1)).allMatch(Optional::isPresent);
        turn.close();

        assertThat(second.join()).isPresent();
    }
}

package org.plankton.registry.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A list of the numbers from 1 to 5, in pieces of two. */
class RoundsTest {
    private final Rounds<Integer> rounds = new Rounds<>(2);
    private final List<Integer> done = new ArrayList<>();

    @Test
    void theNextPieceEachTimeAndTheFirstBehindTheLast() {
        assertThat(go(done::add)).isFalse();
        assertThat(go(done::add)).isFalse();
        assertThat(done).containsExactly(1, 2, 3, 4);

        assertThat(go(done::add)).isTrue();
        assertThat(go(done::add)).isFalse();

        assertThat(done).containsExactly(1, 2, 3, 4, 5, 1, 2);
    }

    @Test
    void whatBreaksItOffIsComeBackToBehindAllOthers() {
        Consumer<Integer> fails = number -> {
            if (number == 2) {
                throw new IllegalStateException("2");
            }
            done.add(number);
        };

        assertThatThrownBy(() -> go(fails)).hasMessage("2");
        assertThat(go(fails)).isFalse();
        assertThatThrownBy(() -> go(fails)).hasMessage("2");
        assertThat(done).containsExactly(1, 3, 4, 5, 1);

        assertThat(go(done::add)).isFalse();
        assertThat(go(done::add)).isTrue();
        assertThat(done).containsExactly(1, 3, 4, 5, 1, 3, 4, 5, 1, 2);
    }

    @Test
    void ofOtherListsNothingIsSkipped() {
        go(done::add);

        rounds.go("another", last -> List.of(7), done::add);

        assertThat(done).containsExactly(1, 2, 7);
    }

    private boolean go(Consumer<Integer> work) {
        return rounds.go("numbers", RoundsTest::behind, work);
    }

    private static List<Integer> behind(Integer last) {
        return IntStream.rangeClosed(last == null ? 1 : last + 1, 5)
                .limit(2)
                .boxed()
                .toList();
    }
}

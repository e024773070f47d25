package org.plankton.registry.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A list of the numbers from 1 to 5, of which two are read at once. */
class RoundsTest {
    private final Rounds<Integer> rounds = new Rounds<>(2);
    private final List<Integer> done = new ArrayList<>();
    private Set<Integer> fails = Set.of();

    private void go() {
        rounds.go("numbers", RoundsTest::behind, number -> {
            if (fails.contains(number)) {
                throw new IllegalStateException("at " + number);
            }
            done.add(number);
        });
    }

    private static List<Integer> behind(Integer last) {
        return IntStream.rangeClosed(last == null ? 1 : last + 1, 5)
                .limit(2)
                .boxed()
                .toList();
    }

    @Test
    void goesThroughAllEachTime() {
        go();
        go();

        assertThat(done).containsExactly(1, 2, 3, 4, 5, 1, 2, 3, 4, 5);
    }

    @Test
    void goesOnBehindWhatBreaksItOffAndEndsWithThat() {
        fails = Set.of(2);
        assertThatThrownBy(this::go).hasMessage("at 2");
        assertThatThrownBy(this::go).hasMessage("at 2");
        assertThat(done).containsExactly(1, 3, 4, 5, 1);

        fails = Set.of();
        go();
        assertThat(done).containsExactly(1, 3, 4, 5, 1, 3, 4, 5, 1, 2);
    }

    @Test
    void whatBreaksItOffEachTimeKeepsNothingElseFromItsTurn() {
        fails = Set.of(1, 2, 4);
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(this::go).isInstanceOf(IllegalStateException.class);
        }

        assertThat(done).containsExactly(3, 5);
    }

    @Test
    void anotherListIsNoneOfIts() {
        fails = Set.of(3);
        assertThatThrownBy(this::go).hasMessage("at 3");

        rounds.go("another", RoundsTest::behind, done::add);

        assertThat(done).containsExactly(1, 2, 1, 2, 3, 4, 5);
    }
}

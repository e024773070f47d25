package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {
    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    private final Regions regions = new Regions();
    private final List<String> read = new ArrayList<>();

    private void read(ByteBuffer bytes) {
        read.add(StandardCharsets.US_ASCII.decode(bytes).toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 25, 26})
    void areReadHoweverTheBytesCome(int piece) {
        regions.ask(1, 2, first -> {
            read(first);
            regions.ask(3, 1, second -> {
                read(second);
                regions.ask(20, 6, this::read);
            });
        });
        for (int from = 0; from < ALPHABET.length; from += piece) {
            regions.update(from, ALPHABET, from, Math.min(piece, ALPHABET.length - from));
        }
        assertThat(read).containsExactly("bc", "d", "uvwxyz");
    }

    @Test
    void bytesThatWereThereBeforeDoNotMatter() {
        regions.ask(0, 2, first -> {
            read(first);
            regions.ask(4, 4, this::read);
        });
        regions.update(0, ALPHABET, 0, 6);
        regions.update(3, ALPHABET, 3, 10);
        assertThat(read).containsExactly("ab", "efgh");
    }

    @Test
    void endWithWhatThereIs() {
        regions.ask(2, 4, first -> {
            read(first);
            regions.ask(10, 1, this::read);
        });
        regions.update(0, ALPHABET, 0, 4);
        regions.end();
        assertThat(read).containsExactly("cd", "");
    }

    @Test
    void areAskedForForwardsAndBounded() {
        assertThatThrownBy(() -> regions.ask(0, 0, this::read)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> regions.ask(0, Regions.LONGEST + 1, this::read))
                .isInstanceOf(IllegalArgumentException.class);
        regions.ask(4, 2, this::read);
        assertThat(regions.hasPassed(5)).isTrue();
        assertThat(regions.hasPassed(6)).isFalse();
        assertThatThrownBy(() -> regions.ask(8, 1, this::read)).isInstanceOf(IllegalArgumentException.class);
    }
}

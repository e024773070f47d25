package org.plankton.registry.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 1535, 1536, 1537, 6143, 6144, 6145, 100_000})
    void isTheLastBytesHoweverTheyCome(int count) {
        byte[] bytes = new byte[count];
        Random random = new Random(count);
        random.nextBytes(bytes);
        for (int longest : new int[] {1, 100, 1536, 5000, 100_000}) {
            Tail tail = new Tail();
            for (int from = 0; from < count; ) {
                int length = Math.min(count - from, 1 + random.nextInt(longest));
                tail.update(bytes, from, length);
                from += length;
            }
            for (int asked : new int[] {1, 512, Tail.LENGTH}) {
                int there = Math.min(asked, count);
                assertThat(tail.last(asked)).isEqualTo(ByteBuffer.wrap(bytes, count - there, there));
            }
        }
    }
}

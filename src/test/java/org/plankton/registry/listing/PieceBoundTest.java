package org.plankton.registry.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.request.Limits;

class PieceBoundTest {
    private static final long MIB = 1 << 20;

    private static Image image(String said) {
        Metadata metadata = Metadata.NONE.withProperties(new Properties(Map.of("words", said)));
        return Image.reserved("00000000-0000-0000-0000-000000000000", "alice", metadata, Instant.EPOCH);
    }

    private static PieceBound bound(int metadata, int tags) {
        return new PieceBound(new Limits(256, 110, 256, 128, metadata, 128, tags));
    }

    /** The limits are an administrator's, and what is named first an account's. */
    @ParameterizedTest
    @CsvSource({"2048,0", "6144,128", "6144,1000", "1000000,0", "1000000,1000"})
    void noMoreIsReadAtOnceHoweverSmallTheImagesBeforeWere(int metadata, int tags) {
        PieceBound bound = bound(metadata, tags);
        long largest = metadata + tags * 255L;

        for (int piece = 0; piece < 5; piece++) {
            assertThat(bound.rows()).isPositive();
            assertThat(bound.rows() * largest).isLessThanOrEqualTo(Math.max(32 * MIB, 16 * largest));
            bound.keep(Collections.nCopies(bound.rows(), image("")));
        }
    }

    @Test
    void whatIsKeptIsBoundInWideCharactersToo() {
        List<Image> kept = bound(6144, 0).keep(Collections.nCopies(100, image("字".repeat(100_000))));

        assertThat(kept).isNotEmpty();
        assertThat(kept.size() * 200_000L).isLessThanOrEqualTo(MIB);
    }

    @Test
    void ofImagesThatAreLargerThanAPieceEachIsOne() {
        PieceBound bound = bound(6144, 0);

        assertThat(bound.keep(Collections.nCopies(10, image("x".repeat(3_000_000)))))
                .hasSize(1);
        assertThat(bound.rows()).isEqualTo(1);
    }
}

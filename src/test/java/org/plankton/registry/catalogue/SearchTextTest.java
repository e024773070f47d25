package org.plankton.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Tags;

class SearchTextTest {
    private static final String ID = "8fd5a1c0-2f5b-4a7e-9d0e-3a1b2c3d4e5f";

    private static List<String> words(Metadata metadata, String owner) {
        return SearchText.words(Image.reserved(ID, "alice", metadata, Instant.EPOCH), owner);
    }

    @Test
    void anImagesWordsAreThoseOfWhatPeopleSayOfIt() {
        Metadata metadata = Metadata.NONE
                .withName("Debian 12.5 (Bookworm)")
                .withTags(new Tags(List.of("web server")))
                .withProperties(new Properties(Map.of("os", "debian", "kernel", "6.1")));

        assertThat(words(metadata, "maria@uni.example"))
                .containsExactly(
                        ID,
                        "Debian",
                        "12",
                        "5",
                        "Bookworm",
                        "maria",
                        "uni",
                        "example",
                        "web",
                        "server",
                        "6",
                        "1",
                        "debian");
    }

    @Test
    void punctuationPartsThemAndSignsOfTheirOwnDoNot() {
        assertThat(SearchText.words("Εργαστήριο_ΗΥ-345 🐧linux <img src=x>"))
                .containsExactly("Εργαστήριο", "ΗΥ", "345", "🐧linux", "img", "src", "x");
        assertThat(SearchText.words("e\u0301te\u0301")).containsExactly("\u00e9t\u00e9");
        assertThat(SearchText.words(" %_|\\\"' ")).isEmpty();
    }

    @Test
    void theyAreNeitherLongNorMany() {
        assertThat(SearchText.words("x".repeat(100)))
                .singleElement()
                .satisfies(word -> assertThat(word).hasSize(SearchText.LONGEST_WORD));
        String many = IntStream.range(0, 1000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        assertThat(words(Metadata.NONE.withName("first").withProperties(new Properties(Map.of("a", many))), ""))
                .hasSize(SearchText.MOST_WORDS)
                .contains("first");
    }

    @Test
    void whatAnIdBeginsWithIsOneWord() {
        assertThat(SearchText.searched("8FD5A1C0-2f")).containsExactly("8fd5a1c0-2f");
        assertThat(SearchText.searched(ID)).containsExactly(ID);
        assertThat(SearchText.searched("12.5")).containsExactly("12", "5");
        assertThat(SearchText.searched("20240211-1654")).containsExactly("20240211", "1654");
        assertThat(SearchText.searched("12345678-2f5b-4a7e-9d0e-3a1b2c3d4e5f"))
                .containsExactly("12345678-2f5b-4a7e-9d0e-3a1b2c3d4e5f");
    }
}

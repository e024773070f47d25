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

    private static SearchText text(Metadata metadata, String owner) {
        return SearchText.of(Image.reserved(ID, "alice", metadata, Instant.EPOCH), owner);
    }

    @Test
    void anImagesWordsAreThoseOfWhatPeopleSayOfIt() {
        Metadata metadata = Metadata.NONE
                .withName("Debian 12.5 (Bookworm)")
                .withTags(new Tags(List.of("web server")))
                .withProperties(new Properties(Map.of("os", "debian", "kernel", "6.1")));

        SearchText text = text(metadata, "web@uni.example");

        assertThat(text)
                .isEqualTo(new SearchText(
                        List.of(ID, "Debian", "12", "5", "Bookworm", "web", "server", "6", "1", "debian"),
                        List.of("uni", "example")));
        assertThat(text.stored()).isEqualTo(" " + ID + " Debian 12 5 Bookworm web server 6 1 debian | uni example");
    }

    @Test
    void whatIsStoredIsReadAsItWas() {
        SearchText both = new SearchText(List.of("a", "b"), List.of("c", "d"));

        assertThat(both.indexed()).containsExactly("a", "b", "|c", "|d");
        for (SearchText text : List.of(both, new SearchText(List.of("a"), List.of()), SearchText.NONE)) {
            assertThat(SearchText.ofStored(text.stored())).isEqualTo(text);
        }
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
        SearchText text =
                text(Metadata.NONE.withName("first").withProperties(new Properties(Map.of("a", many))), "Maria");
        assertThat(text.indexed()).hasSize(SearchText.MOST_WORDS).contains("first", "|Maria");
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

package org.plankton.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\"",
                "W/\"a\"",
                "\"b\",\"a\"",
                "\"b\" , W/\"a\", \"c\"",
                "*",
                " * ",
                "a",
                "b, a",
                "\"b, c\", \"a\""
            })
    void aClientHasWhatItNames(String ifNoneMatch) {
        assertThat(EntityTags.matches(ifNoneMatch, "\"a\"")).isTrue();
        assertThat(EntityTags.matches(ifNoneMatch, "a")).isTrue();
        assertThat(EntityTags.matches(ifNoneMatch, "W/\"a\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"A\"", "\"b\"", "\"a, b\"", "\"*\"", "\"a", "\"\"", "aa", "W/", ",", "\"b\", *"})
    void aClientHasNotWhatItDoesNotName(String ifNoneMatch) {
        assertThat(EntityTags.matches(ifNoneMatch, "\"a\"")).isFalse();
    }

    @Test
    void aWeakTagIsNeverTheSameAsAStrongOne() {
        assertThat(EntityTags.strong("\"a\", W/\"b\",\"c\"")).containsExactlyInAnyOrder("a", "c");
        assertThat(EntityTags.strong("nonsense")).isEmpty();
    }
}

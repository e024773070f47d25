package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.image.PercentEncoding;

class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a%20b | a b",
                "a+b | a+b",
                "100% free | 100% free",
                "% | %",
                "%2 | %2",
                "%zz | %zz",
                "%%41 | %A",
                "%CE%B1 | α",
                "%ce%b1 | α",
                "α%CE%B2 | αβ",
                "%F0%9F%98%80 | 😀",
                "%2541 | %41",
                "plain | plain"
            })
    void decodesAsPythonDoes(String encoded, String text) {
        assertThat(PercentEncoding.decode(encoded)).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c3%28", "%ed%a0%80", "%c0%af", "%f4%90%80%80", "a%CE"})
    void whatIsNotUtf8CannotBeDecoded(String encoded) {
        assertThat(PercentEncoding.decode(encoded)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Debian Desktop | Debian Desktop",
                "100% | 100%25",
                "α | %CE%B1",
                "\" a \" | %20a%20",
                "\"  \" | %20%20",
                "a+b/c:d=\u007f | a+b/c:d=%7F",
                "\"\t\" | %09",
                "\"\" | \"\""
            })
    void leavesWhatAHeaderCanHold(String text, String encoded) {
        assertThat(PercentEncoding.encodeValue(text)).isEqualTo(encoded);
        assertThat(PercentEncoding.decode(encoded)).hasValue(text);
    }

    @Test
    void leavesOnlyUnreservedCharactersInAPath() {
        assertThat(PercentEncoding.encodePart("aZ09_.-~")).isEqualTo("aZ09_.-~");
        assertThat(PercentEncoding.encodePart("a b/c:@?#%ü*")).isEqualTo("a%20b%2Fc%3A%40%3F%23%25%C3%BC%2A");
    }
}

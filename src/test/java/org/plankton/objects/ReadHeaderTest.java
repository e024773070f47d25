package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b:*, a:*          | b:*,a:*",
                "a:*,,a:*          | a:*",
                "*:*,.r:*,reader   | *:*,.r:*,reader",
                "''                | ''",
            })
    void keepsWhatIsInItInItsOrder(String header, String form) {
        assertThat(ReadHeader.parse(header).header()).isEqualTo(form);
    }

    @Test
    void readersComeLastAndInOrder() {
        assertThat(ReadHeader.parse("x:y").with(Set.of("c", "b", "*"), Set.of()).header())
                .isEqualTo("x:y,*:*,b:*,c:*");
    }

    @Test
    void onlyThoseGoWhoAreFormerReadersAndNotReaders() {
        assertThat(ReadHeader.parse("a:*,a:friend,b:*,c:*")
                        .with(Set.of("b"), Set.of("a", "b", "d"))
                        .header())
                .isEqualTo("a:friend,b:*,c:*");
    }

    @Test
    void itExceedsAnotherThatDoesNotHaveAllOfItsEntries() {
        ReadHeader both = ReadHeader.parse("a:*,b:*");

        assertThat(both.exceeds(ReadHeader.parse("a:*"))).isTrue();
        assertThat(both.exceeds(ReadHeader.parse("b:*,c:*,a:*"))).isFalse();
        assertThat(ReadHeader.parse("").exceeds(both)).isFalse();
    }
}

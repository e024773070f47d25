package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharingHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read=a,b; write=c       | read=a,b;write=c",
                "write=c;read=b,a        | read=a,b;write=c",
                "read=%2A                | read=*",
                "read=a:friends          | read=a:friends",
                "read%3Da%2Cb            | read=a,b",
                "write=a                 | write=a",
                "read=                   | ''",
                "nonsense                | ''",
            })
    void isReadAsPithosWritesItAndWrittenInOneForm(String header, String form) {
        assertThat(SharingHeader.parse(header).header()).isEqualTo(form);
    }

    @Test
    void everyoneStandsForAllOthers() {
        assertThat(SharingHeader.parse("read=a;write=c")
                        .with(Set.of("*", "b"), Set.of())
                        .header())
                .isEqualTo("read=*;write=c");
    }

    @Test
    void whoMayWriteNeedsNotBeNamedAmongTheReaders() {
        assertThat(SharingHeader.parse("write=c").with(Set.of("c"), Set.of()).header())
                .isEqualTo("write=c");
    }

    @Test
    void aFormerReaderStillWritesIfTheyCould() {
        assertThat(SharingHeader.parse("read=b;write=c")
                        .with(Set.of(), Set.of("b", "c"))
                        .header())
                .isEqualTo("write=c");
    }
}

package org.plankton.api.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2013-03-29, 2013-03-29T00:00:00Z",
        "20130329, 2013-03-29T00:00:00Z",
        "2013-03-29T14:14, 2013-03-29T14:14:00Z",
        "2013-03-29T14:14:34, 2013-03-29T14:14:34Z",
        "2013-03-29 14:14:34, 2013-03-29T14:14:34Z",
        "2013-03-29T14:14:34Z, 2013-03-29T14:14:34Z",
        "2013-03-29T14:14:34.5Z, 2013-03-29T14:14:34.5Z",
        "2013-03-29T14:14:34.000001, 2013-03-29T14:14:34.000001Z",
        "2013-03-29T14:14:34+01:00, 2013-03-29T13:14:34Z",
        "2013-03-29T14:14:34-0130, 2013-03-29T15:44:34Z",
        "20130329T141434+01, 2013-03-29T13:14:34Z",
        "1900-01-01, 1900-01-01T00:00:00Z"
    })
    void aTimeIsReadInEachFormOfIso8601(String text, Instant time) {
        assertThat(IsoTime.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "-42",
                "1100",
                "1380000000",
                "1899-12-31",
                "2012-13-01",
                "2012-02-30",
                "2012-0101",
                "2012-01-01hey12:32:12",
                "2012-01-01T24:01:00",
                "2012-01-01T12:32:12+19:00",
                "2012-01-01T12:32:12 01:00",
                "2012-01-01T12:32:12.",
                "2012-01-01T12:32:12.0000000001",
                "٢٠١٢-01-01"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(IsoTime.parse(text)).isEmpty();
    }
}

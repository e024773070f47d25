package org.plankton.api.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
    private static final long SEED = 9;

    @ParameterizedTest
    @CsvSource({
        "2013-03-29T14:14:34Z, 2013-03-29 14:14:34, 2013-03-29T14:14:34.000000",
        "2013-03-29T14:14:34.000001Z, 2013-03-29 14:14:34, 2013-03-29T14:14:34.000001",
        "2013-03-29T14:14:00.999999999Z, 2013-03-29 14:14:00, 2013-03-29T14:14:00.999999",
        "1969-12-31T23:59:59.5Z, 1969-12-31 23:59:59, 1969-12-31T23:59:59.500000",
        "0001-01-01T00:00:00Z, 0001-01-01 00:00:00, 0001-01-01T00:00:00.000000",
        "9999-12-31T23:59:59.999999Z, 9999-12-31 23:59:59, 9999-12-31T23:59:59.999999"
    })
    void aTimeIsWrittenInUtcWithoutAZone(Instant time, String seconds, String microseconds) {
        assertThat(TimeText.seconds(time)).isEqualTo(seconds);
        assertThat(TimeText.microseconds(time)).isEqualTo(microseconds);
    }

    @Test
    void anyTimeIsWrittenAsJavasOwnFormatterWritesIt() {
        DateTimeFormatter seconds = formatter("uuuu-MM-dd HH:mm:ss");
        DateTimeFormatter microseconds = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
        long first = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        Random random = new Random(SEED);
        Stream.generate(() -> Instant.ofEpochSecond(
                        first + (long) (random.nextDouble() * (last - first)), random.nextInt(1_000_000_000)))
                .limit(10_000)
                .forEach(time -> {
                    assertThat(TimeText.seconds(time)).isEqualTo(seconds.format(time));
                    assertThat(TimeText.microseconds(time)).isEqualTo(microseconds.format(time));
                });
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}

package org.plankton.api.words;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Points in time as the wires write them: in UTC, of the years that have four digits. Long lists are full of them, and
 * a formatter would take ten times as long.
 */
public final class TimeText {
    private static final int SECONDS = "yyyy-MM-ddTHH:mm:ss".length();
    private static final int ZONED = "yyyy-MM-ddTHH:mm:ssZ".length();
    private static final int MICROSECONDS = "yyyy-MM-ddTHH:mm:ss.SSSSSS".length();

    private TimeText() {}

    /** Such as {@code 2013-03-29 14:14:34}. */
    public static String seconds(Instant time) {
        return text(time, ' ', SECONDS);
    }

    /** Such as {@code 2013-03-29T14:14:34.000000}. */
    public static String microseconds(Instant time) {
        return text(time, 'T', MICROSECONDS);
    }

    /** Such as {@code 2013-03-29T14:14:34Z}. */
    public static String zoned(Instant time) {
        return text(time, 'T', ZONED);
    }

    private static String text(Instant time, char between, int length) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        byte[] text = new byte[length];
        write(text, 0, 4, utc.getYear());
        text[4] = '-';
        write(text, 5, 2, utc.getMonthValue());
        text[7] = '-';
        write(text, 8, 2, utc.getDayOfMonth());
        text[10] = (byte) between;
        write(text, 11, 2, utc.getHour());
        text[13] = ':';
        write(text, 14, 2, utc.getMinute());
        text[16] = ':';
        write(text, 17, 2, utc.getSecond());
        if (length == ZONED) {
            text[19] = 'Z';
        }
        if (length == MICROSECONDS) {
            text[19] = '.';
            write(text, 20, 6, utc.getNano() / 1000);
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void write(byte[] text, int from, int digits, int number) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}

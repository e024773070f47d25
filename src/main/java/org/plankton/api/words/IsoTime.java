package org.plankton.api.words;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as clients may write them. */
public final class IsoTime {
    /** ISO 8601, extended or basic: a date, and maybe a time, a fraction of its second, and a zone. */
    private static final Pattern FORM =
            Pattern.compile("(?<year>[0-9]{4})(?<dash>-?)(?<month>[0-9]{2})\\k<dash>(?<day>[0-9]{2})"
                    + "([T ](?<hour>[0-9]{2})(?<colon>:?)(?<minute>[0-9]{2})"
                    + "(\\k<colon>(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)?"
                    + "(?<zone>Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?");

    private static final int FIRST_YEAR = 1900;

    /** A second before the last that the database can tell. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:58Z");

    private IsoTime() {}

    /**
     * Without a zone it is in UTC. What is beyond the year 9999 is taken for the end of that. Empty if it is no time,
     * or one before 1900.
     */
    public static Optional<Instant> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || number(matcher, "year") < FIRST_YEAR) {
            return Optional.empty();
        }
        try {
            String zone = matcher.group("zone");
            Instant time = LocalDateTime.of(
                            number(matcher, "year"),
                            number(matcher, "month"),
                            number(matcher, "day"),
                            number(matcher, "hour"),
                            number(matcher, "minute"),
                            number(matcher, "second"),
                            nanoseconds(matcher.group("fraction")))
                    .toInstant(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
            return Optional.of(time.isAfter(LAST) ? LAST : time);
        } catch (DateTimeException e) { // no such day, hour or zone
            return Optional.empty();
        }
    }

    /** 0 if it is not there. */
    private static int number(Matcher matcher, String group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanoseconds(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }
}

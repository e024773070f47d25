package org.plankton.api.glance;

import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.ByteRange;

/** Which of an image's bytes a request asks for. */
public final class RangeHeader {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=([0-9]*)-([0-9]*)", Pattern.CASE_INSENSITIVE);

    /** Beyond all bytes. */
    private static final BigInteger LAST = BigInteger.valueOf(Long.MAX_VALUE - 1);

    private RangeHeader() {}

    /**
     * The range of {@code Range}, ending with the image's last byte at the latest; empty where all bytes are to be
     * sent: it is absent, malformed, or more than one, or the {@code If-Range} beside it is of other bytes. It begins
     * behind the last byte if none of those that are asked for is there.
     */
    public static Optional<ByteRange> of(HttpHeaders request, Image image) {
        List<String> ranges = request.getRequestHeaders().getOrDefault("Range", List.of());
        if (ranges.size() != 1 || image.size() == 0 || !isOfThese(request.getHeaderString("If-Range"), image)) {
            return Optional.empty();
        }
        Matcher range = ONE_RANGE.matcher(ranges.get(0).strip());
        return range.matches() ? of(range.group(1), range.group(2), image.size()) : Optional.empty();
    }

    /** Whether there is one range, and it is none. */
    public static boolean isMalformed(HttpHeaders request) {
        List<String> ranges = request.getRequestHeaders().getOrDefault("Range", List.of());
        if (ranges.size() != 1 || ranges.get(0).contains(",")) {
            return false;
        }
        Matcher range = ONE_RANGE.matcher(ranges.get(0).strip());
        return !range.matches()
                || range.group(1).isEmpty() && range.group(2).isEmpty()
                || !range.group(1).isEmpty()
                        && !range.group(2).isEmpty()
                        && number(range.group(1)) > number(range.group(2));
    }

    private static boolean isOfThese(String ifRange, Image image) {
        return ifRange == null
                || !image.md5().isEmpty() && ifRange.replace("\"", "").equals(image.md5());
    }

    private static Optional<ByteRange> of(String first, String last, long size) {
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(from(Math.max(0, size - number(last)), size));
        }
        long begin = number(first);
        if (last.isEmpty()) {
            return Optional.of(from(begin, size));
        }
        long end = number(last);
        return end < begin ? Optional.empty() : Optional.of(from(begin, Math.min(size, end + 1)));
    }

    private static long number(String digits) {
        return new BigInteger(digits).min(LAST).longValue();
    }

    /** @param end exclusive */
    private static ByteRange from(long begin, long end) {
        return new ByteRange(begin, Math.max(begin, end - 1));
    }
}

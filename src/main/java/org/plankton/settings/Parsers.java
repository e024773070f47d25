package org.plankton.settings;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Words;

/**
 * How values are written. What cannot be read is an IllegalArgumentException with the rest of a sentence that begins
 * with the setting's name, such as "must be true or false"; the value is not in it, as it may be secret.
 */
final class Parsers {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,19}");

    private Parsers() {}

    static Function<String, Integer> number(int min, int max) {
        return number(min, max, Integer::valueOf);
    }

    static Function<String, Long> longNumber(long min, long max) {
        return number(min, max, Long::valueOf);
    }

    static Function<String, Duration> seconds(int min, int max) {
        return number(min, max).andThen(Duration::ofSeconds);
    }

    static Function<String, Duration> days(int min, int max) {
        return number(min, max).andThen(Duration::ofDays);
    }

    /** @param parser takes the digits, once they are known to be such a number's */
    private static <T> Function<String, T> number(long min, long max, Function<String, T> parser) {
        return value -> {
            String digits = value.strip();
            if (WHOLE_NUMBER.matcher(digits).matches()) {
                BigInteger number = new BigInteger(digits);
                if (number.compareTo(BigInteger.valueOf(min)) >= 0 && number.compareTo(BigInteger.valueOf(max)) <= 0) {
                    return parser.apply(digits);
                }
            }
            throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
        };
    }

    static boolean truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    /** By its name, in whatever case. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> all) {
        return value -> Words.find(all, value.strip())
                .orElseThrow(() -> new IllegalArgumentException("must be " + Words.any(all)));
    }

    /** @param problem what it must be */
    static Function<String, String> matching(Pattern pattern, String problem) {
        return value -> {
            if (pattern.matcher(value).matches()) {
                return value;
            }
            throw new IllegalArgumentException(problem);
        };
    }

    /** What others know somebody or something by: as it is, so that a blank at its end would be part of it. */
    static String name(String value) {
        if (!value.equals(value.strip()) || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "must be a name, without blanks before or behind it or control characters");
        }
        return value;
    }

    /** Ids, with commas or blanks between them. */
    static Set<String> accounts(String value) {
        return Set.copyOf(accountsInOrder(value));
    }

    /** The same, the first before the next, each once. */
    static List<String> accountsInOrder(String value) {
        List<String> accounts = Arrays.stream(value.split("[,\\s]+"))
                .filter(account -> !account.isEmpty())
                .distinct()
                .toList();
        if (accounts.isEmpty() || !accounts.stream().allMatch(Account::isWellFormed)) {
            throw new IllegalArgumentException(
                    "must be accounts' ids, with commas or blanks between them, and nobody stands for all:"
                            + " each of at most 255 letters, digits and @ . _ -, beginning with a letter or digit");
        }
        return accounts;
    }
}

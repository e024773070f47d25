package org.plankton.api.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whose pages a browser may let ask the service and read its answers.
 *
 * @param listed in lower case, as browsers send them
 * @param isAny whether everybody's pages may; then none is listed
 */
public record Origins(Set<String> listed, boolean isAny) {
    /** Nobody's. */
    public static final Origins NONE = new Origins(Set.of(), false);

    private static final String ANY = "*";

    private static final String NO_ORIGIN = "must be origins as browsers send them, such as https://horizon.example.org"
            + " or https://horizon.example.org:8443, with commas or blanks between them: http or https, a host, and a"
            + " port if it is not 80 or 443 itself, with nothing behind it, not even a slash; or * alone, for any";

    /** No user, no path; and so neither {@code null}, which a browser sends for whoever is to be nobody. */
    private static final Pattern FORM = Pattern.compile(
            "(https?)://(?:[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[(?=.*:)[0-9a-f:.]{2,45}\\])(?::([1-9][0-9]{0,4}))?");

    /**
     * @param text origins with commas or blanks between them; {@code *} for any
     * @throws IllegalArgumentException if it is none of that
     */
    public static Origins of(String text) {
        List<String> words = Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (words.equals(List.of(ANY))) {
            return new Origins(Set.of(), true);
        }
        if (words.isEmpty() || !words.stream().allMatch(Origins::isWellFormed)) {
            throw new IllegalArgumentException(NO_ORIGIN);
        }
        return new Origins(words.stream().collect(Collectors.toUnmodifiableSet()), false);
    }

    /** A port that browsers leave out would be one that no page ever comes from. */
    private static boolean isWellFormed(String word) {
        Matcher form = FORM.matcher(word);
        if (!form.matches()) {
            return false;
        }
        int usual = form.group(1).equals("https") ? 443 : 80;
        return form.group(2) == null
                || Integer.parseInt(form.group(2)) <= 65_535 && Integer.parseInt(form.group(2)) != usual;
    }

    public boolean areNone() {
        return !isAny && listed.isEmpty();
    }

    /** @param origin as a request has it */
    boolean contain(String origin) {
        return isAny || listed.contains(origin.toLowerCase(Locale.ROOT));
    }
}

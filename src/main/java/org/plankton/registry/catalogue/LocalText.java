package org.plankton.registry.catalogue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in each of the languages that it has been written in.
 *
 * @param texts by the language's code, such as {@code en}; English is among them
 */
public record LocalText(Map<String, String> texts) {
    /** What is taken where a text is in no language that is asked for. */
    public static final String USUAL = "en";

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

    public LocalText {
        texts = Map.copyOf(texts);
        if (!texts.containsKey(USUAL)) {
            throw new IllegalArgumentException("a text must be in English, too: " + texts);
        }
    }

    /** In that language; in English if it is not in that. */
    public String in(String language) {
        return texts.getOrDefault(language, texts.get(USUAL));
    }

    /** The same with what stands for each name in braces; a name that nothing stands for stays. */
    public String in(String language, Map<String, String> places) {
        return PLACE.matcher(in(language))
                .replaceAll(place -> Matcher.quoteReplacement(places.getOrDefault(place.group(1), place.group())));
    }
}

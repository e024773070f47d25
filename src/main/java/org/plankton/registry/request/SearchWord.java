package org.plankton.registry.request;

import java.util.List;
import org.plankton.registry.catalogue.SearchText;
import org.plankton.registry.image.Fault;

/**
 * A word that images are searched for, whatever its case and accents. Each word of it, as punctuation parts them, is
 * the beginning of one of an image's.
 *
 * @param keys any of the properties of these has it, at the beginning of its value; empty: it is anywhere
 * @param text what is looked for
 */
public record SearchWord(List<String> keys, String text) {
    private static final int LONGEST = 256;

    /** @throws Fault BAD_REQUEST if there is no word in it, or it is too long */
    public SearchWord {
        keys = List.copyOf(keys);
        if (text.length() > LONGEST) {
            throw Fault.badRequest("a word that is searched for has at most " + LONGEST + " characters");
        }
        if (!saysSomething(text)) {
            throw Fault.badRequest("a word that is searched for has a letter or a digit");
        }
    }

    /** Anywhere. */
    public SearchWord(String text) {
        this(List.of(), text);
    }

    /** Whether there is a word in it. */
    public static boolean saysSomething(String text) {
        return !SearchText.words(text).isEmpty();
    }

    /**
     * Of which the image has all, or words that begin so. An image's id is a word, and so is what one begins with,
     * unless it is looked for in properties.
     */
    public List<String> words() {
        return keys.isEmpty() ? SearchText.searched(text) : SearchText.words(text);
    }
}

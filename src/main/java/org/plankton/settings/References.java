package org.plankton.settings;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Properties of Java that a text of Tomcat's configuration refers to, as Tomcat has it: {@code ${name}}, or
 * {@code ${name:-what there is without it}}; and so what these refer to in their turn.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private static final String DEFAULT = ":-";

    /** As Tomcat; one that leads to itself ends there. */
    private static final int DEEPEST = 20;

    private References() {}

    /**
     * The text with what it refers to.
     *
     * @throws IllegalArgumentException if one of these is not known; with the rest of a sentence that begins with where
     *     the text is
     */
    static String followed(String text, Map<String, String> properties) {
        String followed = text;
        for (int depth = 0; depth < DEEPEST && REFERENCE.matcher(followed).find(); depth++) {
            followed = REFERENCE
                    .matcher(followed)
                    .replaceAll(reference -> Matcher.quoteReplacement(value(reference.group(1), properties)));
        }
        return followed;
    }

    private static String value(String reference, Map<String, String> properties) {
        String[] nameAndDefault = reference.split(DEFAULT, 2);
        String value = properties.get(nameAndDefault[0]);
        if (value != null) {
            return value;
        }
        if (nameAndDefault.length == 1) {
            throw new IllegalArgumentException(
                    "has ${" + reference + "}, for which Tomcat puts its system property, which is not known here");
        }
        return nameAndDefault[1];
    }
}

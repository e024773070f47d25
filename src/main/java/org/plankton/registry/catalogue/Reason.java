package org.plankton.registry.catalogue;

import java.util.Map;

/**
 * Why an image is not ready.
 *
 * @param places what its {@link RuleWords} leave open, by its name there: {@link #PROPERTY}, {@link #SUGGESTION} …
 */
public record Reason(Rule rule, Map<String, String> places) {
    /** The key that it is about. */
    public static final String PROPERTY = "property";

    /** The key that is probably meant. */
    public static final String SUGGESTION = "suggestion";

    public Reason {
        places = Map.copyOf(places);
    }
}

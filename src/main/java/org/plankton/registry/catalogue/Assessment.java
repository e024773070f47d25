package org.plankton.registry.catalogue;

import java.time.LocalDate;
import java.util.List;

/**
 * What the catalogue makes of an image.
 *
 * @param readiness the worst of the reasons'
 * @param reasons in the order of the rules; empty: it is ready
 * @param family null: of none
 * @param providedUntil the last day on which it is to be used; null: it has none
 * @param logIn by which name one logs in; null: nobody knows
 * @param words by which it is found
 */
public record Assessment(
        Readiness readiness,
        List<Reason> reasons,
        String family,
        LocalDate providedUntil,
        String logIn,
        List<String> words) {
    public Assessment {
        reasons = List.copyOf(reasons);
        words = List.copyOf(words);
    }

    /** The words with a blank before each, as they are looked through for one. */
    public String searchText() {
        return searchText(words);
    }

    public static String searchText(List<String> words) {
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }

    /** Those of such a text. */
    public static List<String> words(String searchText) {
        return searchText.isEmpty()
                ? List.of()
                : List.of(searchText.substring(1).split(" "));
    }
}

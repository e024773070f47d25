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
 * @param searchText by which it is found
 * @param catalogue version of the one that says all this
 */
public record Assessment(
        Readiness readiness,
        List<Reason> reasons,
        String family,
        LocalDate providedUntil,
        String logIn,
        SearchText searchText,
        int catalogue) {
    public Assessment {
        reasons = List.copyOf(reasons);
    }
}

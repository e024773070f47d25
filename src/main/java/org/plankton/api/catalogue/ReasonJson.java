package org.plankton.api.catalogue;

import java.util.List;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.Reason;
import org.plankton.registry.catalogue.RuleWords;

/**
 * Why an image is not ready.
 *
 * @param level {@code check} or {@code may-not-boot}
 * @param words what is so, and what follows
 * @param remedy what mends it
 * @param property the key that it is about; null: none
 * @param suggestion the key that is probably meant; null: none
 */
record ReasonJson(String code, String level, String words, String remedy, String property, String suggestion) {
    static List<ReasonJson> of(Assessment assessment, Catalogue catalogue, String language) {
        return assessment.reasons().stream()
                .map(reason -> of(reason, catalogue.words(reason.rule()), language))
                .toList();
    }

    private static ReasonJson of(Reason reason, RuleWords words, String language) {
        return new ReasonJson(
                reason.rule().code(),
                reason.rule().readiness().word(),
                words.words().in(language, reason.places()),
                words.remedy().in(language, reason.places()),
                reason.places().get(Reason.PROPERTY),
                reason.places().get(Reason.SUGGESTION));
    }
}

package org.plankton.registry.catalogue;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.plankton.registry.image.Image;

/** Makes of an image what the catalogue says of it. */
public final class Assessor {
    private final Catalogue catalogue;
    private final ReadinessRules rules;
    private final Clock clock;
    private final boolean isStrict;

    /**
     * @param clock by which images are no longer provided
     * @param isStrict whether nothing is to be registered that may not boot
     */
    public Assessor(Catalogue catalogue, Clock clock, boolean isStrict) {
        this.catalogue = catalogue;
        this.rules = new ReadinessRules(catalogue);
        this.clock = clock;
        this.isStrict = isStrict;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** Whether nothing is to be registered that may not boot. */
    public boolean isStrict() {
        return isStrict;
    }

    /** Why an image may not boot, and what mends it, in English. */
    public String words(Assessment assessment) {
        return assessment.reasons().stream()
                .filter(reason -> reason.rule().readiness() == Readiness.MAY_NOT_BOOT)
                .map(reason -> {
                    RuleWords words = catalogue.words(reason.rule());
                    return words.words().in(LocalText.USUAL, reason.places()) + " "
                            + words.remedy().in(LocalText.USUAL, reason.places());
                })
                .collect(Collectors.joining(" "));
    }

    /** In UTC. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * @param sharesName whether another image of its owner has its name, and neither is hidden
     * @param ownerName what people call its owner; empty if that is not known
     */
    public Assessment assess(Image image, boolean sharesName, String ownerName) {
        Look look = new Look(image, sharesName, today());
        List<Reason> reasons = rules.reasons(look);
        return new Assessment(
                reasons.stream()
                        .map(reason -> reason.rule().readiness())
                        .max(Comparator.naturalOrder())
                        .orElse(Readiness.READY),
                reasons,
                Family.of(image.metadata().properties(), catalogue).orElse(null),
                look.providedUntil().orElse(null),
                LogIn.name(look).orElse(null),
                SearchText.of(image, ownerName),
                catalogue.version());
    }
}

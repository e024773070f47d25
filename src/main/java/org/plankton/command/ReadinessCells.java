package org.plankton.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.LocalText;
import org.plankton.registry.catalogue.Reason;
import org.plankton.registry.catalogue.RuleWords;

/**
 * How ready images are, as cells of rows: reasons are a list, or a row each. That has as many as there are reasons, and
 * one, if there are none.
 */
final class ReadinessCells {
    private static final String READINESS = "readiness";
    private static final List<String> OF_A_REASON = List.of("code", "level", "words", "remedy");

    private final Catalogue catalogue;
    private final boolean isList;

    /** @param isList whether reasons are a list */
    ReadinessCells(Catalogue catalogue, boolean isList) {
        this.catalogue = catalogue;
        this.isList = isList;
    }

    List<String> columns() {
        if (isList) {
            return List.of(READINESS, "reasons");
        }
        List<String> columns = new ArrayList<>(List.of(READINESS));
        columns.addAll(OF_A_REASON);
        return columns;
    }

    /** Of each row. */
    List<List<Object>> of(Assessment assessment) {
        String readiness = assessment.readiness().word();
        if (isList) {
            return List.of(List.of(
                    readiness, assessment.reasons().stream().map(this::named).toList()));
        }
        if (assessment.reasons().isEmpty()) {
            return List.of(row(readiness, Collections.nCopies(OF_A_REASON.size(), null)));
        }
        return assessment.reasons().stream()
                .map(reason -> row(readiness, told(reason)))
                .toList();
    }

    private static List<Object> row(String readiness, List<String> reason) {
        List<Object> row = new ArrayList<>(List.of(readiness));
        row.addAll(reason);
        return row;
    }

    private Map<String, String> named(Reason reason) {
        List<String> told = told(reason);
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < told.size(); i++) {
            named.put(OF_A_REASON.get(i), told.get(i));
        }
        return named;
    }

    private List<String> told(Reason reason) {
        RuleWords words = catalogue.words(reason.rule());
        return List.of(
                reason.rule().code(),
                reason.rule().readiness().word(),
                words.words().in(LocalText.USUAL, reason.places()),
                words.remedy().in(LocalText.USUAL, reason.places()));
    }
}

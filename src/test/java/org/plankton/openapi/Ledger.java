package org.plankton.openapi;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is described, and what of that has been shown. */
final class Ledger {
    private final Map<String, Boolean> described = new LinkedHashMap<>();
    private final Set<String> shown = new LinkedHashSet<>();

    /**
     * Notes that something is described, in words that are its own.
     *
     * @param canBeShown false: it is said why it is not
     * @return false if that is known already
     */
    boolean describe(String what, boolean canBeShown) {
        return described.putIfAbsent(what, canBeShown) == null;
    }

    void show(String what) {
        shown.add(what);
    }

    List<String> missing() {
        return described.keySet().stream()
                .filter(what -> described.get(what) && !shown.contains(what))
                .toList();
    }

    List<String> shownAllTheSame() {
        return described.keySet().stream()
                .filter(what -> !described.get(what) && shown.contains(what))
                .toList();
    }
}

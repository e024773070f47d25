package org.plankton.api.catalogue;

import java.util.List;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.history.HistoryEntry;

/**
 * A page of changes.
 *
 * @param next a path without host and context path, at which it goes on; null: there is no more
 */
record ChangesPage(List<ChangeJson> changes, String next) {
    /**
     * The last first.
     *
     * @param found one more than the page holds, if there are more
     * @param isForAdministrators whether whoever asks is one
     */
    static String of(List<HistoryEntry> found, PageQuery page, String path, boolean isForAdministrators) {
        List<HistoryEntry> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next = null;
        if (shown.size() < found.size()) {
            String last = Long.toString(shown.get(shown.size() - 1).position());
            next = path + "?" + page.with(PageQuery.MARKER, last);
        }
        return of(shown, next, isForAdministrators);
    }

    /** The first first, for an administrator. */
    static String of(List<HistoryEntry> shown, String next) {
        return of(shown, next, true);
    }

    private static String of(List<HistoryEntry> shown, String next, boolean isForAdministrators) {
        return RecordJson.of(new ChangesPage(
                shown.stream()
                        .map(entry -> ChangeJson.of(entry, isForAdministrators))
                        .toList(),
                next));
    }
}

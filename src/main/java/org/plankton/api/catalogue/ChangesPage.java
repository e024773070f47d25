package org.plankton.api.catalogue;

import java.util.List;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;

/**
 * A page of changes.
 *
 * @param next a path without host and context path, at which it goes on; null: there is no more
 */
record ChangesPage(List<ChangeJson> changes, String next) {
    /**
     * The last first.
     *
     * @param isForAdministrators whether whoever asks is one
     */
    static String of(HistoryPage found, PageQuery page, String path, boolean isForAdministrators) {
        List<HistoryEntry> shown = found.entries();
        String next = null;
        if (found.hasMore()) {
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

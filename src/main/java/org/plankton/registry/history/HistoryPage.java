package org.plankton.registry.history;

import java.util.List;

/**
 * Edits, as many as were asked for or fit into a page.
 *
 * @param hasMore whether there are others behind
 */
public record HistoryPage(List<HistoryEntry> entries, boolean hasMore) {}

package org.plankton.registry.ports;

import java.time.Instant;
import java.util.List;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryQuery;

/**
 * What is asked of the table that the journal is kept in; what is written there, {@link Journal} says.
 *
 * <p>Positions are given to edits as they are made, and not all are given. Transactions that were begun later may be
 * committed earlier, so that an entry may come before others that are there already; but never before one of the same
 * image.
 */
public interface JournalMapper {
    /**
     * Those that are asked for, the last first. It gives up, which ends in a fault, BAD_REQUEST, where too many would
     * have to be looked at.
     *
     * @param limit how many at most
     */
    List<HistoryEntry> list(HistoryQuery query, int limit);

    /**
     * The image's, the last first.
     *
     * @param owner only those of the time in which it was theirs; null: all
     * @param before only those whose position is below that
     * @param limit how many at most
     */
    List<HistoryEntry> listOfImage(String image, String owner, long before, int limit);

    /**
     * An entry, and how far it is from what comes before it.
     *
     * @param isRecent whether it was made just now, so that one may still come before it
     */
    record Following(HistoryEntry entry, boolean isRecent) {}

    /**
     * The first behind that position, in their order, after all have been waited for that are being written; to be
     * asked in a transaction.
     *
     * @param limit how many at most
     */
    List<Following> listFollowing(long position, int limit);

    /**
     * Removes the oldest that were made before that time.
     *
     * @param limit how many at most
     * @return how many
     */
    int clear(Instant before, int limit);
}

package org.plankton.registry.ports;

import java.time.Instant;
import java.util.List;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;

/**
 * What is asked of the table that the journal is kept in; what is written there, {@link Journal} says.
 *
 * <p>Positions are given to edits as they are made, and not all are given. Transactions that were begun later may be
 * committed earlier, so that an entry may come before others that are there already; but never before one of the same
 * image.
 *
 * <p>Entries are of any size, so that lists of them are bounded by that, too: they have one entry at least if there is
 * one, and no more than fit into {@link #MOST_BYTES}.
 */
public interface JournalMapper {
    /** Of what was before and after, in all entries of a list. */
    int MOST_BYTES = 256 << 10;

    /** How much of a list there is to be read. */
    record Size(long position, int bytes) {
        /** Of the first of those, as many as fit; 0 of none. */
        static int fitting(List<Size> sizes) {
            long sum = 0;
            int count = 0;
            for (Size size : sizes) {
                sum += size.bytes;
                if (count > 0 && sum > MOST_BYTES) {
                    break;
                }
                count++;
            }
            return count;
        }
    }

    /**
     * Those that are asked for, the last first. It gives up, which ends in a fault, BAD_REQUEST, where too many would
     * have to be looked at.
     *
     * @param limit how many at most
     */
    default HistoryPage page(HistoryQuery query, int limit) {
        List<Size> sizes = listSizes(query, limit + 1);
        int fitting = Math.min(limit, Size.fitting(sizes));
        return new HistoryPage(fitting == 0 ? List.of() : listBy(query, fitting), fitting < sizes.size());
    }

    /** Only by {@link #page}. */
    List<Size> listSizes(HistoryQuery query, int limit);

    /** Only by {@link #page}. */
    List<HistoryEntry> listBy(HistoryQuery query, int limit);

    /**
     * How much was done.
     *
     * @param bytes of what was before and after
     */
    record Extent(long count, long bytes) {}

    /** What was done to the image from that position on. */
    Extent extent(String image, long position);

    /**
     * An entry that others may still come before.
     *
     * @param isRecent whether it was made just now, so that one may
     */
    record Following(HistoryEntry entry, boolean isRecent) {}

    /**
     * The first behind that position, in their order, after all have been waited for that are being written; to be
     * asked in a transaction.
     *
     * @param limit how many at most
     */
    default List<Following> listFollowing(long position, int limit) {
        int fitting = Size.fitting(lockSizesFollowing(position, limit));
        return fitting == 0 ? List.of() : listFollowingBy(position, fitting);
    }

    /** Only by {@link #listFollowing}. */
    List<Size> lockSizesFollowing(long position, int limit);

    /** Only by {@link #listFollowing}. */
    List<Following> listFollowingBy(long position, int limit);

    /**
     * A position that none comes before any more, with all up to it committed, and as late as one can be certain of
     * that; 0 if there is none.
     */
    long findSettled();

    /**
     * What there is behind a position.
     *
     * @param count how many entries
     * @param seconds how long ago the first was made; 0 if there is none
     */
    record Backlog(long count, double seconds) {}

    Backlog backlog(long position);

    /** Whether that is a position from the first entry that is there to the last: so all behind it are there. */
    boolean holds(long position);

    /**
     * Removes the first of those that come before all that were made since that time, and never the last of all: who
     * has followed the journal to its end is not to find it cleared.
     *
     * @param limit how many at most
     * @return how many
     */
    default int clear(Instant before, int limit) {
        Long kept = findFirstToKeep(before);
        return kept == null ? 0 : deleteBelow(kept, limit);
    }

    /** Only by {@link #clear}; null if there is no entry at all. */
    Long findFirstToKeep(Instant before);

    /** Only by {@link #clear}. */
    int deleteBelow(long position, int limit);
}

package org.plankton.registry.following;

import java.util.ArrayList;
import java.util.List;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.JournalMapper.Following;

/** The journal as it is read by who follows it, and misses nothing. */
public final class Edits {
    private final Database database;

    public Edits(Database database) {
        this.database = database;
    }

    /**
     * Those behind that position in their order, as far as it is certain that none will come between.
     *
     * @param account who asks
     * @param limit how many at most
     * @throws Fault STALE if others may have been behind that position that are not kept
     */
    public List<HistoryEntry> following(String account, long position, int limit) {
        List<Following> found = database.inTransaction(account, tables -> listFollowing(tables, position, limit));
        List<HistoryEntry> certain = new ArrayList<>();
        long last = position;
        for (Following next : found) {
            boolean isGap = next.entry().position() > last + 1;
            if (isGap && next.isRecent()) {
                break;
            }
            certain.add(next.entry());
            last = next.entry().position();
        }
        return certain;
    }

    /** @throws Fault STALE as {@link #following} */
    void requireKept(long position) {
        database.read(tables -> {
            requireKept(tables, position);
            return true;
        });
    }

    private static List<Following> listFollowing(Tables tables, long position, int limit) {
        List<Following> found = tables.journal().listFollowing(position, limit);
        requireKept(tables, position); // be it only meanwhile that it is not
        return found;
    }

    private static void requireKept(Tables tables, long position) {
        if (position > 0 && !tables.journal().holds(position)) {
            throw new Fault(
                    Fault.Kind.STALE,
                    "after: what was done behind that position is not kept, or was not yet done when the database was"
                            + " backed up: begin anew, with all images as they are now and the position of the last"
                            + " change");
        }
    }
}

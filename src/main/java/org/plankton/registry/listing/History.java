package org.plankton.registry.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.JournalMapper.Following;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.Past;

/** What was done to images, as the journal has it. */
public final class History {
    private final Database database;
    private final Access access;
    private final Past past;

    public History(Database database, Access access) {
        this.database = database;
        this.access = access;
        this.past = new Past(access);
    }

    /** The image's, the last first: of the time in which it was the caller's, who is no administrator. */
    public HistoryPage ofImage(Caller caller, String id, long before, int limit) {
        Access.requireId(id);
        return database.read(tables -> {
            past.requireOwn(tables, caller, id);
            HistoryQuery query = HistoryQuery.ofImage(id).withBefore(before);
            if (access.isAdministrator(caller)) {
                return tables.journal().page(query, limit);
            }
            HistoryPage theirs = tables.journal().page(query.withOwner(Optional.of(caller.account())), limit);
            return new HistoryPage(
                    theirs.entries().stream().map(HistoryEntry::asOfItsOwner).toList(), theirs.hasMore());
        });
    }

    /** Of all images, the last first. */
    public HistoryPage list(Caller caller, HistoryQuery query, int limit) {
        requireAdministrator(caller);
        return database.read(tables -> tables.journal().page(query, limit));
    }

    /** Those behind that position in their order, as far as it is certain that none will come between. */
    public List<HistoryEntry> following(Caller caller, long position, int limit) {
        requireAdministrator(caller);
        List<Following> found =
                database.inTransaction(caller.account(), tables -> listFollowing(tables, position, limit));
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

    private static List<Following> listFollowing(Tables tables, long position, int limit) {
        List<Following> found = tables.journal().listFollowing(position, limit);
        if (position > 0 && !tables.journal().holds(position)) { // be it only meanwhile
            throw new Fault(
                    Fault.Kind.STALE,
                    "after: what was done behind that position is not kept, or was not yet done when the database was"
                            + " backed up: begin anew, with all images as they are now and the position of the last"
                            + " change");
        }
        return found;
    }

    private void requireAdministrator(Caller caller) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may see what is done to everybody's images");
        }
    }
}

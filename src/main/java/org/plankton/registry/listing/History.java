package org.plankton.registry.listing;

import java.util.List;
import java.util.Optional;
import org.plankton.registry.following.Edits;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.Past;

/** What was done to images, as the journal has it. */
public final class History {
    private final Database database;
    private final Access access;
    private final Past past;
    private final Edits edits;

    public History(Database database, Access access) {
        this.database = database;
        this.access = access;
        this.past = new Past(access);
        this.edits = new Edits(database);
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
        return edits.following(caller.account(), position, limit);
    }

    private void requireAdministrator(Caller caller) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may see what is done to everybody's images");
        }
    }
}

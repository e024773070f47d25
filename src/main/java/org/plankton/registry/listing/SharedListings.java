package org.plankton.registry.listing;

import java.util.List;
import java.util.function.Consumer;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;

/** How images are listed that are shared: some at a time, as {@link Listings} lists images. */
public final class SharedListings {
    /** How many a piece has at most: what is told of each takes some 150 bytes. */
    private static final int ROWS = 3_000;

    private final Database database;
    private final Access access;
    private final LongLists longLists;

    public SharedListings(Database database, Access access, LongLists longLists) {
        this.database = database;
        this.access = access;
        this.longLists = longLists;
    }

    /** Reads some of a list, the first of those behind a place, or of all if that is null. */
    private interface Statement {
        List<SharedImage> list(MemberMapper members, SharedImage after);
    }

    public void listWith(Caller caller, String account, Consumer<SharedImage> reader) {
        Account.require("member_id", account);
        boolean withReserved = caller.view().showsReserved();
        list(
                caller,
                (members, after) -> members.listShared(caller.account(), account, withReserved, after, ROWS),
                reader);
    }

    public void listTo(Caller caller, String account, Consumer<SharedImage> reader) {
        if (!Account.isWellFormed(account)) {
            return;
        }
        boolean isEverybodys = account.equals(caller.account()) || access.isAdministrator(caller);
        String owner = isEverybodys ? null : caller.account();
        boolean withReserved = caller.view().showsReserved();
        list(caller, (members, after) -> members.listSharedTo(account, owner, withReserved, after, ROWS), reader);
    }

    private void list(Caller caller, Statement statement, Consumer<SharedImage> reader) {
        longLists.hand(caller.account(), () -> longLists.first(caller.account(), () -> after(statement, null)), reader);
    }

    private Piece<SharedImage> after(Statement statement, SharedImage place) {
        List<SharedImage> read = database.read(tables -> statement.list(tables.members(), place));
        if (read.size() < ROWS) {
            return new Piece<>(read, null);
        }
        SharedImage last = read.get(read.size() - 1);
        return new Piece<>(read, () -> after(statement, last));
    }
}

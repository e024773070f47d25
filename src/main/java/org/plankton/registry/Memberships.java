package org.plankton.registry;

import static org.plankton.registry.ObjectStore.EVERYONE;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What can be done to an image's members: the accounts that it is shared with. The owner is never one of them. */
public final class Memberships {
    private final Database database;
    private final Readership readership;
    private final Access access;
    private final Limits limits;

    Memberships(Database database, Readership readership, Access access, Limits limits) {
        this.database = database;
        this.readership = readership;
        this.access = access;
        this.limits = limits;
    }

    /**
     * The image's members in the order of their accounts: all of them for its owner, only the caller for anybody else.
     *
     * @throws Fault NOT_FOUND if there is no such image; FORBIDDEN if the caller may not see it
     */
    public List<String> list(Caller caller, String id) {
        Registry.requireId(id);
        return database.read(tables -> {
            Image image = Registry.require(tables.images().find(id));
            if (access.mayChange(caller, image)) {
                return tables.members().list(id);
            }
            if (tables.members().isMember(id, caller.account())) {
                return List.of(caller.account());
            }
            if (image.isPublic()) {
                return List.of();
            }
            throw Access.forbidden();
        });
    }

    /**
     * Shares the image with {@code accounts} and nobody else.
     *
     * @throws Fault BAD_REQUEST if one of them cannot be an account; NOT_FOUND if there is no such image; FORBIDDEN if the
     *     caller may not change it; OVER_LIMIT if they are too many; and those of {@link ObjectStore#share}
     */
    public void replace(Caller caller, String id, Set<String> accounts) {
        accounts.forEach(Memberships::requireAccount);
        change(caller, id, members -> {
            members.clear();
            members.addAll(accounts);
        });
    }

    /**
     * Shares the image with {@code account}, too.
     *
     * @throws Fault as {@link #replace}
     */
    public void add(Caller caller, String id, String account) {
        requireAccount(account);
        change(caller, id, members -> members.add(account));
    }

    /**
     * Shares the image with {@code account} no longer, if it was.
     *
     * @throws Fault as {@link #replace}
     */
    public void remove(Caller caller, String id, String account) {
        requireAccount(account);
        change(caller, id, members -> members.remove(account));
    }

    /**
     * The private images that one of the caller and {@code account} shares with the other; where the account is the caller's
     * own, all that others share with the caller.
     *
     * @return ids, newest first
     * @throws Fault BAD_REQUEST if it cannot be an account
     */
    public List<String> sharedWith(Caller caller, String account) {
        requireAccount(account);
        return database.read(tables -> tables.members().listShared(caller.account(), account));
    }

    private void change(Caller caller, String id, Consumer<Set<String>> change) {
        Registry.requireId(id);
        readership.change(
                caller,
                id,
                now -> {
                    Image image = Registry.require(now.image());
                    access.requireChange(caller, image);
                    Set<String> readers = new HashSet<>(now.readers());
                    readers.remove(EVERYONE);
                    int before = readers.size();
                    change.accept(readers);
                    readers.remove(image.owner());
                    limits.requireMembers(readers.size(), before);
                    if (image.isPublic()) {
                        readers.add(EVERYONE);
                    }
                    return new Readership.Plan(image.location(), readers);
                },
                tables -> id);
    }

    private static void requireAccount(String account) {
        Account.require("member_id", account);
    }
}

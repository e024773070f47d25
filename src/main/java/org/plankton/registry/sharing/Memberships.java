package org.plankton.registry.sharing;

import static org.plankton.registry.ports.ObjectStore.EVERYONE;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Limits;
import org.plankton.registry.rules.Access;

/** What can be done to an image's members: the accounts that it is shared with. The owner is never one of them. */
public final class Memberships {
    private final Database database;
    private final Readership readership;
    private final Access access;
    private final Limits limits;

    public Memberships(Database database, Readership readership, Access access, Limits limits) {
        this.database = database;
        this.readership = readership;
        this.access = access;
        this.limits = limits;
    }

    /**
     * The image's members in the order of their accounts: all of them for its owner, only the caller for anybody else.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it
     */
    public List<Member> list(Caller caller, String id) {
        Access.requireId(id);
        return database.read(tables -> {
            Image image = access.require(tables.images().find(id));
            List<Member> members = tables.members().list(id);
            if (access.mayChange(caller, image)) {
                return members;
            }
            List<Member> own = members.stream()
                    .filter(member -> member.account().equals(caller.account()))
                    .toList();
            if (own.isEmpty() && !image.isPublic()) {
                throw Access.refusal(false);
            }
            return own;
        });
    }

    /**
     * Shares the image with these accounts and nobody else.
     *
     * @param canShare by account, whether it may share the image in its turn; empty: as before, or not if it is a new member
     * @throws Fault BAD_REQUEST if one of them cannot be an account; NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if
     *     the caller may not share it; OVER_LIMIT if they are too many; and those of {@link ObjectStore#share}
     */
    public void replace(Caller caller, String id, Map<String, Optional<Boolean>> canShare) {
        canShare.keySet().forEach(Memberships::requireAccount);
        change(caller, id, canShare, !canShare.isEmpty(), members -> {
            members.clear();
            members.addAll(canShare.keySet());
        });
    }

    /**
     * Shares the image with {@code account}, too.
     *
     * @param canShare whether it may share the image in its turn; empty: as before, or not if it is a new member
     * @throws Fault as {@link #replace}
     */
    public void add(Caller caller, String id, String account, Optional<Boolean> canShare) {
        requireAccount(account);
        change(caller, id, Map.of(account, canShare), true, members -> members.add(account));
    }

    /**
     * Shares the image with {@code account} no longer.
     *
     * @return whether it was a member
     * @throws Fault as {@link #replace}
     */
    public boolean remove(Caller caller, String id, String account) {
        requireAccount(account);
        AtomicBoolean was = new AtomicBoolean();
        change(caller, id, Map.of(), false, members -> was.set(members.remove(account)));
        return was.get();
    }

    /**
     * The private images that one of the caller and {@code account} shares with the other; where the account is the caller's
     * own, all that others share with the caller.
     *
     * @return newest first
     * @throws Fault BAD_REQUEST if it cannot be an account
     */
    public List<SharedImage> sharedWith(Caller caller, String account) {
        requireAccount(account);
        return database.read(tables -> tables.members().listShared(caller.account(), account, access.showsReserved()));
    }

    /**
     * The images that are shared with {@code account}, public ones too: all of them if that is the caller's own, or the
     * caller is an administrator, else those that the caller owns.
     *
     * @return newest first; empty if it cannot be an account
     */
    public List<SharedImage> sharedTo(Caller caller, String account) {
        if (!Account.isWellFormed(account)) {
            return List.of();
        }
        boolean isEverybodys = account.equals(caller.account()) || access.isAdministrator(caller);
        String owner = isEverybodys ? null : caller.account();
        return database.read(tables -> tables.members().listSharedTo(account, owner, access.showsReserved()));
    }

    /** @param gives whether the caller asks for anybody to be a member */
    private void change(
            Caller caller,
            String id,
            Map<String, Optional<Boolean>> canShare,
            boolean gives,
            Consumer<Set<String>> change) {
        Access.requireId(id);
        readership.change(
                caller,
                id,
                now -> {
                    Image image = access.require(now.image());
                    requireSharing(caller, image, now.readers());
                    Set<String> readers = new HashSet<>(now.readers());
                    readers.remove(EVERYONE);
                    int before = readers.size();
                    change.accept(readers);
                    readers.remove(image.owner());
                    limits.requireMembers(readers.size(), before);
                    if (image.isPublic()) {
                        readers.add(EVERYONE);
                    }
                    return new Readership.Plan(image.location(), readers).giving(gives);
                },
                tables -> {
                    // Counted, so that nobody goes on sharing who may no longer.
                    if (canShare.values().stream().anyMatch(Optional::isPresent)) {
                        tables.images().countReadersChange(id);
                    }
                    canShare.forEach((account, may) ->
                            may.ifPresent(yes -> tables.members().setCanShare(id, account, yes)));
                    return id;
                });
    }

    /** @throws Fault HIDDEN or FORBIDDEN unless it is the caller's image, or a member's who may share it */
    private void requireSharing(Caller caller, Image image, Set<String> readers) {
        if (!access.mayChange(caller, image)) {
            boolean isMember = readers.contains(caller.account());
            if (!isMember || !database.read(tables -> tables.members().canShare(image.id(), caller.account()))) {
                throw Access.refusal(isMember || image.isPublic());
            }
        }
    }

    private static void requireAccount(String account) {
        Account.require("member_id", account);
    }
}

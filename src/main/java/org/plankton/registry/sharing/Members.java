package org.plankton.registry.sharing;

import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.writing.ImageEdit;

/** What can be done to an image's members: the accounts that it is shared with. The owner is never one of them. */
public final class Members {
    private final Database database;
    private final ReaderSync readers;
    private final Access access;

    public Members(Database database, ReaderSync readers, Access access) {
        this.database = database;
        this.readers = readers;
        this.access = access;
    }

    /** All of them for the owner, only the caller for anybody else; in the order of their accounts. */
    public List<Member> list(Caller caller, String id) {
        Access.requireId(id);
        return database.read(tables -> {
            Image image = access.require(caller, tables.images().find(id));
            List<Member> members = tables.members().list(id);
            if (access.mayChange(caller, image)) {
                return members;
            }
            List<Member> own = members.stream()
                    .filter(member -> member.account().equals(caller.account()))
                    .toList();
            if (own.isEmpty() && !image.isForEveryone()) {
                throw Access.refusal(false);
            }
            return own;
        });
    }

    public void replace(Caller caller, String id, Map<String, Optional<Boolean>> canShare) {
        canShare.keySet().forEach(Members::requireAccount);
        change(caller, id, canShare, !canShare.isEmpty(), members -> {
            members.clear();
            members.addAll(canShare.keySet());
        });
    }

    public void add(Caller caller, String id, String account, Optional<Boolean> canShare) {
        requireAccount(account);
        change(caller, id, Map.of(account, canShare), true, members -> members.add(account));
    }

    /** Whether it was a member. */
    public boolean remove(Caller caller, String id, String account) {
        requireAccount(account);
        AtomicBoolean was = new AtomicBoolean();
        change(caller, id, Map.of(), false, members -> was.set(members.remove(account)));
        return was.get();
    }

    public List<SharedImage> listSharedWith(Caller caller, String account) {
        requireAccount(account);
        return database.read(tables -> tables.members()
                .listShared(caller.account(), account, caller.view().showsReserved()));
    }

    public List<SharedImage> listSharedTo(Caller caller, String account) {
        if (!Account.isWellFormed(account)) {
            return List.of();
        }
        boolean isEverybodys = account.equals(caller.account()) || access.isAdministrator(caller);
        String owner = isEverybodys ? null : caller.account();
        return database.read(tables ->
                tables.members().listSharedTo(account, owner, caller.view().showsReserved()));
    }

    /** @param gives whether the caller asks for anybody to be a member */
    private void change(
            Caller caller,
            String id,
            Map<String, Optional<Boolean>> canShare,
            boolean gives,
            Consumer<Set<String>> change) {
        Access.requireId(id);
        readers.change(
                caller, id, now -> plan(caller, now, gives, change), (tables, now) -> edit(tables, now, canShare));
    }

    private ReaderPlan plan(Caller caller, ReaderState now, boolean gives, Consumer<Set<String>> change) {
        Image image = access.require(caller, now.image());
        requireSharing(caller, image, now.readers());
        Set<String> members = new HashSet<>(Accounts.members(now.readers()));
        int before = members.size();
        change.accept(members);
        members.remove(image.owner());
        caller.view().limits().requireMembers(members.size(), before);
        if (image.isForEveryone()) {
            members.add(EVERYONE);
        }
        return ReaderPlan.ofRegistered(image.location(), gives, members);
    }

    /** Who becomes a member, or is none any longer, is {@link ReaderSync}'s to say. */
    private static ImageEdit edit(Tables tables, ReaderState now, Map<String, Optional<Boolean>> canShare) {
        Image image = tables.images().lock(now.image().id());
        Map<String, Boolean> said = said(tables, image, canShare);
        boolean hasMember = canShare.keySet().stream().anyMatch(account -> !account.equals(image.owner()));
        Image after = hasMember
                ? image.withMetadata(image.metadata()
                        .withVisibility(image.metadata().visibility().withMember()))
                : image;
        return ImageEdit.of(Journal.Kind.SHARE, image, after)
                .withCanShare(said)
                .withCountsReaders(!said.isEmpty()); // so that nobody goes on sharing who may no longer
    }

    /** What is said of whether members may share, and is not so already. */
    private static Map<String, Boolean> said(Tables tables, Image image, Map<String, Optional<Boolean>> canShare) {
        if (canShare.values().stream().allMatch(Optional::isEmpty)) {
            return Map.of();
        }
        Set<String> sharers = tables.members().list(image.id()).stream()
                .filter(Member::canShare)
                .map(Member::account)
                .collect(Collectors.toSet());
        Map<String, Boolean> said = new HashMap<>();
        canShare.forEach(
                (account, may) -> may.filter(yes -> !account.equals(image.owner()) && yes != sharers.contains(account))
                        .ifPresent(yes -> said.put(account, yes)));
        return said;
    }

    /** @throws Fault HIDDEN or FORBIDDEN unless it is the caller's image, or a member's who may share it */
    private void requireSharing(Caller caller, Image image, Set<String> readers) {
        if (!access.mayChange(caller, image)) {
            boolean isMember = readers.contains(caller.account());
            if (!isMember || !database.read(tables -> tables.members().canShare(image.id(), caller.account()))) {
                throw Access.refusal(isMember || image.isForEveryone());
            }
        }
    }

    private static void requireAccount(String account) {
        Account.require("member_id", account);
    }
}

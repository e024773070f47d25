package org.plankton.registry.sharing;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

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
        return database.snapshot(tables -> {
            Image image = access.require(caller, tables.images().find(id));
            List<Member> members = tables.members().list(id);
            if (access.mayChange(caller, image)) {
                return members;
            }
            List<Member> own = members.stream()
                    .filter(member -> member.account().equals(caller.account()))
                    .toList();
            boolean isReader = image.metadata().visibility().isForMembers() && !own.isEmpty();
            if (!isReader && !image.isForEveryone()) {
                throw Access.refusal(false);
            }
            return own;
        });
    }

    public void replace(Caller caller, String id, Map<String, Optional<Boolean>> canShare) {
        canShare.keySet().forEach(Members::requireAccount);
        change(caller, id, canShare, false, (image, members) -> {
            members.clear();
            members.addAll(canShare.keySet());
        });
    }

    public void add(Caller caller, String id, String account, Optional<Boolean> canShare) {
        requireAccount(account);
        change(caller, id, Map.of(account, canShare), false, (image, members) -> members.add(account));
    }

    /** The new member. */
    public Member invite(Caller caller, String id, String account) {
        requireAccount(account);
        change(caller, id, Map.of(account, Optional.empty()), true, (image, members) -> {
            if (!members.add(account) || account.equals(image.owner())) {
                throw new Fault(Fault.Kind.CONFLICT, "member: the account has the image already");
            }
        });
        return database.read(tables -> requireMember(tables.members().find(id, account)));
    }

    /** One of them, for the owner, or for who it is. */
    public Member find(Caller caller, String id, String account) {
        Access.requireId(id);
        return database.read(tables -> {
            Image image = access.requireSight(tables, caller, tables.images().find(id));
            return requireKnown(tables, caller, image, account);
        });
    }

    /** What the member then is. */
    public Member answer(Caller caller, String id, String account, MemberStatus status) {
        Access.requireId(id);
        return database.inTransaction(caller.account(), tables -> {
            Image image = access.requireSight(tables, caller, tables.images().lock(id));
            Member before = requireKnown(tables, caller, image, account);
            if (!account.equals(caller.account()) && !access.isAdministrator(caller)) {
                throw new Fault(Fault.Kind.FORBIDDEN, "status: nobody but the member itself says that");
            }
            if (before.status() == status) {
                return before;
            }
            ImageEdit edit = ImageEdit.of(EditKind.ANSWER, image, image).withMemberStatus(Map.of(account, status));
            ImageWriter.write(tables, caller, edit);
            return tables.members().find(id, account);
        });
    }

    /**
     * That member, of whom the caller may know. For what no account can be called the database is not asked, which does
     * not compare its names of accounts, in ASCII, with what is not.
     */
    private Member requireKnown(Tables tables, Caller caller, Image image, String account) {
        boolean mayKnow = account.equals(caller.account()) || access.mayChange(caller, image);
        return requireMember(
                mayKnow && Account.isWellFormed(account) ? tables.members().find(image.id(), account) : null);
    }

    private static Member requireMember(Member found) {
        if (found == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not shared with that member");
        }
        return found;
    }

    /** Whether it was a member. */
    public boolean remove(Caller caller, String id, String account) {
        requireAccount(account);
        AtomicBoolean was = new AtomicBoolean();
        change(caller, id, Map.of(), false, (image, members) -> was.set(members.remove(account)));
        return was.get();
    }

    /**
     * @param canShare whom the caller asks to be a member, be they one already, and whether they may share
     * @param whileShared whether it is refused unless the image is shared
     */
    private void change(
            Caller caller,
            String id,
            Map<String, Optional<Boolean>> canShare,
            boolean whileShared,
            BiConsumer<Image, Set<String>> change) {
        Access.requireId(id);
        readers.change(
                caller,
                id,
                now -> plan(caller, now, canShare.keySet(), whileShared, change),
                (tables, now) -> edit(tables, caller, now, canShare, whileShared));
    }

    private ReaderPlan plan(
            Caller caller,
            ReaderState now,
            Set<String> given,
            boolean whileShared,
            BiConsumer<Image, Set<String>> change) {
        Image image = access.require(caller, now.image());
        requireSharing(caller, image, now.readers());
        requireShared(image, whileShared);
        Set<String> members = new HashSet<>(now.members());
        int before = members.size();
        change.accept(image, members);
        members.remove(image.owner());
        caller.view().limits().requireMembers(members.size(), before);
        return ReaderPlan.ofRegistered(image.location(), !given.isEmpty(), members, visibility(image, given));
    }

    /** What it is once these are members, who may be nobody, or its owner, who is none. */
    private static Visibility visibility(Image image, Set<String> given) {
        Visibility now = image.metadata().visibility();
        return given.stream().anyMatch(account -> !account.equals(image.owner())) ? now.withMember() : now;
    }

    /** Who becomes a member, or is none any longer, is {@link ReaderSync}'s to say. */
    private static ImageEdit edit(
            Tables tables,
            Caller caller,
            ReaderState now,
            Map<String, Optional<Boolean>> canShare,
            boolean whileShared) {
        Image image = tables.images().lock(now.image().id());
        requireShared(image, whileShared); // which does not change who reads it, where there are no members
        Map<String, Boolean> said = said(tables, image, canShare);
        Image after = image.withMetadata(image.metadata().withVisibility(visibility(image, canShare.keySet())));
        return ImageEdit.of(EditKind.SHARE, image, after)
                .withCanShare(said)
                .withMemberStatus(answered(tables, caller, now, canShare.keySet()))
                .withCountsReaders(!said.isEmpty()); // so that nobody goes on sharing who may no longer
    }

    private static void requireShared(Image image, boolean whileShared) {
        if (whileShared && image.metadata().visibility() != Visibility.SHARED) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN, "only shared images have members; patch /visibility to be shared first");
        }
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

    /** Of those who have not answered yet, what the wire says that need not be waited for. */
    private static Map<String, MemberStatus> answered(
            Tables tables, Caller caller, ReaderState now, Set<String> given) {
        MemberStatus status = caller.view().newMember();
        if (status == MemberStatus.PENDING || Collections.disjoint(now.members(), given)) {
            return Map.of();
        }
        return tables.members().list(now.image().id()).stream()
                .filter(member -> member.status() == MemberStatus.PENDING && given.contains(member.account()))
                .collect(Collectors.toMap(Member::account, member -> status));
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

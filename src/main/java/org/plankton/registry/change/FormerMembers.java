package org.plankton.registry.change;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Past;
import org.plankton.registry.sharing.ReaderState;
import org.plankton.registry.writing.ImageEdit;

/** Whom an image was shared with, and is to be again. */
final class FormerMembers {
    /** By account; with what they have said since. */
    private final Map<String, Membership> members;

    FormerMembers(Past.Former former) {
        members = new HashMap<>(former.then().members());
        members.replaceAll((account, member) ->
                new Membership(member.canShare(), former.answers().getOrDefault(account, member.status())));
    }

    /** @param owner who is no member of what is theirs */
    Set<String> beside(String owner) {
        Set<String> accounts = new HashSet<>(members.keySet());
        accounts.remove(owner);
        return accounts;
    }

    /**
     * The edit, and what there is to say of its members beside who they are, which whoever changes readers says. Who is
     * one already stays with what they say to that.
     */
    ImageEdit in(ImageEdit edit, Tables tables, Caller caller, ReaderState now) {
        Map<String, Membership> known = now.members().isEmpty()
                ? Map.of()
                : tables.members().list(edit.after().id()).stream()
                        .collect(Collectors.toMap(Member::account, Membership::of));
        Membership coming = new Membership(false, caller.view().newMember());
        Map<String, Boolean> canShare = new HashMap<>();
        Map<String, MemberStatus> status = new HashMap<>();
        beside(edit.after().owner()).forEach(account -> {
            Membership then = members.get(account);
            Membership before = known.getOrDefault(account, coming);
            if (before.canShare() != then.canShare()) {
                canShare.put(account, then.canShare());
            }
            if (!known.containsKey(account) && before.status() != then.status()) {
                status.put(account, then.status());
            }
        });
        return edit.withCanShare(canShare)
                .withMemberStatus(status)
                .withCountsReaders(!canShare.isEmpty()); // so that nobody goes on sharing who may no longer
    }
}

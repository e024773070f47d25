package org.plankton.registry.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.Moment;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.JournalMapper.Extent;
import org.plankton.registry.request.Caller;

/** What images were, which is found by undoing what has been done to them since. */
public final class Past {
    /** Edits that are undone, at most, and bytes of what they have changed: some tenths of a second's work. */
    private static final int MOST_EDITS = 10_000;

    private static final long MOST_BYTES = 16 << 20;
    private static final int AT_ONCE = 200;

    private final Access access;

    public Past(Access access) {
        this.access = access;
    }

    /**
     * The account whose image it is, or was when it was registered last.
     *
     * @throws Fault NOT_FOUND if there is no such image, and the caller had none; HIDDEN or FORBIDDEN if they may not
     *     change it
     */
    public String requireOwn(Tables tables, Caller caller, String id) {
        Image image = tables.images().find(id);
        if (image != null) {
            return access.requireChange(tables, caller, image).owner();
        }
        return last(tables, id)
                .map(HistoryEntry::owner)
                .filter(owner -> owner.equals(caller.account()) || access.isAdministrator(caller))
                .orElseThrow(Access::notFound);
    }

    private static Optional<HistoryEntry> last(Tables tables, String id) {
        return tables.journal().page(HistoryQuery.ofImage(id), 1).entries().stream()
                .findFirst();
    }

    /**
     * What an image was.
     *
     * @param isRegistered whether it is registered now
     * @param owner whose it is, or was last
     * @param position of the last edit of it; 0 if none is known
     * @param last what it is, or was when it was registered last
     * @param then what it was at the moment that is asked for
     * @param answers of accounts that are no members any longer, and were since then: what they said last
     */
    public record Former(
            String id,
            boolean isRegistered,
            String owner,
            long position,
            ImageState last,
            ImageState then,
            Map<String, MemberStatus> answers) {
        /** Whether nothing has been done to the image since it was looked at. */
        public boolean isStill(Tables tables) {
            return Past.last(tables, id).map(HistoryEntry::position).orElse(0L) == position;
        }
    }

    /**
     * What the image was at that moment; to be asked in a transaction, which keeps others from changing it.
     *
     * @param moment empty: when it was registered last, which it is no longer
     * @throws Fault NOT_FOUND if there is no such image, and the caller had none; HIDDEN or FORBIDDEN if they may not
     *     change it; BAD_REQUEST if it is registered, and no moment is named; if it had no such edit, or too many
     *     since; if it was not registered then, or was another account's, and the caller is no administrator
     */
    public Former find(Tables tables, Caller caller, String id, Optional<Moment> moment) {
        Image image = tables.images().lock(id);
        String owner = requireOwn(tables, caller, id);
        if (image != null && moment.isEmpty()) {
            throw Fault.badRequest("the image is registered: send {\"position\": N}, and it is what it was after the"
                    + " change N of its history; or {\"before\": N}, what it was before that");
        }
        moment.ifPresent(when -> requireKnown(tables, id, when));
        Former former = undone(tables, id, image, owner, moment);
        if (!former.then.isRegistered()) {
            throw refusal(moment, "the image was not registered then");
        }
        boolean wasTheirs = former.then.owner().equals(Optional.of(owner));
        if (!wasTheirs && !access.isAdministrator(caller)) {
            throw refusal(moment, "the image was another account's then");
        }
        return former;
    }

    /** @param image as it is registered; null: it is not */
    private static Former undone(Tables tables, String id, Image image, String owner, Optional<Moment> moment) {
        ImageState now = ImageState.of(image == null ? tables.images().findDeleted(id) : image, members(tables, id));
        Undoing undoing = new Undoing(now, moment);
        long before = Long.MAX_VALUE;
        for (int count = 0; count < MOST_EDITS && !undoing.isOver(); ) {
            List<HistoryEntry> entries = tables.journal()
                    .page(HistoryQuery.ofImage(id).withBefore(before), AT_ONCE)
                    .entries();
            if (entries.isEmpty()) {
                break;
            }
            entries.stream().takeWhile(entry -> !undoing.isOver()).forEach(undoing::undo);
            before = entries.get(entries.size() - 1).position();
            count += entries.size();
        }
        if (!undoing.isOver()) {
            throw refusal(moment, "it is not known any longer what the image was");
        }
        return new Former(id, image != null, owner, undoing.position, undoing.last, undoing.then, undoing.answers);
    }

    /** What an image is, while its edits are undone, the last first, until it is known what it was. */
    private static final class Undoing {
        private final Optional<Moment> moment;
        private final Map<String, MemberStatus> answers = new HashMap<>();
        private ImageState state;
        private ImageState last;
        private ImageState then;
        private long position;

        Undoing(ImageState now, Optional<Moment> moment) {
            this.moment = moment;
            this.state = now;
            noteLast();
        }

        boolean isOver() {
            return last != null && then != null;
        }

        void undo(HistoryEntry entry) {
            position = Math.max(position, entry.position());
            noteThen(entry, false);
            state = state.undone(entry.before(), entry.after());
            noteThen(entry, true);
            noteLast();
            entry.before().members().forEach((account, member) -> {
                if (member.status() != null) {
                    answers.putIfAbsent(account, member.status());
                }
            });
        }

        private void noteThen(HistoryEntry entry, boolean isBefore) {
            if (moment.equals(Optional.of(new Moment(entry.position(), isBefore)))) {
                then = state;
            }
        }

        private void noteLast() {
            if (last == null && state.isRegistered()) {
                last = state;
                then = moment.isEmpty() ? state : then;
            }
        }
    }

    private static Map<String, Membership> members(Tables tables, String id) {
        return tables.members().list(id).stream().collect(Collectors.toMap(Member::account, Membership::of));
    }

    private static void requireKnown(Tables tables, String id, Moment moment) {
        long position = moment.position();
        boolean isKnown = position >= 0
                && position < Long.MAX_VALUE
                && tables.journal().page(HistoryQuery.ofImage(id).withBefore(position + 1), 1).entries().stream()
                        .anyMatch(entry -> entry.position() == position);
        if (!isKnown) {
            throw refusal(Optional.of(moment), "the image's history has no such change, or not any longer");
        }
        Extent extent = tables.journal().extent(id, position);
        if (extent.count() > MOST_EDITS || extent.bytes() > MOST_BYTES) {
            throw refusal(Optional.of(moment), "the image has been changed too often since; name a later change first");
        }
    }

    /** Names the moment as whoever asked for it has. */
    private static Fault refusal(Optional<Moment> moment, String why) {
        String name =
                moment.map(when -> when.isBefore() ? "before: " : "position: ").orElse("");
        return Fault.badRequest(name + why);
    }
}

package org.plankton.registry.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.Moment;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;

/** What images were, which is found by undoing what has been done to them since. */
public final class Past {
    /** Edits that are undone, at most. */
    private static final int DEEPEST = 10_000;

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
        return tables.journal().listOfImage(id, null, Long.MAX_VALUE, 1).stream()
                .map(HistoryEntry::owner)
                .filter(owner -> owner.equals(caller.account()) || access.isAdministrator(caller))
                .findFirst()
                .orElseThrow(Access::notFound);
    }

    /**
     * What an image was.
     *
     * @param isRegistered whether it is registered now
     * @param owner whose it is, or was last
     */
    public record Former(boolean isRegistered, String owner, ImageState state) {}

    /**
     * What the image was at that moment; to be asked of one moment's tables.
     *
     * @param moment empty: when it was registered last, which it is no longer
     * @throws Fault NOT_FOUND if there is no such image, and the caller had none; HIDDEN or FORBIDDEN if they may not
     *     change it; BAD_REQUEST if it is registered, and no moment is named; if it had no such edit, or too many
     *     since; if it was not registered then, or was another account's, and the caller is no administrator
     */
    public Former find(Tables tables, Caller caller, String id, Optional<Moment> moment) {
        String owner = requireOwn(tables, caller, id);
        Image image = tables.images().find(id);
        if (image != null && moment.isEmpty()) {
            throw Fault.badRequest("position is required: the image is registered, so say which change of its"
                    + " history it is to be as after; or before: as before which");
        }
        ImageState now = ImageState.of(image == null ? tables.images().findDeleted(id) : image, members(tables, id));
        ImageState then = undone(tables, id, now, moment);
        if (!then.isRegistered()) {
            throw Fault.badRequest("position: the image was not registered then");
        }
        boolean wasTheirs = then.image(id).owner().equals(owner);
        if (!wasTheirs && !access.isAdministrator(caller)) {
            throw Fault.badRequest("position: the image was another account's then");
        }
        return new Former(image != null, owner, then);
    }

    private static Map<String, Membership> members(Tables tables, String id) {
        return tables.members().list(id).stream().collect(Collectors.toMap(Member::account, Membership::of));
    }

    private static ImageState undone(Tables tables, String id, ImageState now, Optional<Moment> moment) {
        ImageState state = now;
        long before = Long.MAX_VALUE;
        for (int count = 0; count < DEEPEST; count += AT_ONCE) {
            List<HistoryEntry> entries = tables.journal().listOfImage(id, null, before, AT_ONCE);
            for (HistoryEntry entry : entries) {
                boolean isThat =
                        moment.isPresent() && entry.position() == moment.get().position();
                if (isThat && !moment.get().isBefore()) {
                    return state;
                }
                state = state.undone(entry.before(), entry.after());
                if (isThat || moment.isEmpty() && state.isRegistered()) {
                    return state;
                }
                before = entry.position();
            }
            if (entries.size() < AT_ONCE) {
                throw Fault.badRequest("position: the image's history has no such change, or not any longer");
            }
        }
        throw Fault.badRequest("position: the image has been changed too often since; name a later change first");
    }
}

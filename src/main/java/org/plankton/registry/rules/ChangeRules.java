package org.plankton.registry.rules;

import java.util.Optional;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;

/** What a change makes of an image, and what it may not. */
public final class ChangeRules {
    private final Access access;
    private final ChangeClock clock;

    public ChangeRules(Access access, ChangeClock clock) {
        this.access = access;
        this.clock = clock;
    }

    /**
     * What {@code before} is to become; {@code before} itself if nothing is different.
     *
     * @param hasMembers whether it is shared with any account
     * @throws Fault FORBIDDEN if the caller may not give it away; STALE if they have not seen its last change; MISMATCH
     *     if size or checksum are not the image's; FORBIDDEN if it should be queued, and is not; BAD_REQUEST if it has
     *     no bytes and is to have another status;
     *     CONFLICT if it is to be available, and its file is not what was registered; those of the change of its
     *     metadata; FORBIDDEN if the caller may not make it public; OVER_LIMIT, BAD_REQUEST or
     *     TOO_MANY_PROPERTIES if the image would have more than the limits allow
     */
    public Image apply(Caller caller, Image before, Change change, boolean hasMembers) {
        String owner = change.owner().orElse(before.owner());
        if (!owner.equals(before.owner()) && !access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only an administrator gives an image to another account");
        }
        if (change.seen().isPresent() && !change.seen().get().contains(before.updatedAt())) {
            throw new Fault(
                    Fault.Kind.STALE, "the image has changed since you saw it; HEAD it again and repeat the change");
        }
        change.expected().require(before.content());
        if (change.whileQueued() && before.status() != Status.QUEUED) {
            throw new Fault(Fault.Kind.FORBIDDEN, "disk_format and container_format change only while it is queued");
        }
        if (!before.hasBytes() && change.status().orElse(before.status()) != before.status()) {
            throw Fault.badRequest("status is for an image that has bytes; leave it out");
        }
        if (before.found() != null && change.status().equals(Optional.of(Status.AVAILABLE))) {
            throw new Fault(Fault.Kind.CONFLICT, before.found().message());
        }
        caller.view().limits().require(change.metadata(), before.metadata());
        Metadata metadata = change.metadata().applyTo(before.metadata(), hasMembers);
        access.requirePublishing(caller, before.metadata().visibility(), metadata.visibility());
        Status status = change.status()
                .filter(given -> given != before.status() || change.meansStatus())
                .orElse(before.ownStatus());
        Image same = before.withOwner(owner).withMetadata(metadata).withOwnStatus(status, before.updatedAt());
        if (same.equals(before) && !change.touches()) {
            return before;
        }
        Image after = same.withUpdatedAt(clock.after(before));
        caller.view().limits().requireTags(metadata.tags(), before.metadata().tags());
        caller.view().limits().requireTotals(after, before);
        return after;
    }
}

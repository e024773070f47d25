package org.plankton.registry.history;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * A registered image and its members, as one registry hands them to another.
 *
 * @param members by account; where one's status is null nobody has told it
 * @param untold what of all this is nothing that was said, but only how nothing is written
 */
public record WholeImage(Image image, SortedMap<String, Membership> members, Set<Untold> untold) {
    /** What a registry may not tell of an image. */
    public enum Untold {
        /** All of its bytes, but that it has some: whether it is available or not is told. */
        BYTES,
        /** Which it is of private, shared and community, if it is not public. */
        PRIVACY,
        /** Whom it is shared with. */
        MEMBERS,
        /** Which members may share it in their turn. */
        CAN_SHARE,
        /** What Synnefo has no word for: whether it is protected and hidden, its minima and its tags. */
        OPENSTACKS
    }

    public WholeImage {
        untold = Set.copyOf(untold);
    }

    /** Of which all is told. */
    public WholeImage(Image image, SortedMap<String, Membership> members) {
        this(image, members, Set.of());
    }

    public static WholeImage of(Image image, List<Member> members) {
        SortedMap<String, Membership> named = new TreeMap<>();
        members.forEach(member -> named.put(member.account(), Membership.of(member)));
        return new WholeImage(image, named);
    }

    /** Without the owner, who is no member of what is theirs. */
    public Map<String, Membership> others() {
        SortedMap<String, Membership> others = new TreeMap<>(members);
        others.remove(image.owner());
        return others;
    }

    /** The same, which waits for its bytes if nothing is told of them. */
    public WholeImage alone() {
        return isUntold(Untold.BYTES) && image.content() == null
                ? new WholeImage(image.withStatus(Status.QUEUED), members, untold)
                : this;
    }

    /**
     * The same, with all that is not told as it is known. One that waits for its bytes there keeps those that it has by
     * now, or that are on their way.
     *
     * @param known the image of that id, as it is here
     * @param its members, by account
     */
    public WholeImage completedBy(Image known, Map<String, Membership> its) {
        SortedMap<String, Membership> all = new TreeMap<>(members);
        if (isUntold(Untold.MEMBERS)) {
            all.clear();
            all.putAll(its);
        }
        all.replaceAll((account, member) -> completed(member, its.get(account)));
        Image same = known.hasBytes() || known.status() == Status.SAVING ? withBytes(known) : alone().image;
        return new WholeImage(same.withMetadata(completed(known.metadata(), !all.isEmpty())), all);
    }

    private boolean isUntold(Untold part) {
        return untold.contains(part);
    }

    /** @param known null: it is none here */
    private Membership completed(Membership told, Membership known) {
        return known == null
                ? told
                : new Membership(
                        isUntold(Untold.CAN_SHARE) ? known.canShare() : told.canShare(),
                        told.status() == null ? known.status() : told.status());
    }

    private Image withBytes(Image known) {
        boolean isWaiting = image.status() == Status.QUEUED;
        if (!isWaiting && !(isUntold(Untold.BYTES) && image.content() == null)) {
            return image;
        }
        boolean isTold = !isWaiting && known.status() != Status.SAVING;
        return image.with()
                .status(isTold ? image.status() : known.ownStatus())
                .content(known.content())
                .build();
    }

    private Metadata completed(Metadata known, boolean hasMembers) {
        Metadata metadata = image.metadata();
        if (isUntold(Untold.PRIVACY)) {
            Visibility visibility =
                    known.visibility().withPublic(metadata.visibility() == Visibility.PUBLIC, hasMembers);
            metadata = metadata.withVisibility(
                    metadata.visibility() == Visibility.SHARED ? visibility.withMember() : visibility);
        }
        return isUntold(Untold.OPENSTACKS)
                ? metadata.with()
                        .isProtected(known.isProtected())
                        .isHidden(known.isHidden())
                        .minRam(known.minRam())
                        .minDisk(known.minDisk())
                        .tags(known.tags())
                        .build()
                : metadata;
    }
}

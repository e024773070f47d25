package org.plankton.registry.change;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Words;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.ImportMode;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.writing.ImageEdit;
import org.plankton.registry.writing.ImageWriter;

/**
 * Takes images over from another registry, as they are there: with their ids, owners, times and members. The object
 * store is neither asked nor told anything: of a new image, that the bytes are there, and who may read them, is so
 * already. What an update changes of that is noted for whoever next tells the store.
 *
 * <p>Each image is there wholly afterwards, or not at all. Many are written in one transaction, as that is many times
 * as fast; where it fails by one of them each is written by itself.
 */
public final class Import {
    private static final System.Logger LOG = System.getLogger(Import.class.getName());

    private final Database database;
    private final Access access;
    private final ChangeClock clock;

    public Import(Database database, Access access, ChangeClock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    /** Ends a transaction of which nothing is to be left. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<ImportOutcome> outcomes;

        Undone(List<ImportOutcome> outcomes) {
            super("only a trial", null, false, false);
            this.outcomes = outcomes;
        }
    }

    /** @param reader is handed what becomes of each, in their order, as soon as that is certain */
    public void importAll(Caller caller, List<WholeImage> images, ImportMode mode, Consumer<ImportOutcome> reader) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may import images");
        }
        List<ImportOutcome> outcomes;
        try {
            outcomes = inOne(caller, images, mode);
        } catch (Fault fault) {
            throw fault;
        } catch (RuntimeException e) { // by which of them is not known, nor that it is not a fault of ours
            LOG.log(Level.DEBUG, "images are imported one by one", e);
            images.forEach(image -> reader.accept(alone(caller, image, mode)));
            return;
        }
        outcomes.forEach(reader);
    }

    private List<ImportOutcome> inOne(Caller caller, List<WholeImage> images, ImportMode mode) {
        try {
            return database.inTransaction(caller.account(), tables -> {
                List<ImportOutcome> outcomes = new ArrayList<>();
                images.forEach(image -> outcomes.add(importOne(tables, caller, image, mode)));
                if (mode.isTrial()) {
                    throw new Undone(outcomes);
                }
                return outcomes;
            });
        } catch (Undone trial) {
            return trial.outcomes;
        }
    }

    private ImportOutcome alone(Caller caller, WholeImage image, ImportMode mode) {
        try {
            return inOne(caller, List.of(image), mode).get(0);
        } catch (Fault fault) {
            throw fault;
        } catch (RuntimeException e) { // whatever it is about this one, the others are to come in all the same
            LOG.log(Level.ERROR, () -> "image " + image.image().id() + " could not be imported", e);
            return refused(image, "it could not be written; the log says why");
        }
    }

    private ImportOutcome importOne(Tables tables, Caller caller, WholeImage whole, ImportMode mode) {
        try {
            Importable.require(whole.alone());
            Image known = requireFree(tables, whole.image());
            return known == null ? add(tables, caller, whole.alone()) : update(tables, caller, whole, known, mode);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.UNAVAILABLE) {
                throw fault;
            }
            return refused(whole, fault.getMessage());
        }
    }

    private static ImportOutcome refused(WholeImage whole, String reason) {
        return new ImportOutcome(whole.image().id(), ImportOutcome.Kind.REFUSED, reason);
    }

    /**
     * The image of that id, locked; null if there is none, and may be one.
     *
     * @throws Fault CONFLICT if the id, the location or the object is another image's, or was
     */
    private static Image requireFree(Tables tables, Image image) {
        // As a rule. Unlocked: of two who find nothing one writes, and the other begins anew and finds that.
        if (image.hasBytes()
                && tables.images().isUnknown(image.location(), image.objectUuid(), image.id())
                && !tables.images().isRetired(image.id(), null)) {
            return null;
        }
        Image known = tables.images().lock(image.id());
        if (image.hasBytes()) {
            tables.images().lockCoupled(image.location(), image.objectUuid(), image.id()).stream()
                    .filter(other -> other.deletedAt() == null && !other.id().equals(image.id()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new Fault(
                                Fault.Kind.CONFLICT,
                                "its " + (image.location().equals(other.location()) ? "location" : "object")
                                        + " is image " + other.id() + "'s here");
                    });
        }
        if (known == null && tables.images().isRetired(image.id(), null)) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "an image of that id was unregistered here: restore it, if it is to be there");
        }
        boolean isNoted = image.hasBytes()
                ? tables.images().isEntangled(image.id(), image.location(), image.objectUuid(), true)
                : tables.uploads().isNoted(image.id());
        if (known == null && isNoted) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "the object store is still to be told of another image that was at its location, or that had its"
                            + " id: try again later");
        }
        return known;
    }

    private static ImportOutcome add(Tables tables, Caller caller, WholeImage whole) {
        Map<String, Membership> members = whole.others();
        Importable.requireWithin(caller.view().limits(), null, 0, whole.image(), members.size());
        ImageEdit edit = ImageEdit.of(EditKind.IMPORT, null, whole.image()).withJoined(members.keySet());
        ImageWriter.write(
                tables,
                caller,
                withMemberships(edit, members, Map.of(), caller.view().newMember()));
        return new ImportOutcome(whole.image().id(), ImportOutcome.Kind.ADDED, "");
    }

    private ImportOutcome update(Tables tables, Caller caller, WholeImage whole, Image known, ImportMode mode) {
        Map<String, Membership> before =
                tables.members().list(known.id()).stream().collect(Collectors.toMap(Member::account, Membership::of));
        WholeImage told = whole.completedBy(known, before);
        Image after = updated(known, told.image());
        Map<String, Membership> members = told.others();
        Set<String> differences = differences(known, before, after, members);
        if (differences.isEmpty()) {
            return new ImportOutcome(known.id(), ImportOutcome.Kind.ALIKE, "");
        }
        String reason = "different here: " + String.join(", ", differences);
        if (!mode.updates()) {
            return new ImportOutcome(known.id(), ImportOutcome.Kind.DIFFERENT, reason);
        }
        requirePossible(known, after);
        Importable.requireWithin(caller.view().limits(), known, before.size(), after, members.size());
        note(tables, known, before.keySet(), after, members.keySet());
        Set<String> joined = new TreeSet<>(members.keySet());
        joined.removeAll(before.keySet());
        Set<String> left = new TreeSet<>(before.keySet());
        left.removeAll(members.keySet());
        ImageEdit edit = ImageEdit.of(EditKind.IMPORT, known, withFound(known, after))
                .withJoined(joined)
                .withLeft(left)
                .withCountsReaders(true);
        ImageWriter.write(
                tables,
                caller,
                withMemberships(edit, members, before, caller.view().newMember()));
        return new ImportOutcome(known.id(), ImportOutcome.Kind.UPDATED, reason);
    }

    /**
     * @throws Fault CONFLICT if the known image's bytes are on their way, or were uploaded here, and others are to be
     *     its; or it cannot have that status now; BAD_REQUEST if it has bytes, and is to have no format
     */
    private static void requirePossible(Image known, Image after) {
        if (known.status() == Status.SAVING && after.status() != Status.SAVING) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "its bytes are just being uploaded here: import it when that has ended");
        }
        if (known.hasBytes() && known.content().isOwn() && isOther(known.content(), after.content())) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "its bytes were uploaded here, and stay its own: it keeps their location, and what they are");
        }
        if (!known.status().mayBecome(after.status())) {
            throw new Fault(
                    Fault.Kind.CONFLICT,
                    "it is " + Words.of(known.status()) + " here, and cannot become " + Words.of(after.status()));
        }
        if (after.hasBytes() || after.status() == Status.SAVING) {
            after.metadata().requireFormats();
        }
    }

    /**
     * Notes what the object store is to be told once somebody comes who may: who reads the image from now on, and no
     * longer.
     *
     * @throws Fault CONFLICT if another object is to be its, and that one is being uploaded or deleted; then nothing is
     *     noted, since the transaction goes on with others
     */
    private static void note(Tables tables, Image known, Set<String> membersBefore, Image after, Set<String> members) {
        if (after.hasBytes() && !after.location().equals(known.location())) {
            Orphans.take(tables, after.location());
        }
        ReaderSync.noteChange(tables, known, membersBefore, after, members);
        if (isMoved(known, after) || !known.owner().equals(after.owner())) {
            Revision.noteGivenTo(tables, known);
        }
    }

    private static boolean isMoved(Image known, Image after) {
        return known.hasBytes() && !known.location().equals(after.location());
    }

    /** As it is to be; with what is known here alone of the same bytes. */
    private Image updated(Image known, Image image) {
        Content its = image.content();
        Content was = known.content();
        Content content = !isSame(was, its)
                ? its
                : completed(its, was)
                        .withIsOwn(its.isOwn() || was.isOwn() && its.location().equals(was.location()));
        return image.with()
                .content(content)
                .createdAt(known.createdAt())
                .updatedAt(image.updatedAt().isAfter(known.updatedAt()) ? image.updatedAt() : clock.after(known))
                .build();
    }

    /** What is not known of the one is as it is known of the other. */
    private static Content completed(Content one, Content other) {
        return one.with()
                .objectUuid(one.objectUuid() == null ? other.objectUuid() : one.objectUuid())
                .md5(one.md5().isEmpty() ? other.md5() : one.md5())
                .sha512(one.sha512().isEmpty() ? other.sha512() : one.sha512())
                .virtualSize(one.virtualSize().isEmpty() ? other.virtualSize() : one.virtualSize())
                .build();
    }

    /** Whether they are other bytes, or elsewhere, as far as is known of both; or none. */
    private static boolean isOther(Content was, Content its) {
        return its == null || !completed(its, was).equals(completed(was, its));
    }

    private static boolean isSame(Content one, Content other) {
        return one != null && other != null && one.checksum().equals(other.checksum());
    }

    /** The same with what the last look at its file has found, if it is to have the same bytes at the same place. */
    private static Image withFound(Image known, Image after) {
        boolean isAmiss = known.found() != null
                && isSame(known.content(), after.content())
                && known.location().equals(after.location());
        return isAmiss ? after.withFound(known.found()).withOwnStatus(after.status(), after.updatedAt()) : after;
    }

    /** The names of what differs. When it was changed, and what a look at the file has found, does not count. */
    private static Set<String> differences(
            Image known, Map<String, Membership> membersBefore, Image after, Map<String, Membership> members) {
        Image before = known.with()
                .status(known.ownStatus())
                .found(null)
                .updatedAt(after.updatedAt())
                .build();
        ImageState.Difference difference = ImageState.Difference.of(before, membersBefore, after, members);
        Set<String> names = new TreeSet<>(difference.before().values().keySet());
        names.addAll(difference.after().values().keySet());
        return names;
    }

    /** The edit, and what there is to say of each member. */
    private static ImageEdit withMemberships(
            ImageEdit edit, Map<String, Membership> members, Map<String, Membership> before, MemberStatus newMember) {
        Map<String, Boolean> canShare = new HashMap<>();
        Map<String, MemberStatus> status = new HashMap<>();
        members.forEach((account, member) -> {
            Membership then = before.getOrDefault(account, new Membership(false, newMember));
            if (member.canShare() != then.canShare()) {
                canShare.put(account, member.canShare());
            }
            if (member.status() != null && member.status() != then.status()) {
                status.put(account, member.status());
            }
        });
        return edit.withCanShare(canShare).withMemberStatus(status);
    }
}

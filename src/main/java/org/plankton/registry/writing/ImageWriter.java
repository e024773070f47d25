package org.plankton.registry.writing;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.ports.AccountWriteMapper;
import org.plankton.registry.ports.AssessmentMapper.Renamed;
import org.plankton.registry.ports.AssessmentMapper.Stored;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.MemberWriteMapper;
import org.plankton.registry.request.Caller;

/**
 * The one way by which images and their members get into the tables: row, indexes of properties and tags, and members
 * are written together with one entry of the journal, within one transaction.
 */
public final class ImageWriter {
    /** By which an image comes to be used; an upload is refused where it begins, so that no bytes are sent in vain. */
    private static final Set<EditKind> REGISTRATIONS =
            EnumSet.of(EditKind.REGISTER, EditKind.RESERVE, EditKind.LOCATE, EditKind.BEGIN_UPLOAD);

    private ImageWriter() {}

    /**
     * Writes what is different, if anything is.
     *
     * @param caller who makes the change, be it the service itself; their view has the quotas that it is held to
     * @throws Fault OVER_LIMIT if the image's owner would have more than a quota allows, and more than before;
     *     BAD_REQUEST if it is registered, may not boot, and that is not allowed
     */
    public static void write(Tables tables, Caller caller, ImageEdit edit) {
        List<Journal.Nearing> nearing = QuotaCheck.require(
                tables, caller, edit, account -> tables.writes().accounts().lock(account));
        ImageEdit displaced = edit.displaced();
        if (displaced == null) {
            writeAlone(tables, caller, edit, nearing);
        } else if (displaced.isDeletion()) {
            writeAlone(tables, caller, displaced, List.of());
            writeAlone(tables, caller, edit, nearing);
        } else { // both have a location that the other one had, and no two images have the same at any time
            tables.writes().images().vacate(displaced.before().id());
            writeAlone(tables, caller, edit, nearing);
            writeAlone(tables, caller, displaced, List.of());
        }
    }

    private static void writeAlone(Tables tables, Caller caller, ImageEdit edit, List<Journal.Nearing> nearing) {
        requireStatus(edit);
        Map<String, String> met = meetAccounts(tables.writes().accounts(), edit);
        Map<String, Membership> membersBefore = membersBefore(tables, edit);
        if (edit.isInsertion()) {
            writeImage(tables, caller, edit, Stored.ofNone(met.get(edit.after().owner())));
        } else if (!Objects.equals(edit.before(), edit.after())) {
            Image image = edit.after() == null ? edit.before() : edit.after();
            writeImage(tables, caller, edit, tables.assessments().find(image));
        } else if (edit.countsReaders()) {
            tables.writes().images().countReadersChange(edit.after().id());
        }
        writeMembers(tables.writes().members(), edit, caller.view().newMember());
        if (edit.changesAnything()) {
            tables.writes()
                    .journal()
                    .write(new Journal.Entry(
                            caller.account(),
                            caller.source(),
                            edit.kind(),
                            edit.before(),
                            edit.after(),
                            membersBefore,
                            membersAfter(edit, membersBefore, caller.view().newMember()),
                            nearing));
        }
    }

    /**
     * The row, what is made of it, and by what it is found.
     *
     * @param stored of the image until now, and of whoever is to own it
     */
    private static void writeImage(Tables tables, Caller caller, ImageEdit edit, Stored stored) {
        Image before = edit.before();
        Image after = edit.after();
        ImageWriteMapper images = tables.writes().images();
        Assessing assessing = new Assessing(tables);
        ImageIndex indexBefore = assessing.before(before, stored);
        Assessment assessment = assessing.assess(after, stored.sharesName(), ownerName(tables, caller, after, stored));
        requireReadiness(tables, edit.kind(), assessment);
        ImageIndex indexAfter = assessing.after(after, assessment);
        if (before != null) {
            indexBefore.removeFor(indexAfter, images, before.id());
        }
        writeRow(images, edit, assessment);
        if (after != null) {
            indexAfter.addTo(indexBefore, images, after.id());
        }
        assessing.followNames(before, after, stored.sharesName());
    }

    /** Of what is registered, where that is to be strict. */
    private static void requireReadiness(Tables tables, EditKind kind, Assessment assessment) {
        Assessor assessor = tables.writes().assessor();
        if (assessor.isStrict()
                && REGISTRATIONS.contains(kind)
                && assessment != null
                && assessment.readiness() == Readiness.MAY_NOT_BOOT) {
            throw Fault.badRequest("the image may not boot, and is not registered: " + assessor.words(assessment));
        }
    }

    /** What is noted of whoever owns the image; and is noted now, if it is the caller. */
    private static String ownerName(Tables tables, Caller caller, Image image, Stored stored) {
        boolean isNews = image != null
                && image.owner().equals(caller.account())
                && !caller.displayName().isEmpty()
                && !caller.displayName().equals(stored.ownerName());
        if (isNews) {
            tables.writes().accounts().name(caller.account(), caller.displayName());
        }
        return isNews ? caller.displayName() : stored.ownerName();
    }

    /** By account, those who are members no longer, or will be so otherwise. */
    private static Map<String, Membership> membersBefore(Tables tables, ImageEdit edit) {
        Set<String> changed = new HashSet<>(edit.left());
        changed.addAll(edit.canShare().keySet());
        changed.addAll(edit.memberStatus().keySet());
        changed.removeAll(edit.joined());
        if (changed.isEmpty()) {
            return Map.of();
        }
        return tables.members().list(edit.before().id()).stream()
                .filter(member -> changed.contains(member.account()))
                .collect(Collectors.toMap(Member::account, Membership::of));
    }

    private static Map<String, Membership> membersAfter(
            ImageEdit edit, Map<String, Membership> before, MemberStatus newMember) {
        Map<String, Membership> after = new HashMap<>(before);
        after.keySet().removeAll(edit.left());
        edit.joined().forEach(account -> after.put(account, new Membership(false, newMember)));
        after.replaceAll((account, member) -> new Membership(
                edit.canShare().getOrDefault(account, member.canShare()),
                edit.memberStatus().getOrDefault(account, member.status())));
        return after;
    }

    /** Assesses an image anew that has not changed, as others have, or the catalogue, or the day. */
    public static void assess(Tables tables, String id) {
        new Assessing(tables).anew(id);
    }

    /** Once all images of an account have been assessed since it was renamed last. */
    public static void indexName(Tables tables, Renamed renamed) {
        tables.writes().accounts().indexName(renamed.account(), renamed.renames());
    }

    private static void requireStatus(ImageEdit edit) {
        boolean isAllowed = edit.isInsertion()
                || edit.after() == null
                || edit.before().status().mayBecome(edit.after().status());
        if (!isAllowed) {
            throw new IllegalStateException("an image that is " + edit.before().status() + " cannot become "
                    + edit.after().status());
        }
    }

    private static void writeRow(ImageWriteMapper images, ImageEdit edit, Assessment assessment) {
        if (edit.isInsertion()) {
            if (edit.before() != null) {
                images.forget(edit.before().id());
            }
            images.insert(edit.after(), assessment);
        } else if (edit.after() == null) {
            images.forget(edit.before().id());
        } else {
            images.update(edit.after(), assessment, edit.countsReaders() ? 1 : 0);
            if (edit.isUnregistration()) {
                images.retire(edit.before().id(), edit.before().objectId());
            }
        }
    }

    /**
     * Those whom this is the first to name, as far as can be seen from here; and the owner of what is inserted.
     *
     * @return as {@link AccountWriteMapper#meet}
     */
    private static Map<String, String> meetAccounts(AccountWriteMapper accounts, ImageEdit edit) {
        Set<String> coming = named(edit.after());
        coming.addAll(edit.joined());
        coming.removeAll(named(edit.before()));
        if (edit.isInsertion()) {
            coming.add(edit.after().owner());
        }
        return coming.isEmpty() ? Map.of() : accounts.meet(coming);
    }

    private static Set<String> named(Image image) {
        Set<String> accounts = new HashSet<>();
        if (image != null) {
            accounts.add(image.owner());
            if (image.location() != null) {
                accounts.add(image.location().account());
            }
        }
        return accounts;
    }

    private static void writeMembers(MemberWriteMapper members, ImageEdit edit, MemberStatus newMember) {
        if (!edit.left().isEmpty()) {
            members.delete(edit.before().id(), edit.left());
        }
        if (!edit.joined().isEmpty()) {
            requireAll(edit, members.insert(edit.after().id(), edit.joined(), newMember));
        }
        edit.canShare()
                .forEach((account, may) -> members.setCanShare(edit.after().id(), account, may));
        edit.memberStatus()
                .forEach((account, status) -> members.setStatus(edit.after().id(), account, status));
    }

    private static void requireAll(ImageEdit edit, int written) {
        if (written != edit.joined().size()) {
            throw new IllegalStateException(
                    "of " + edit.joined().size() + " members of an image " + written + " could be written");
        }
    }
}

package org.plankton.registry.writing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.ports.AccountWriteMapper;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.ImageWriteMapper.Tag;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.MemberWriteMapper;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

/**
 * The one way by which images and their members get into the tables: row, indexes of properties and tags, and members
 * are written together with one entry of the journal, within one transaction.
 */
public final class ImageWriter {
    private ImageWriter() {}

    /**
     * Writes what is different, if anything is.
     *
     * @param caller who makes the change, be it the service itself; their view has the quotas that it is held to
     * @throws Fault OVER_LIMIT if the image's owner would have more than a quota allows, and more than before
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
        boolean isInsertion = edit.isInsertion();
        requireStatus(edit, isInsertion);
        meetAccounts(tables.writes().accounts(), edit);
        Map<String, Membership> membersBefore = membersBefore(tables, edit);
        Map<String, Set<Property>> before = indexed(edit.before());
        Map<String, Set<Property>> after = isIndexedAlike(edit) ? before : indexed(edit.after());
        Map<String, Set<Tag>> tagsBefore = tags(edit.before());
        Map<String, Set<Tag>> tagsAfter = tags(edit.after());
        ImageWriteMapper images = tables.writes().images();
        without(tagsBefore, tagsAfter)
                .forEach((account, gone) -> images.deleteTags(edit.before().id(), account, gone));
        without(before, after)
                .forEach(
                        (account, gone) -> images.deleteProperties(edit.before().id(), account, gone));
        writeRow(images, edit, isInsertion);
        without(after, before)
                .forEach((account, come) -> images.insertProperties(edit.after().id(), account, come));
        without(tagsAfter, tagsBefore)
                .forEach((account, come) -> images.insertTags(edit.after().id(), account, come));
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

    private static void requireStatus(ImageEdit edit, boolean isInsertion) {
        boolean isAllowed = isInsertion
                || edit.after() == null
                || edit.before().status().mayBecome(edit.after().status());
        if (!isAllowed) {
            throw new IllegalStateException("an image that is " + edit.before().status() + " cannot become "
                    + edit.after().status());
        }
    }

    private static void writeRow(ImageWriteMapper images, ImageEdit edit, boolean isInsertion) {
        if (isInsertion) {
            if (edit.before() != null) {
                images.forget(edit.before().id());
            }
            images.insert(edit.after());
        } else if (edit.after() == null) {
            images.forget(edit.before().id());
        } else if (!edit.after().equals(edit.before())) {
            images.update(edit.after(), edit.countsReaders() ? 1 : 0);
            if (edit.isUnregistration()) {
                images.retire(edit.before().id(), edit.before().objectId());
            }
        } else if (edit.countsReaders()) {
            images.countReadersChange(edit.after().id());
        }
    }

    /** Those whom this is the first to name, as far as can be seen from here. */
    private static void meetAccounts(AccountWriteMapper accounts, ImageEdit edit) {
        Set<String> coming = named(edit.after());
        coming.addAll(edit.joined());
        coming.removeAll(named(edit.before()));
        if (!coming.isEmpty()) {
            accounts.meet(coming);
        }
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

    /**
     * What a registered image is found by in lists: its properties by their keys, and by how any wire spells those that
     * it shows, so that each can look for them; and its hashes. It is found in the lists of its owner, and in
     * everybody's if it is there.
     */
    private static Map<String, Set<Property>> indexed(Image image) {
        Set<Property> properties = new LinkedHashSet<>();
        if (image != null && image.deletedAt() == null) {
            for (KeyFolding keys : KeyFolding.values()) {
                keys.shown(image.metadata().properties())
                        .forEach((key, value) -> properties.add(new Property(key, value)));
            }
            Property.ofHashes(image.md5(), image.sha512()).forEach(properties::add);
        }
        return listed(image, properties);
    }

    private static Map<String, Set<Tag>> tags(Image image) {
        Set<Tag> tags = new LinkedHashSet<>();
        if (image != null && image.deletedAt() == null) {
            image.metadata().tags().values().forEach(tag -> tags.add(new Tag(tag)));
        }
        return listed(image, tags);
    }

    /** By in whose lists; nowhere if there is nothing. */
    private static <T> Map<String, Set<T>> listed(Image image, Set<T> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        return isEverybodys(image)
                ? Map.of(image.owner(), values, Sharing.EVERYONE, values)
                : Map.of(image.owner(), values);
    }

    private static boolean isEverybodys(Image image) {
        return image.isPublic() && !image.metadata().isHidden();
    }

    /** As most changes leave it; what it is indexed by is not worked out twice then. */
    private static boolean isIndexedAlike(ImageEdit edit) {
        Image before = edit.before();
        Image after = edit.after();
        return before != null
                && after != null
                && before.deletedAt() == null
                && after.deletedAt() == null
                && before.owner().equals(after.owner())
                && isEverybodys(before) == isEverybodys(after)
                && before.md5().equals(after.md5())
                && before.sha512().equals(after.sha512())
                && before.metadata().properties().equals(after.metadata().properties());
    }

    /** What is in one and not in the other; nothing that is empty. */
    private static <T> Map<String, List<T>> without(Map<String, Set<T>> one, Map<String, Set<T>> other) {
        Map<String, List<T>> rest = new TreeMap<>();
        one.forEach((account, values) -> {
            Set<T> found = other.getOrDefault(account, Set.of());
            List<T> left =
                    values.stream().filter(value -> !found.contains(value)).toList();
            if (!left.isEmpty()) {
                rest.put(account, left);
            }
        });
        return rest;
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

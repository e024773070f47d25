package org.plankton.registry.writing;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.ports.AccountWriteMapper;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.MemberWriteMapper;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

/**
 * The one way by which images and their members get into the tables: row, index of properties and members are written
 * together with one entry of the journal, within one transaction.
 */
public final class ImageWriter {
    private ImageWriter() {}

    /**
     * Writes what is different, if anything is.
     *
     * @param caller who makes the change, be it the service itself
     */
    public static void write(Tables tables, Caller caller, ImageEdit edit) {
        ImageEdit displaced = edit.displaced();
        if (displaced == null) {
            writeAlone(tables, caller, edit);
        } else if (displaced.isDeletion()) {
            writeAlone(tables, caller, displaced);
            writeAlone(tables, caller, edit);
        } else { // both have a location that the other one had, and no two images have the same at any time
            tables.writes().images().vacate(displaced.before().id());
            writeAlone(tables, caller, edit);
            writeAlone(tables, caller, displaced);
        }
    }

    private static void writeAlone(Tables tables, Caller caller, ImageEdit edit) {
        boolean isInsertion = edit.isInsertion();
        requireStatus(edit, isInsertion);
        meetAccounts(tables.writes().accounts(), edit);
        Map<String, Set<Property>> before = indexed(edit.before());
        Map<String, Set<Property>> after = isIndexedAlike(edit) ? before : indexed(edit.after());
        ImageWriteMapper images = tables.writes().images();
        without(before, after)
                .forEach(
                        (account, gone) -> images.deleteProperties(edit.before().id(), account, gone));
        writeRow(images, edit, isInsertion);
        without(after, before)
                .forEach((account, come) -> images.insertProperties(edit.after().id(), account, come));
        writeMembers(tables.writes().members(), edit);
        if (edit.changesAnything()) {
            tables.writes()
                    .journal()
                    .write(new Journal.Entry(
                            caller.account(),
                            caller.request(),
                            edit.kind(),
                            edit.before(),
                            edit.after(),
                            edit.joined(),
                            edit.left(),
                            edit.canShare()));
        }
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
     * The properties of a registered image by their keys, and by how any wire spells those that it shows: so each can
     * look for them. They are to be found in the lists of its owner, and if it is public in everybody's.
     */
    private static Map<String, Set<Property>> indexed(Image image) {
        if (image == null || image.deletedAt() != null) {
            return Map.of();
        }
        Set<Property> properties = new LinkedHashSet<>();
        for (KeyFolding keys : KeyFolding.values()) {
            keys.shown(image.metadata().properties()).forEach((key, value) -> properties.add(new Property(key, value)));
        }
        return image.isPublic()
                ? Map.of(image.owner(), properties, Sharing.EVERYONE, properties)
                : Map.of(image.owner(), properties);
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
                && before.isPublic() == after.isPublic()
                && before.metadata().properties().equals(after.metadata().properties());
    }

    /** What is in one and not in the other; nothing that is empty. */
    private static Map<String, List<Property>> without(
            Map<String, Set<Property>> one, Map<String, Set<Property>> other) {
        Map<String, List<Property>> rest = new TreeMap<>();
        one.forEach((account, properties) -> {
            Set<Property> found = other.getOrDefault(account, Set.of());
            List<Property> left = properties.stream()
                    .filter(property -> !found.contains(property))
                    .toList();
            if (!left.isEmpty()) {
                rest.put(account, left);
            }
        });
        return rest;
    }

    private static void writeMembers(MemberWriteMapper members, ImageEdit edit) {
        if (!edit.left().isEmpty()) {
            members.delete(edit.before().id(), edit.left());
        }
        if (!edit.joined().isEmpty()) {
            requireAll(edit, members.insert(edit.after().id(), edit.joined()));
        }
        edit.canShare()
                .forEach((account, may) -> members.setCanShare(edit.after().id(), account, may));
    }

    private static void requireAll(ImageEdit edit, int written) {
        if (written != edit.joined().size()) {
            throw new IllegalStateException(
                    "of " + edit.joined().size() + " members of an image " + written + " could be written");
        }
    }
}

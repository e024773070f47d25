package org.plankton.registry.writing;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.MemberWriteMapper;
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
        writeRow(tables.writes().images(), edit, isInsertion);
        writeIndex(tables.writes().images(), edit, isInsertion);
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

    private static void writeIndex(ImageWriteMapper images, ImageEdit edit, boolean isInsertion) {
        if (!isInsertion && !edit.isDeletion() && hasSameProperties(edit.before(), edit.after())) {
            return;
        }
        Set<Property> gone = indexed(edit.before());
        Set<Property> come = indexed(edit.after());
        Set<Property> stay = new HashSet<>(gone);
        stay.retainAll(come);
        gone.removeAll(stay);
        come.removeAll(stay);
        if (!gone.isEmpty()) {
            images.deleteProperties(edit.before().id(), List.copyOf(gone));
        }
        if (!come.isEmpty()) {
            images.insertProperties(edit.after().id(), List.copyOf(come));
        }
    }

    private static boolean hasSameProperties(Image one, Image other) {
        return one.metadata().properties().equals(other.metadata().properties());
    }

    /**
     * The properties of a registered image by their keys, and by how any wire spells those that it shows: so each can
     * look for them.
     */
    private static Set<Property> indexed(Image image) {
        Set<Property> indexed = new LinkedHashSet<>();
        if (image != null && image.deletedAt() == null) {
            for (KeyFolding keys : KeyFolding.values()) {
                keys.shown(image.metadata().properties())
                        .forEach((key, value) -> indexed.add(new Property(key, value)));
            }
        }
        return indexed;
    }

    private static void writeMembers(MemberWriteMapper members, ImageEdit edit) {
        if (!edit.left().isEmpty()) {
            members.delete(edit.before().id(), edit.left());
        }
        if (!edit.joined().isEmpty()) {
            members.insert(edit.after().id(), edit.joined());
        }
        edit.canShare()
                .forEach((account, may) -> members.setCanShare(edit.after().id(), account, may));
    }
}

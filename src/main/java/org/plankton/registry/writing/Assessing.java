package org.plankton.registry.writing;

import java.util.List;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.SearchText;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.AssessmentMapper.Stored;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageWriteMapper;

/** Keeps with each image what the catalogue makes of it, and by what it is found; within one transaction. */
final class Assessing {
    private final Tables tables;
    private final ImageWriteMapper images;
    private final Assessor assessor;

    Assessing(Tables tables) {
        this.tables = tables;
        this.images = tables.writes().images();
        this.assessor = tables.writes().assessor();
    }

    /** What is stored of an image before it is written, and of whoever is to own it. */
    Stored stored(Image before, Image after) {
        Image image = after == null ? before : after;
        return tables.assessments().find(image.id(), image.owner());
    }

    /** By what it is found before that. */
    ImageIndex before(Image image, Stored stored) {
        return ImageIndex.of(image, stored.readiness(), SearchText.ofStored(stored.searchText()));
    }

    /** Of an image as it is to be; null: it is not registered. */
    Assessment assess(Image image, boolean sharesName, String ownerName) {
        return image == null || image.deletedAt() != null ? null : assessor.assess(image, sharesName, ownerName);
    }

    ImageIndex after(Image image, Assessment assessment) {
        return assessment == null
                ? ImageIndex.of(null, null, SearchText.NONE)
                : ImageIndex.of(image, assessment.readiness(), assessment.searchText());
    }

    void store(Image image, Assessment assessment) {
        images.assess(image.id(), assessment, assessor.catalogue().version());
    }

    /**
     * Once an image has been written: where it has come to share its name with others, or has left one alone, they are
     * assessed anew.
     */
    void followNames(Image before, Image after) {
        boolean isNew = !isNamedAlike(before, after);
        if (isNamed(after)) {
            List<String> others = isNew
                    ? tables.assessments().lockNamesakes(after.id(), after.owner(), name(after), 2)
                    : tables.assessments().listNamesakes(after.id(), after.owner(), name(after), 1);
            if (!others.isEmpty()) {
                anew(after, true);
            }
            if (isNew && others.size() == 1) {
                anew(others.get(0), true);
            }
        }
        if (isNamed(before) && isNew) {
            List<String> left = tables.assessments().lockNamesakes(before.id(), before.owner(), name(before), 2);
            if (left.size() == 1) {
                anew(left.get(0), false);
            }
        }
    }

    private static String name(Image image) {
        return image.metadata().name();
    }

    /** Whether it is there by a name, for everybody who sees it. */
    private static boolean isNamed(Image image) {
        return image != null
                && image.deletedAt() == null
                && !image.metadata().isHidden()
                && !name(image).isEmpty();
    }

    private static boolean isNamedAlike(Image before, Image after) {
        return isNamed(before) == isNamed(after)
                && (!isNamed(after)
                        || before.owner().equals(after.owner()) && name(before).equals(name(after)));
    }

    /** Of an image that has not changed; nothing if it is registered no longer. */
    void anew(String id) {
        Image image = tables.images().lock(id);
        if (image != null) {
            anew(image, tables.assessments().sharesName(image));
        }
    }

    private void anew(String id, boolean sharesName) {
        Image image = tables.images().lock(id);
        if (image != null) {
            anew(image, sharesName);
        }
    }

    private void anew(Image image, boolean sharesName) {
        Stored stored = stored(image, image);
        Assessment assessment = assess(image, sharesName, stored.ownerName());
        ImageIndex before = before(image, stored);
        ImageIndex after = after(image, assessment);
        before.removeFor(after, images, image.id());
        store(image, assessment);
        after.addTo(before, images, image.id());
    }
}

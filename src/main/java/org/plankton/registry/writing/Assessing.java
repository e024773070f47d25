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

    /** By what it is found before it is written. */
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

    /**
     * Once an image has been written: where it has come to share its name with another, or has left one alone, that is
     * assessed anew; and the image itself, where others have come or gone meanwhile.
     *
     * @param sharedName whether it has been assessed as one that does
     */
    void followNames(Image before, Image after, boolean sharedName) {
        if (isNamedAlike(before, after)) {
            return; // whoever else comes or goes locks this image to assess it anew, and so waits for its writer
        }
        if (isNamed(after)) {
            List<String> others = lockNamesakes(after);
            if (others.isEmpty() == sharedName) {
                anew(after, !others.isEmpty());
            }
            if (others.size() == 1) {
                anew(others.get(0), true);
            }
        }
        if (isNamed(before)) {
            List<String> left = lockNamesakes(before);
            if (left.size() == 1) {
                anew(left.get(0), false);
            }
        }
    }

    /** Two at most: more than one have shared their name before. */
    private List<String> lockNamesakes(Image image) {
        return tables.assessments().lockNamesakes(image.id(), image.owner(), name(image), 2);
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
            Stored stored = tables.assessments().find(image);
            anew(image, stored, stored.sharesName());
        }
    }

    private void anew(String id, boolean sharesName) {
        Image image = tables.images().lock(id);
        if (image != null) {
            anew(image, sharesName);
        }
    }

    private void anew(Image image, boolean sharesName) {
        anew(image, tables.assessments().find(image), sharesName);
    }

    private void anew(Image image, Stored stored, boolean sharesName) {
        Assessment assessment = assess(image, sharesName, stored.ownerName());
        ImageIndex before = before(image, stored);
        ImageIndex after = after(image, assessment);
        before.removeFor(after, images, image.id());
        images.assess(image.id(), assessment);
        after.addTo(before, images, image.id());
    }
}

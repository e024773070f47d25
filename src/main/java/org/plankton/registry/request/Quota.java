package org.plankton.registry.request;

import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;

/** What one account may have only so much of, where that is set. */
public enum Quota {
    /** Images that it owns, with bytes or without. */
    IMAGES("images", "one must be unregistered first"),
    /** Those without bytes: they wait for them, or these are on their way, or have failed to come. */
    QUEUED("images without bytes", "one must get its bytes, or be deleted, first"),
    /** Those whose bytes are on their way. */
    UPLOADS("uploads under way", "wait until one has ended");

    private final String words;
    private final String remedy;

    Quota(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** Whether the image is one of what its owner may have only so much of. */
    public boolean counts(Image image) {
        return image.deletedAt() == null
                && switch (this) {
                    case IMAGES -> true;
                    case QUEUED -> !image.hasBytes();
                    case UPLOADS -> image.status() == Status.SAVING;
                };
    }

    /** What it is that is counted, of several. */
    public String words() {
        return words;
    }

    /** What is to be done by whoever has as much as they may have, and wants another. */
    public String remedy() {
        return remedy;
    }
}

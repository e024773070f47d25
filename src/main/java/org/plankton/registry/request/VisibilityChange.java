package org.plankton.registry.request;

import org.plankton.registry.image.Visibility;

/** What an image's visibility is to become. */
public sealed interface VisibilityChange {
    /** @param hasMembers whether there are accounts that the image is shared with */
    Visibility applyTo(Visibility before, boolean hasMembers);

    /** That one. */
    record To(Visibility visibility) implements VisibilityChange {
        @Override
        public Visibility applyTo(Visibility before, boolean hasMembers) {
            return visibility;
        }
    }

    /** Whether it is public, and no more than that. */
    record Publicity(boolean isPublic) implements VisibilityChange {
        @Override
        public Visibility applyTo(Visibility before, boolean hasMembers) {
            return before.withPublic(isPublic, hasMembers);
        }
    }
}

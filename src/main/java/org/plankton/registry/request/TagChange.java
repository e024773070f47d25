package org.plankton.registry.request;

import java.util.Set;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Tags;

/** What shall be different about an image's tags. */
public sealed interface TagChange {
    /** Which it may bring. */
    Set<String> sent();

    /** @throws Fault NOT_FOUND if one is to go that is not there */
    Tags applyTo(Tags before);

    /** They are to be these. */
    record To(Tags tags) implements TagChange {
        @Override
        public Set<String> sent() {
            return tags.values();
        }

        @Override
        public Tags applyTo(Tags before) {
            return tags;
        }
    }

    /** That one, too. */
    record With(String tag) implements TagChange {
        /** @throws Fault BAD_REQUEST if it can be no tag */
        public With {
            Tags.require(tag);
        }

        @Override
        public Set<String> sent() {
            return Set.of(tag);
        }

        @Override
        public Tags applyTo(Tags before) {
            return before.with(tag);
        }
    }

    /** That one no longer. */
    record Without(String tag) implements TagChange {
        @Override
        public Set<String> sent() {
            return Set.of();
        }

        @Override
        public Tags applyTo(Tags before) {
            if (!before.values().contains(tag)) {
                throw new Fault(Fault.Kind.NOT_FOUND, "the image has no such tag");
            }
            return before.without(tag);
        }
    }
}

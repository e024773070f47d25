package org.plankton.api.words;

import java.util.Locale;
import java.util.Optional;
import org.plankton.registry.image.Image;

/** Ids of images: one spelling, in lower case, whatever the client's. */
public final class ImageId {
    private ImageId() {}

    /** The id that is meant; empty if it is none. */
    public static Optional<String> parse(String written) {
        return Optional.of(written.toLowerCase(Locale.ROOT)).filter(Image::isId);
    }
}

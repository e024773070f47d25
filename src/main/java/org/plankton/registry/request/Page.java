package org.plankton.registry.request;

import java.util.function.Consumer;
import org.plankton.registry.image.Image;

/**
 * Some images of a listing, and whether there are more after them. Which they are is known, though they may still have
 * to be read; what a reader may not see any longer by then, or the query does not ask for any longer, is left out.
 *
 * @param images hands them to a reader in their order, one by one as they come from the database; once
 * @param full the same in its stead: in the place of those that are left out it hands over what follows the page, as
 *     far as there is any
 * @param length how many there are, those that are left out included
 * @param last id of the last of these, behind which the next page begins; null if there are none
 * @param fingerprint the same as long as the images, as they were before any of them was handed over, and {@code
 *     hasMore} are: lower-case hex
 */
public record Page(
        Consumer<Consumer<Image>> images,
        Consumer<Consumer<Image>> full,
        int length,
        String last,
        boolean hasMore,
        String fingerprint) {}

package org.plankton.registry.history;

import java.time.Instant;
import org.plankton.registry.request.Source;

/**
 * An edit of an image, as the journal has kept it.
 *
 * @param position where it stands; edits of one image are in the order of theirs
 * @param at when it was made, to the microsecond
 * @param account who made it, be it the service itself
 * @param image the image's id
 * @param owner whose the image is from then on; was, if nothing is left of it
 * @param before what of the image was not as it is {@code after}
 */
public record HistoryEntry(
        long position,
        Instant at,
        String account,
        Source source,
        EditKind kind,
        String image,
        String owner,
        ImageState before,
        ImageState after) {
    /**
     * As it is told to whoever has the image from then on: what it was in another's hands is not theirs to know.
     */
    public HistoryEntry asOfItsOwner() {
        return before.owner().isEmpty()
                ? this
                : new HistoryEntry(position, at, account, source, kind, image, owner, ImageState.NOTHING, after);
    }
}

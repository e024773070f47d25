package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.Status;

/**
 * What shall be different about an image; whatever is empty stays.
 *
 * @param meansStatus whether a status that it is shown with already is meant, too, and not only sent back with what is
 *     to be different
 * @param expected of its bytes
 * @param whileQueued whether it is refused unless the image waits for its bytes
 * @param touches whether its time of update moves even if nothing is different
 * @param seen the times of update of which the image must have one, if the caller will change only what they have seen
 */
@RecordBuilder
public record Change(
        MetadataChange metadata,
        Optional<Status> status,
        boolean meansStatus,
        Optional<String> owner,
        Expected expected,
        Optional<Set<Instant>> seen,
        boolean touches,
        boolean whileQueued)
        implements ChangeBuilder.With {
    /** Of nothing. */
    public static final Change NONE = new Change(
            MetadataChange.NONE,
            Optional.empty(),
            false,
            Optional.empty(),
            Expected.NOTHING,
            Optional.empty(),
            false,
            false);
}

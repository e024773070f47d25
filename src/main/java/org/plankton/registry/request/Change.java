package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.plankton.registry.image.Status;

/**
 * What shall be different about an image; whatever is empty stays.
 *
 * @param expected of its bytes
 * @param whileQueued whether it is refused unless the image waits for its bytes
 * @param touches whether its time of update moves even if nothing is different
 * @param seen the times of update of which the image must have one, if the caller will change only what they have seen
 */
@RecordBuilder
public record Change(
        MetadataChange metadata,
        Optional<Status> status,
        Optional<String> owner,
        Expected expected,
        Optional<Set<Instant>> seen,
        boolean touches,
        boolean whileQueued)
        implements ChangeBuilder.With {
    /** Of nothing. */
    public static final Change NONE = new Change(
            MetadataChange.NONE, Optional.empty(), Optional.empty(), Expected.NOTHING, Optional.empty(), false, false);

    /** Whether it says what the status is to be, and nothing else. */
    public boolean isOfStatusAlone() {
        return status.isPresent()
                && metadata.properties().sent().isEmpty()
                && metadata.withProperties(SentProperties.NONE).equals(MetadataChange.NONE);
    }
}

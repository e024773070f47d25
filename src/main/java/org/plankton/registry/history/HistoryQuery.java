package org.plankton.registry.history;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which edits are asked for.
 *
 * @param image of which; empty: of whichever
 * @param owner of the time in which the image was whose; empty: whosever it was
 * @param account by whom they were made; empty: by whomever
 * @param kinds of which they are; empty: of all
 * @param since when they were made at the earliest; empty: whenever
 * @param before below which their positions are
 */
@RecordBuilder
public record HistoryQuery(
        Optional<String> image,
        Optional<String> owner,
        Optional<String> account,
        Set<EditKind> kinds,
        Optional<Instant> since,
        long before)
        implements HistoryQueryBuilder.With {
    /** Of all. */
    public static final HistoryQuery ALL = new HistoryQuery(
            Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Long.MAX_VALUE);

    /** Of that image. */
    public static HistoryQuery ofImage(String image) {
        return ALL.withImage(Optional.of(image));
    }
}

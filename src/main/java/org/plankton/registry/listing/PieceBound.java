package org.plankton.registry.listing;

import java.util.List;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Limits;

/**
 * How many images of a listing are read at once, and how many of those are kept: as many as take little memory,
 * whatever is said of them. How much that is is seen once they have been read; so of those that come next as many are
 * asked for as would have been kept of the last, but never more than may be read if all were as large as they may be:
 * large ones may come behind small ones. One listing has one, and reads one piece after the other.
 */
final class PieceBound {
    /** As many as a page usually has at most, and one more, by which it is seen whether there are more. */
    private static final int MOST = 1001;

    /** Bytes that are kept, if it is more than one image. */
    private static final int KEPT = 1 << 20;

    /** Bytes that are read at once, before it is known how much images take. */
    private static final int READ = 24 << 20;

    private static final int FEWEST = 16;

    private final int most;
    private int rows;

    /** @param limits how much may be said of an image */
    PieceBound(Limits limits) {
        long largest = (long) limits.metadata() + limits.tagBytes();
        most = (int) Math.max(FEWEST, Math.min(MOST, READ / largest));
        rows = most;
    }

    /** How many are to be asked for, at least 1. */
    int rows() {
        return rows;
    }

    /** The first of those that have been read, at least one if there is any. */
    List<Image> keep(List<Image> read) {
        long all = 0;
        int kept = 0;
        for (Image image : read) {
            all += image.memory();
            if (all <= KEPT || kept == 0) {
                kept++;
            }
        }
        if (!read.isEmpty()) {
            rows = (int) Math.max(1, Math.min(most, (long) KEPT * read.size() / all));
        }
        // Not a view, which would hold the others, too.
        return kept == read.size() ? read : List.copyOf(read.subList(0, kept));
    }
}

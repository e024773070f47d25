package org.plankton.registry.ports;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Source;

/**
 * Who is told of every change of an image, within the transaction that makes it: what it is told is kept if that is
 * committed, and else dropped. The database keeps it in a table, and tells who only listens once it is committed.
 */
public interface Journal {
    /**
     * That an account has come near to a quota.
     *
     * @param count how much it has now, of {@code most} that it may
     */
    record Nearing(String account, Quota quota, int count, int most) {}

    /**
     * A change of an image.
     *
     * @param account who made it, be it the service itself
     * @param source by which request it was made
     * @param before null: there was none
     * @param after null: nothing is left of it
     * @param membersBefore by account, those that are members no longer, or are so otherwise from now on
     * @param membersAfter by account, those that are members from now on, or are so otherwise
     * @param nearing quotas that an account has come near to by it, and was not before
     */
    record Entry(
            String account,
            Source source,
            EditKind kind,
            Image before,
            Image after,
            Map<String, Membership> membersBefore,
            Map<String, Membership> membersAfter,
            List<Nearing> nearing) {
        /** The image's. */
        public String image() {
            return (after == null ? before : after).id();
        }

        /** Whose the image is from then on; was, if nothing is left of it. */
        public String owner() {
            return (after == null ? before : after).owner();
        }

        /** What of the image is different. */
        public ImageState.Difference difference() {
            return ImageState.Difference.of(before, membersBefore, after, membersAfter);
        }

        /** For a log, and so without what the image was and is. */
        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " of image " + image() + " by " + account + ", request "
                    + (source.request().isEmpty() ? "-" : source.request());
        }
    }

    /** To be remembered if the transaction is committed, and else not. */
    void write(Entry entry);
}

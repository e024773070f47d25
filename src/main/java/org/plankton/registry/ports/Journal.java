package org.plankton.registry.ports;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.request.Quota;

/**
 * Who is told of every change of an image, within the transaction that makes it: what it is told is kept if that is
 * committed, and else dropped. Who only listens is told by the database, once it is committed.
 */
public interface Journal {
    /** What has been done. */
    enum Kind {
        /** A file that was there already. */
        REGISTER,
        /** An image without bytes. */
        RESERVE,
        /** A reserved image has got a file that was there already. */
        LOCATE,
        /** An upload begins. */
        BEGIN_UPLOAD,
        /** A reserved image has got the bytes that were uploaded. */
        UPLOAD,
        /** An upload has failed, or died. */
        END_UPLOAD,
        UPDATE,
        /** Accounts have become members, or are none any longer, or may share. */
        SHARE,
        /** A member has said whether it wants to be one. */
        ANSWER,
        /** The file was found to be gone, changed, or back. */
        CHECK,
        /** Its file has changed places with another image's. */
        MOVE,
        UNREGISTER,
        /** It is not even remembered any longer that it was there. */
        FORGET
    }

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
     * @param request the id of the request by which it was made; empty: by none
     * @param before null: there was none
     * @param after null: nothing is left of it
     * @param joined accounts that are members from now on
     * @param left accounts that are members no longer
     * @param canShare by account, which is a member, whether it may share the image from now on
     * @param memberStatus by account, which is a member, what it says to that from now on
     * @param nearing quotas that an account has come near to by it, and was not before
     */
    record Entry(
            String account,
            String request,
            Kind kind,
            Image before,
            Image after,
            Set<String> joined,
            Set<String> left,
            Map<String, Boolean> canShare,
            Map<String, MemberStatus> memberStatus,
            List<Nearing> nearing) {
        /** The image's. */
        public String image() {
            return (after == null ? before : after).id();
        }

        /** For a log, and so without what the image was and is. */
        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " of image " + image() + " by " + account + ", request "
                    + (request.isEmpty() ? "-" : request);
        }
    }

    /** To be remembered if the transaction is committed, and else not. */
    void write(Entry entry);
}

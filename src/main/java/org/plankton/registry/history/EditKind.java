package org.plankton.registry.history;

/** What has been done to an image. */
public enum EditKind {
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
    /** It is again as it was at some time, be it that it was registered no longer. */
    RESTORE,
    UNREGISTER,
    /** It was taken over from another registry, as it was there. */
    IMPORT,
    /** It is not even remembered any longer that it was there. */
    FORGET
}

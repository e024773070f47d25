package org.plankton.registry.image;

/** What an account has said to an image's being shared with it. It may see the image whatever it has said. */
public enum MemberStatus {
    /** Nothing yet: the image is in none of its lists. */
    PENDING,
    /** It wants to see the image in its lists. */
    ACCEPTED,
    /** It does not want to see it there. */
    REJECTED
}

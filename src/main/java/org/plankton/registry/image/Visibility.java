package org.plankton.registry.image;

/** Who may see an image and read its bytes, beside its owner. */
public enum Visibility {
    /** Nobody. */
    PRIVATE,
    /** Its members, in whose lists it is once they have accepted it. In any other visibility they are kept. */
    SHARED,
    /** Everybody who has its id; it is in the lists of its owner, and of whoever asks for such. */
    COMMUNITY,
    /** Everybody, in every list. */
    PUBLIC;

    /** Whether members may see the image, and may read its bytes. */
    public boolean isForMembers() {
        return this != PRIVATE;
    }

    /** Whether everybody may see the image who knows its id, and may read its bytes. */
    public boolean isForEveryone() {
        return this == COMMUNITY || this == PUBLIC;
    }

    /**
     * What it becomes of where a client says no more than whether the image is public.
     *
     * @param hasMembers whether there are accounts that the image is shared with
     */
    public Visibility withPublic(boolean isPublic, boolean hasMembers) {
        if (isPublic) {
            return PUBLIC;
        }
        if (this != PUBLIC) {
            return this;
        }
        return hasMembers ? SHARED : PRIVATE;
    }

    /** What it is once the image has a member. */
    public Visibility withMember() {
        return this == PRIVATE ? SHARED : this;
    }
}

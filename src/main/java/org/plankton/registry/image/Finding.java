package org.plankton.registry.image;

import java.util.Optional;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;

/** What a look at a registered image's file has found. */
public enum Finding {
    AS_REGISTERED,

    /** There is another file than was registered, or it has other bytes. */
    CHANGED,

    /** There is none. */
    GONE;

    /** @param object what the store says is at the image's location, asked with its owner's token; empty: nothing */
    public static Finding of(Image image, Optional<StoredObject> object) {
        return object.map(there -> isRegistered(image, there) ? AS_REGISTERED : CHANGED)
                .orElse(GONE);
    }

    /**
     * Looks at the file.
     *
     * @param image which has bytes
     * @return empty if the store neither shows the caller a file nor proves that there is none
     * @throws Fault UNAUTHORIZED if the store refuses the token; UNAVAILABLE if it does not answer, or not as it should
     */
    public static Optional<Finding> look(ObjectStore objects, Caller caller, Image image) {
        Optional<StoredObject> object;
        try {
            object = objects.stat(caller, image.location());
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.BAD_REQUEST) {
                return Optional.of(CHANGED); // to what cannot be registered
            }
            throw fault;
        }
        // That the store shows nothing is no proof that nothing is there; only what it lists is.
        return object.isPresent() || objects.isGone(caller, image.location())
                ? Optional.of(of(image, object))
                : Optional.empty();
    }

    private static boolean isRegistered(Image image, StoredObject object) {
        boolean isThatObject = image.objectUuid() == null
                || object.uuid().isEmpty()
                || object.uuid().get().equals(image.objectUuid());
        return isThatObject
                && object.size() == image.size()
                && object.checksum().equals(image.checksum());
    }
}

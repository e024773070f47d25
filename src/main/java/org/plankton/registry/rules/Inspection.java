package org.plankton.registry.rules;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;

/** How an image's file is found to be, beside what was registered. */
public final class Inspection {
    private static final System.Logger LOG = System.getLogger(Inspection.class.getName());

    private Inspection() {}

    /**
     * @param image which has bytes
     * @param object what the store shows at the image's location; empty: it is certain that nothing is there
     */
    public static Finding of(Image image, Optional<StoredObject> object) {
        return object.map(there -> image.content().isOf(there) ? Finding.AS_REGISTERED : Finding.CHANGED)
                .orElse(Finding.GONE);
    }

    /**
     * That the store neither shows the caller the file nor proves that it is gone.
     *
     * @param image which has bytes
     * @return UNAVAILABLE if it is their own file; else FORBIDDEN
     */
    public static Fault unseen(Caller caller, Image image) {
        return image.location().account().equals(caller.account())
                ? new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "the object store neither shows the file nor says that it is gone; try again")
                : new Fault(
                        Fault.Kind.FORBIDDEN,
                        "the object store does not let you look at the file; whose it is may ask");
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
                LOG.log(Level.DEBUG, () -> "changed to what cannot be registered: the file of " + image.id(), fault);
                return Optional.of(Finding.CHANGED);
            }
            throw fault;
        }
        // That the store shows nothing is no proof that nothing is there; only what it lists is.
        return object.isPresent() || objects.isGone(caller, image.location())
                ? Optional.of(of(image, object))
                : Optional.empty();
    }
}

package org.plankton.registry;

import java.util.Set;

/**
 * Who may do what to an image. Its owner may do everything, members and, if it is public, everyone may see it; that is also
 * said in SQL, where a listing needs it ({@code ImageMapper.xml}, fragment {@code visible}).
 *
 * @param administrators accounts that may see and change every image
 */
public record Access(Set<String> administrators) {
    public Access {
        administrators = Set.copyOf(administrators);
    }

    boolean isAdministrator(Caller caller) {
        return administrators.contains(caller.account());
    }

    boolean mayChange(Caller caller, Image image) {
        return image.owner().equals(caller.account()) || isAdministrator(caller);
    }

    /** @throws Fault FORBIDDEN if the caller may not change the image */
    void requireChange(Caller caller, Image image) {
        if (!mayChange(caller, image)) {
            throw forbidden();
        }
    }

    /** The same for every reason, so that it tells nothing of the image. */
    static Fault forbidden() {
        return new Fault(Fault.Kind.FORBIDDEN, "access to this image is not allowed; ask its owner");
    }
}

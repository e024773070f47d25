package org.plankton.registry.rules;

import java.util.Set;
import java.util.function.BooleanSupplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Query;

/**
 * Who may do what to an image. Its owner may do everything, members and, if it is public, everyone may see it; that is also
 * said in SQL, where a listing needs it ({@code ImageMapper.xml}, fragment {@code visible}).
 *
 * @param administrators accounts that may see and change every image
 * @param showsReserved whether there are images that have no bytes. Plankton's own clients know none, and would take one for an
 *     image that can be used
 */
public record Access(Set<String> administrators, boolean showsReserved) {
    public Access {
        administrators = Set.copyOf(administrators);
    }

    public Access hidingReserved() {
        return new Access(administrators, false);
    }

    public boolean isAdministrator(Caller caller) {
        return administrators.contains(caller.account());
    }

    public boolean mayChange(Caller caller, Image image) {
        return image.owner().equals(caller.account()) || isAdministrator(caller);
    }

    /**
     * The image, if there is one.
     *
     * @param found or null
     * @throws Fault NOT_FOUND
     */
    public Image require(Image found) {
        if (found == null || !found.hasBytes() && !showsReserved) {
            throw notFound();
        }
        return found;
    }

    /** @throws Fault NOT_FOUND if no image can have that id */
    public static void requireId(String id) {
        if (!Image.isId(id)) {
            throw notFound();
        }
    }

    private static Fault notFound() {
        return new Fault(Fault.Kind.NOT_FOUND, "there is no such image");
    }

    /**
     * @param isMember whether the caller is a member of the image
     * @throws Fault HIDDEN or FORBIDDEN if the caller may not change the image
     */
    public void requireChange(Caller caller, Image image, BooleanSupplier isMember) {
        if (!mayChange(caller, image)) {
            throw refusal(image.isPublic() || isMember.getAsBoolean());
        }
    }

    /**
     * @param isMember whether the caller is a member of the image; asked only if it matters
     * @throws Fault HIDDEN if the caller may not see the image
     */
    public void requireSight(Caller caller, Image image, BooleanSupplier isMember) {
        if (!image.isPublic() && !mayChange(caller, image) && !isMember.getAsBoolean()) {
            throw refusal(false);
        }
    }

    /** The same for every reason, so that it tells nothing of the image. */
    public static Fault refusal(boolean maySee) {
        return new Fault(
                maySee ? Fault.Kind.FORBIDDEN : Fault.Kind.HIDDEN,
                "access to this image is not allowed; ask its owner");
    }

    /** What the caller gets of what they ask for. */
    public Query narrow(Caller caller, Query query) {
        return query.among(
                isAdministrator(caller) ? query.reach() : Query.Reach.VISIBLE,
                query.includesReserved() && showsReserved);
    }
}

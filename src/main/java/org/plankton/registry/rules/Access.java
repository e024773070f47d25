package org.plankton.registry.rules;

import java.util.Set;
import java.util.function.BooleanSupplier;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;

/**
 * Who may do what to an image. Its owner may do everything; members, and everyone if it is for everyone, may see it.
 * That is also said in SQL, where a listing needs it.
 *
 * @param administrators accounts that may see and change every image
 * @param isPublishingFree whether everybody may make an image public; else administrators alone
 */
public record Access(Set<String> administrators, boolean isPublishingFree) {
    public Access {
        administrators = Set.copyOf(administrators);
    }

    public boolean isAdministrator(Caller caller) {
        return administrators.contains(caller.account());
    }

    public boolean mayChange(Caller caller, Image image) {
        return image.owner().equals(caller.account()) || isAdministrator(caller);
    }

    /** @throws Fault NOT_FOUND if no image can have that id */
    public static void requireId(String id) {
        if (!Image.isId(id)) {
            throw notFound();
        }
    }

    /**
     * The image, if there is one for the caller's wire.
     *
     * @param found or null
     * @throws Fault NOT_FOUND
     */
    public Image require(Caller caller, Image found) {
        if (found == null || !caller.view().shows(found)) {
            throw notFound();
        }
        return found;
    }

    /** NOT_FOUND: there is no such image. */
    public static Fault notFound() {
        return new Fault(Fault.Kind.NOT_FOUND, "there is no such image");
    }

    /**
     * The image, which the caller may change.
     *
     * @param found or null
     * @param isMember whether the caller is a member of it; asked only if it matters
     * @throws Fault NOT_FOUND; HIDDEN or FORBIDDEN if they may not
     */
    public Image requireChange(Caller caller, Image found, BooleanSupplier isMember) {
        Image image = require(caller, found);
        if (!mayChange(caller, image)) {
            throw refusal(image.isForEveryone() || isMember.getAsBoolean());
        }
        return image;
    }

    /** The same where the members are still to be asked for. */
    public Image requireChange(Tables tables, Caller caller, Image found) {
        return requireChange(caller, found, () -> isReader(tables, caller, found));
    }

    /**
     * The image, which the caller may see.
     *
     * @param found or null
     * @throws Fault NOT_FOUND; HIDDEN if they may not
     */
    public Image requireSight(Tables tables, Caller caller, Image found) {
        Image image = require(caller, found);
        boolean maySee = image.isPublic()
                || !caller.isVisitor()
                        && (image.isForEveryone() || mayChange(caller, image) || isReader(tables, caller, image));
        if (!maySee) {
            throw refusal(false);
        }
        return image;
    }

    /** Whether they may see it as a member. */
    private static boolean isReader(Tables tables, Caller caller, Image image) {
        return image.metadata().visibility().isForMembers() && tables.members().isMember(image.id(), caller.account());
    }

    /**
     * @param before what the image's visibility is; null: there is no image yet
     * @throws Fault FORBIDDEN if it is to become public, and the caller may not make it that
     */
    public void requirePublishing(Caller caller, Visibility before, Visibility after) {
        boolean isPublished = after == Visibility.PUBLIC && before != Visibility.PUBLIC;
        if (isPublished && !isPublishingFree && !isAdministrator(caller)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "visibility: only an administrator makes an image public here; share it with members instead");
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
        boolean includesReserved =
                query.filter().includesReserved() && caller.view().showsReserved();
        Filter filter = query.filter().withIncludesReserved(includesReserved).withHidesOwners(caller.isVisitor());
        return query.reach() == Query.Reach.ALL && !isAdministrator(caller)
                ? query.withReach(Query.Reach.VISIBLE)
                        .withFilter(filter.withVisibilities(null).withIncludesCommunity(false))
                : query.withFilter(filter);
    }
}

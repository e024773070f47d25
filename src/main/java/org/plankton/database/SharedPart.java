package org.plankton.database;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.plankton.registry.image.Visibility;

/**
 * One owner's images of a list of what is shared, as a key has them in the list's order. No image is in two parts.
 *
 * @param isAccepted whether only those that the member has accepted
 * @param stage as of {@link ListingPart}
 */
public record SharedPart(String owner, String member, boolean isAccepted, Visibility visibility, int stage) {
    /** What either of two accounts shares with the other; hidden ones of the first alone, whose list it is. */
    public static List<SharedPart> between(String account, String other, boolean includesReserved) {
        Set<Visibility> shared = EnumSet.of(Visibility.SHARED);
        return Stream.concat(
                        of(account, other, false, shared, all(includesReserved)).stream(),
                        of(other, account, true, shared, shown(includesReserved)).stream())
                .toList();
    }

    /** What an owner shares with the member, or anybody else sees, too. */
    public static List<SharedPart> of(String owner, String member, boolean includesReserved) {
        Set<Visibility> notPrivate = EnumSet.complementOf(EnumSet.of(Visibility.PRIVATE));
        return of(owner, member, false, notPrivate, all(includesReserved));
    }

    private static List<SharedPart> of(
            String owner, String member, boolean isAccepted, Set<Visibility> visibilities, List<Integer> stages) {
        List<SharedPart> parts = new ArrayList<>();
        for (Visibility visibility : visibilities) {
            stages.forEach(stage -> parts.add(new SharedPart(owner, member, isAccepted, visibility, stage)));
        }
        return parts;
    }

    /** The stages of what is not hidden. */
    public static List<Integer> shown(boolean includesReserved) {
        return includesReserved
                ? List.of(ListingPart.REGISTERED, ListingPart.WITHOUT_BYTES)
                : List.of(ListingPart.REGISTERED);
    }

    private static List<Integer> all(boolean includesReserved) {
        List<Integer> stages = new ArrayList<>(shown(includesReserved));
        stages.add(ListingPart.HIDDEN);
        if (includesReserved) {
            stages.add(ListingPart.HIDDEN_WITHOUT_BYTES);
        }
        return stages;
    }

    /** Whether it is of images that are in everybody's lists. */
    public boolean isPublic() {
        return visibility == Visibility.PUBLIC
                && (stage == ListingPart.REGISTERED || stage == ListingPart.WITHOUT_BYTES);
    }
}

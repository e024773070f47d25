package org.plankton.registry.ports;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.image.Image;
import org.plankton.registry.request.Families;

/**
 * What is asked of how images have been assessed: what has been stored of that with each, and which of them is current
 * in its family.
 *
 * <p>Current is the newest of a family's images, as each owner has them, that is available, has bytes, is not hidden,
 * not past its day, and may well boot; of those that are the account's own, public, or shared with it and accepted.
 */
public interface AssessmentMapper {
    /**
     * What is stored.
     *
     * @param readiness null: the image is not there, or has not been assessed
     * @param searchText as {@code SearchText.stored}; empty as {@code readiness}
     * @param ownerName what people call that owner, as was told last; empty: nobody has told it
     * @param sharesName whether another image of that owner has that name, and neither is hidden
     */
    record Stored(Readiness readiness, String searchText, String ownerName, boolean sharesName) {
        /** Of an image that is not there. */
        public static Stored ofNone(String ownerName) {
            return new Stored(null, "", ownerName, false);
        }
    }

    /** Of an image as it is, or is to be; it need not be there, nor its owner be known. */
    default Stored find(Image image) {
        return findOf(
                image.id(),
                image.owner(),
                image.metadata().isHidden() ? "" : image.metadata().name());
    }

    /**
     * Only by {@link #find}.
     *
     * @param name empty: it shares none with others
     */
    Stored findOf(String id, String owner, String name);

    /**
     * The other images of that owner that have that name, and are neither hidden nor registered no longer. Waits for
     * whoever is just giving it to one or taking it away, and not for who writes something else of it. Of two who give
     * it at once one is refused by the database, and begins anew.
     *
     * @param limit how many at most
     */
    List<String> lockNamesakes(String id, String owner, String name, int limit);

    /**
     * Of these images, as far as they are registered, how they stand; in no particular order.
     *
     * @param ids one at least
     * @param account for whom, who may see them
     */
    default List<Standing> listStandings(List<String> ids, String account, LocalDate today) {
        return listStandingsOf("[\"" + String.join("\",\"", ids) + "\"]", account, today);
    }

    /**
     * Only by {@link #listStandings}.
     *
     * @param ids as JSON: the statement is the same however many they are
     */
    List<Standing> listStandingsOf(String ids, String account, LocalDate today);

    /**
     * A family of an owner's.
     *
     * @param own the newest of its images that may be current, of the account's own; null: there is none
     * @param everybodys the same of public ones
     * @param shared the same of those that are shared with the account
     */
    record Found(String family, String owner, String own, String everybodys, String shared) {}

    /**
     * Families of which the account sees an image in its lists, in the order of their names and, of one, of when the
     * tables came to know their owners; be it that no image of theirs can be current.
     *
     * @param family only that; null: all
     * @param owner only theirs; null: anybody's
     * @param after only what comes behind that in this order; null: from the beginning
     * @param limit how many at most
     */
    List<Found> listFamilies(
            String account, String family, String owner, Families.Place after, LocalDate today, int limit);

    /** How many images there are of each readiness. All are counted, by a key alone. */
    default Map<Readiness, Long> countReadiness() {
        Map<Readiness, Long> counts = new EnumMap<>(Readiness.class);
        for (Readiness readiness : Readiness.values()) {
            counts.put(readiness, countOf(readiness));
        }
        return counts;
    }

    /** Only by {@link #countReadiness}. */
    long countOf(Readiness readiness);

    /**
     * An account that has images which are not found by what it is called yet.
     *
     * @param renames how often it has been called otherwise since
     */
    record Renamed(String account, long renames) {}

    List<Renamed> listRenamed();

    /** The images of an owner that come after that id, in the order of their ids; empty: from the first. */
    List<String> listOwned(String owner, String after, int limit);

    /**
     * Images that have been assessed by another catalogue, or not at all, in the order of their numbers.
     *
     * @param after the number that the last one had; 0: from the first
     * @param span how many numbers are looked at
     */
    List<String> listToAssess(long after, int span, int catalogue);

    /** The highest number that an image has; 0 if there is none. */
    long lastNumber();

    /**
     * Images that are said to be ready, and are past their day.
     *
     * @param limit how many at most
     */
    List<String> listPast(LocalDate today, int limit);
}

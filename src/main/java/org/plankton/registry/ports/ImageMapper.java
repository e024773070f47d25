package org.plankton.registry.ports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.ImageWriteMapper.Indexed;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Totals;

/**
 * What is asked of the image table. Images that are registered no longer are left out unless it is said otherwise.
 *
 * @see ImageWriteMapper
 */
public interface ImageMapper {
    /** The image if {@code account} may see it, else null. */
    Image findVisible(String id, String account);

    /** The image, whoever asks, or null. */
    Image find(String id);

    /** The image, if it is registered no longer and that has not been cleared away yet; else null. */
    Image findDeleted(String id);

    /**
     * Those of the images of these ids that {@code account} may see, in whichever order.
     *
     * @param ids one at least
     * @param seesAll whether it may see any
     * @param withDeleted whether also those that are registered no longer, as {@link #findDeleted}
     */
    default List<Image> findAll(List<String> ids, String account, boolean seesAll, boolean withDeleted) {
        return findAllOf("[\"" + String.join("\",\"", ids) + "\"]", account, seesAll, withDeleted);
    }

    /**
     * Only by {@link #findAll}.
     *
     * @param ids as JSON: the statement is the same however many they are
     */
    List<Image> findAllOf(String ids, String account, boolean seesAll, boolean withDeleted);

    /** The image at that location, or null. */
    Image findByLocation(Location location);

    /** The image, locked until the transaction ends, or null. */
    Image lock(String id);

    /**
     * The images at that location, of that object, and of that id, those too that are registered no longer; at most
     * three.
     *
     * @param objectUuid null: the object has no id of its own
     */
    List<Image> findCoupled(Location location, String objectUuid, String id);

    /** The same, locked until the transaction ends. */
    List<Image> lockCoupled(Location location, String objectUuid, String id);

    /**
     * Whether anything is known of the image or of what is at that location beside the image's row: a member, a reader
     * that the object store has still to be told of, be it of the image, of the location or of the object wherever it
     * is; a change of readers that is on its way; an upload.
     *
     * @param objectUuid null: the object has no id of its own
     * @param withUploads whether uploads count
     */
    boolean isEntangled(String id, Location location, String objectUuid, boolean withUploads);

    /**
     * Whether nothing is known of what is at that location, of that object, and of that id: there is no image, even one
     * that is registered no longer, and nothing beside one; nor was there an image of that id and another object.
     *
     * @param objectUuid null: the object has no id of its own
     */
    boolean isUnknown(Location location, String objectUuid, String id);

    /**
     * Whether an image had that id that is registered no longer, be it that nothing else is remembered of it, and it is
     * not for this object to have it again.
     *
     * @param object what its object is told from others by; null: whichever it is
     * @see Image#objectId
     */
    boolean isRetired(String id, String object);

    /**
     * How many images of an account that quota counts.
     *
     * @param most no more than that are counted, and told
     */
    int countOwned(String account, Quota quota, int most);

    /** The same, however many they are. */
    int countAllOwned(String account, Quota quota);

    /** How many images of an account a quota counts. */
    record Owned(String account, int count) {}

    /** The accounts that have most of what that quota counts, those first; none that has nothing. */
    List<Owned> listMostOwned(Quota quota, int limit);

    /**
     * How many images of a kind there are.
     *
     * @param diskFormat null: it has none
     * @param finding null: nobody has found that the file is not as it was registered, or nobody was to look
     */
    record Tally(Visibility visibility, Status status, DiskFormat diskFormat, Finding finding, long count) {}

    /**
     * Of each kind of which there is one at least, in whichever order, without findings. All are counted, which takes a
     * second or so for a million.
     */
    List<Tally> listTallies();

    /**
     * The same, with findings, of those alone of which something may have been found: their status is ERROR or
     * UNAVAILABLE.
     *
     * @param most no more than that are looked at, public ones first
     */
    List<Tally> listFound(int most);

    /** When the newest public image of an account was made. */
    record Newest(String account, Instant createdAt) {}

    /**
     * Of those of the accounts that have a public image with bytes, in whichever order.
     *
     * @param accounts one at least
     */
    List<Newest> listNewestPublic(Collection<String> accounts);

    /** The accounts that have most images, those first. All are counted, as by {@link #listTallies}. */
    List<Totals.Holding> listMostHeld(int limit);

    /** How many bytes all images have together; likewise. */
    long countBytes();

    /**
     * Of each day from that on, in UTC, on which images were registered first that are still, those; in their order.
     * The rows of these are read.
     */
    List<Totals.Day> listDays(LocalDate from);

    /** The first images that have bytes, in the order of their ids, whose id comes after that. */
    List<Image> listAfter(String id, int limit);

    /** The same, be it that they have none. */
    List<Image> listAllAfter(String id, int limit);

    /**
     * The first that were unregistered before that time, with whatever is still known of them; locked until the
     * transaction ends, but for those that others have locked.
     */
    List<Image> lockDeletedBefore(Instant time, int limit);

    /** When an image was last changed; every change has a later time. */
    record LastChange(String id, Instant updatedAt) {}

    /**
     * The first of the images that the query asks for; they may be such as are registered no longer. What it takes does
     * not depend on how many there are. The query's marker is not looked at.
     *
     * @param after only what comes after that image in the query's order, whatever has become of it; null: from the
     *     beginning
     * @param limit how many at most
     * @param givesUp whether the database is to give up, which ends in a fault, BAD_REQUEST, where too many images
     *     would have to be looked at for the query's filters or order
     */
    default List<Image> list(String account, Query query, Image after, int limit, boolean givesUp) {
        RareProperties rare = rareProperties(account, query);
        Image until = until(account, query, after, limit, givesUp, rare);
        return listBy(account, query, after, until, false, limit, givesUp, rare);
    }

    /** The same without reading the images themselves; it gives up. */
    default List<LastChange> listLastChanges(String account, Query query, Image after, int limit) {
        RareProperties rare = rareProperties(account, query);
        Image until = until(account, query, after, limit, true, rare);
        return listLastChangesBy(account, query, after, until, false, limit, true, rare);
    }

    /** How many images there are that the query asks for; it gives up. */
    default long count(String account, Query query) {
        return countBy(account, query, true, rareProperties(account, query), null);
    }

    /** The same, but {@code most} where there are more. */
    default long countUpTo(String account, Query query, int most) {
        return Math.min(most, countBy(account, query, true, rareProperties(account, query), most));
    }

    /**
     * Only by {@link #count} and {@link #countUpTo}.
     *
     * @param most of each part no more are counted; null: all are
     */
    long countBy(String account, Query query, boolean givesUp, RareProperties rare, Integer most);

    /**
     * How far the images go that are asked for: none of them is sorted behind that by the first key, so only those need
     * be sorted by the others. Null if they are sorted by one key, or there are not as many.
     */
    private Image until(String account, Query query, Image after, int limit, boolean givesUp, RareProperties rare) {
        if (query.order().size() == 1) {
            return null;
        }
        List<Image> first = listBy(account, query, after, null, true, limit, givesUp, rare);
        return first.size() < limit ? null : first.get(limit - 1);
    }

    default RareProperties rareProperties(String account, Query query) {
        List<Indexed> properties = RareProperties.asked(query.filter());
        boolean ofAnybody = query.reach() == Query.Reach.ALL
                || query.filter().includesCommunity()
                || Boolean.TRUE.equals(query.filter().isHidden());
        if (properties.isEmpty()) {
            return RareProperties.NONE;
        }
        int most = ofAnybody ? RareProperties.mostListers(properties) : 0;
        List<List<Long>> listers = most == 0 ? List.of() : RareProperties.listers(listListers(most + 1), most);
        return RareProperties.of(
                properties,
                countProperties(
                        account, properties, ofAnybody, listers, query.filter().hidesOwners(), RareProperties.FEW),
                listers);
    }

    /** Only by {@link #list} and the like. The numbers of accounts in whose own lists there are words. */
    List<Long> listListers(int limit);

    /**
     * Only by {@link #list}.
     *
     * @param until none that is sorted behind it by the first key; null: whatever there is
     * @param byFirst whether they are to be in the order of the first key alone
     */
    List<Image> listBy(
            String account,
            Query query,
            Image after,
            Image until,
            boolean byFirst,
            int limit,
            boolean givesUp,
            RareProperties rare);

    /** Only by {@link #listLastChanges}, as {@link #listBy}. */
    List<LastChange> listLastChangesBy(
            String account,
            Query query,
            Image after,
            Image until,
            boolean byFirst,
            int limit,
            boolean givesUp,
            RareProperties rare);

    /**
     * Only by {@link #list} and the like. Of each property, in their order, how many images have it.
     *
     * @param ofAnybody whether it is counted in the lists of all owners, too
     * @param listers as {@link RareProperties#listers}
     * @param hidesOwners as the filter
     * @param most beyond which it is not counted; and told where it is not
     */
    List<RareProperties.Occurrence> countProperties(
            String account,
            List<Indexed> properties,
            boolean ofAnybody,
            List<List<Long>> listers,
            boolean hidesOwners,
            int most);

    /**
     * How often the image's readers have been changed, beginning anywhere; null if there is no such image. It is
     * counted on while the image is registered no longer, as long as the store is still to be told of that.
     */
    Long findReadersVersion(String id);

    /** The same, the image locked until the transaction ends. */
    Long lockReadersVersion(String id);
}

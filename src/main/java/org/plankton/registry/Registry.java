package org.plankton.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.Moment;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Counted;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Families;
import org.plankton.registry.request.Families.Current;
import org.plankton.registry.request.Families.Place;
import org.plankton.registry.request.ImportMode;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;
import org.plankton.registry.request.Totals;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.Usage;
import org.plankton.registry.turns.Turns.Turn;

/**
 * What may be asked of the registry, and what each answer promises. All that a wire knows of the registry is this, the
 * values that it is asked with and answers, and {@link Fault}.
 *
 * <p>Every operation may end with UNAVAILABLE if the database does not answer in time. Where several faults apply, the
 * one that is named first is told. The file is long because each operation's whole promise stands here.
 */
public interface Registry {
    /** Whether the caller may see and change every image as its owner may. */
    boolean isAdministrator(Caller caller);

    /**
     * Registers the object at the draft's location. An object that is registered already, there or where it was before
     * it was moved, is registered anew, if the draft says so: then everything but its id and its time of creation is as
     * the draft says, and its members are gone.
     *
     * <p>A location has one image, and an object has one. What was registered at the location and is another object's
     * is registered no longer; unless that object is now where this one was, for then its image is there, too.
     *
     * @return the image as it now stands; its id is the object's own where the object store gives one, and the draft
     *     none
     * @throws Fault BAD_REQUEST if the draft asks for more than the limits allow, or another object store;
     *     NO_LOCATION if it names none; BAD_REQUEST if it has no format; UNAUTHORIZED or UNAVAILABLE of the object
     *     store; NO_OBJECT if the caller can read nothing there; FORBIDDEN if it is another account's; BAD_REQUEST
     *     if the draft's owner is not the object's; MISMATCH if its size, checksum or MD5 is not; CONFLICT if the
     *     object or the location is registered and the draft does not replace; FORBIDDEN if the image there is
     *     another object's, and protected or another owner's; CONFLICT if the id is taken, or ever was; FORBIDDEN if
     *     the image has been given to another owner; BAD_REQUEST or TOO_MANY_PROPERTIES if it would have more than the
     *     limits allow; OVER_LIMIT if its owner would have more images than a quota allows; those of
     *     {@link Sharing#share} if it is to be public; CONFLICT if there is an upload or a deletion at the location, or
     *     others register it again and again
     */
    Image register(Caller caller, Draft draft);

    /**
     * A turn to send an image's bytes, which is to be had before the first of them is waited for.
     *
     * @throws Fault UNAVAILABLE if too many are sent and fetched, or half of them are of the caller's account
     */
    Turn takeTransfer(Caller caller);

    /**
     * Registers an image with its bytes: reserves it and uploads them.
     *
     * @return the image as it now stands
     * @throws IOException of the upload's bytes
     * @throws Fault BAD_REQUEST if the draft has no format; OVER_LIMIT if the upload is too long; BAD_REQUEST if its
     *     length and size differ; FORBIDDEN if the image is to be another's; those of {@link #reserve}; until then
     *     nothing has been registered; those of {@link #upload}
     */
    Image register(Caller caller, Draft draft, Upload upload) throws IOException;

    /**
     * Reserves an image that has no bytes yet: it is queued.
     *
     * @throws Fault BAD_REQUEST as {@link #register}, or TOO_MANY_PROPERTIES if the image would have more than the
     *     limits allow; CONFLICT if the id is taken, or ever was; OVER_LIMIT if its owner would have more images, or
     *     more of them without bytes, than a quota allows
     */
    Image reserve(Caller caller, Draft draft);

    /**
     * Gives a reserved image the object at {@code location} for its bytes, and makes it available.
     *
     * @param change what else is to be different about the image
     * @param expected of the object
     * @return the image as it now stands
     * @throws Fault those of {@link #update}; FORBIDDEN if the image is not the caller's own; BAD_REQUEST if it is
     *     not queued or has no format; those of {@link #register} for the location; CONFLICT if it or its object is
     *     registered already, or there is an upload or a deletion at it
     */
    Image locate(Caller caller, String id, Change change, Location location, Expected expected);

    /**
     * Uploads the bytes of a reserved image to its owner's account in the object store, and makes it available. The
     * owner does so, or the service itself, where the store lets it.
     *
     * <p>Where that fails once the first byte has been read, the image is in error and has no bytes, unless the
     * caller's view repeats uploads; before that, or then, it is queued as it was.
     *
     * @param change what else is to be different about the image; it is not, if the upload is refused before it begins
     * @return the image as it now stands
     * @throws IOException of the upload's bytes
     * @throws Fault OVER_LIMIT if it is too long; BAD_REQUEST if length and size differ; those of {@link #update};
     *     FORBIDDEN if the image is not the caller's own, unless they are the service itself; CONFLICT if it is not
     *     queued; BAD_REQUEST if its formats have not been told; CONFLICT if there is something in its place;
     *     OVER_LIMIT if more uploads of the account would be under way than a quota allows; those of
     *     {@link ObjectStore#put}; BAD_REQUEST if size or MD5 are not as the upload says; STALE if the image has been
     *     unregistered meanwhile; those of {@link Sharing#share}
     */
    Image upload(Caller caller, String id, Change change, Upload upload) throws IOException;

    /**
     * Changes what {@code change} names and nothing else.
     *
     * <p>An image whose file is known to be gone or changed has two statuses: the one that everybody is told, and the
     * owner's, which is the one again when the file is back. A change to the first is none; any other is to the second.
     * Where it is to be available, the file is looked at anew.
     *
     * @return the image as it now stands
     * @throws Fault BAD_REQUEST if a value is none, or longer than the limits allow and not the image's already;
     *     NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if the caller may not change it; UNAUTHORIZED if
     *     the file is looked at and the object store refuses the token, UNAVAILABLE if it does not answer then, or
     *     not as it should; FORBIDDEN if they may not give it away; STALE if they have not seen its last change;
     *     MISMATCH if the size or checksum is not the image's; BAD_REQUEST if it has no bytes and is to have another
     *     status; CONFLICT if it is to be available, and its file is not what was registered; BAD_REQUEST or
     *     TOO_MANY_PROPERTIES if the image would have more than the limits allow; those of {@link Sharing#share} if
     *     it is to be public; OVER_LIMIT if it is given to an account that would have more than a quota allows
     */
    Image update(Caller caller, String id, Change change);

    /**
     * Looks at the image's file in the object store, and records what it finds: whether it is as it was registered, has
     * changed, or is gone.
     *
     * @return the image as it now stands
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if the caller may not change it;
     *     CONFLICT if it has no bytes; UNAUTHORIZED if the object store refuses the token; UNAVAILABLE if it does
     *     not answer, or not as it should, or neither shows the caller their own file nor proves that it is gone;
     *     FORBIDDEN if it does not show them another account's
     */
    Image check(Caller caller, String id);

    /**
     * What has been done to the image, the last first, as far as the journal still has it; of the time in which it was
     * the caller's, if they are no administrator.
     *
     * @param before only edits whose position is below that
     * @param limit how many at most; there may be fewer, where they are large
     * @throws Fault NOT_FOUND if there is no such image, and was none of the caller's; HIDDEN or FORBIDDEN if the
     *     caller may not change it
     */
    HistoryPage history(Caller caller, String id, long before, int limit);

    /**
     * What has been done to images, the last first.
     *
     * @param limit as of {@link #history}
     * @throws Fault FORBIDDEN if the caller is no administrator; BAD_REQUEST if too many would have to be looked at
     */
    HistoryPage listEdits(Caller caller, HistoryQuery query, int limit);

    /**
     * What has been done to images behind that position, in the order of positions. Whoever goes on behind the last of
     * them misses nothing: what is committed later has a later position than all that have ever been answered.
     *
     * @param position of an edit; 0: before all that are kept
     * @param limit as of {@link #history}
     * @throws Fault FORBIDDEN if the caller is no administrator; STALE if the edit at that position is not kept any
     *     longer, and so perhaps others behind it, or there never was one
     */
    List<HistoryEntry> listEditsBehind(Caller caller, long position, int limit);

    /**
     * Makes the image what it was at that moment: what was said of it, its members, and its owner's word on its status;
     * not its bytes, and not whose it is. One that is registered no longer is registered again, with its id, if its
     * file is there as it was.
     *
     * @param moment empty: when it was registered last, which it is no longer
     * @return the image as it now stands
     * @throws Fault those of {@link #history}; BAD_REQUEST if the image is registered and no moment is named, if it had
     *     no such edit, if it was not registered then, or was another account's, unless the caller is an administrator;
     *     CONFLICT if it is to be registered again, and its file is gone, or another by now, or has an image, or there
     *     is another at its location; UNAUTHORIZED or UNAVAILABLE of the object store, or FORBIDDEN if it does not show
     *     the caller another account's file; FORBIDDEN if the caller may not make it public; BAD_REQUEST,
     *     TOO_MANY_PROPERTIES or OVER_LIMIT if it would have more than the limits allow, or its owner more images than
     *     a quota does; those of {@link Sharing#share}
     */
    Image restore(Caller caller, String id, Optional<Moment> moment);

    /**
     * Forgets the image and its members. Its object stays where it is.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN or FORBIDDEN if the caller may not change it;
     *     FORBIDDEN if it is protected; UNAUTHORIZED or UNAVAILABLE of the object store, which has then still to be
     *     told that the members are readers no longer: the image is gone, and unregistering it again tells the store
     *     again
     */
    void unregister(Caller caller, String id);

    /**
     * Forgets the image and its members, and deletes its object, if its bytes came through the registry.
     *
     * @throws Fault as {@link #unregister}; where the store failed and has still to delete the object, deleting the
     *     image again tells it again
     */
    void delete(Caller caller, String id);

    /**
     * The first registered images after that id, in the order of their ids, be it that they have no bytes; each with
     * its members.
     *
     * @param after empty: from the first
     * @throws Fault FORBIDDEN if the caller is no administrator
     */
    List<WholeImage> listWhole(Caller caller, String after, int limit);

    /**
     * Registers images of another registry as they are there: with their ids, owners, times and members. The object
     * store is neither asked nor told anything. An image that is there already is left as it is, unless the mode says
     * otherwise; then it keeps its time of creation and what is not told, and is changed now if it was changed later
     * here than there. Who reads it from then on, and bytes of its own that it loses, are noted for whoever next tells
     * the store. One that waits for its bytes there, and has them here, or on their way, keeps them.
     *
     * <p>Refused is one that is not as the fields' own rules have it; that is to have more than the caller's limits
     * allow, and other than it has here; whose bytes are being uploaded there, or here, and are others there; whose
     * bytes were uploaded here, and are others there, or elsewhere; whose id was an image's here that is registered no
     * longer; whose location or object is another image's; or whose location the object store is still to be told of.
     *
     * @param reader is handed what has become of each, in their order, as soon as that is certain: whatever this ends
     *     by, of those behind nothing is changed; in a trial, what would become of them
     * @throws Fault FORBIDDEN if the caller is no administrator
     */
    void importAll(Caller caller, List<WholeImage> images, ImportMode mode, Consumer<ImportOutcome> reader);

    /**
     * The image.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it
     */
    Image find(Caller caller, String id);

    /**
     * The image, for an administrator even if it is registered no longer.
     *
     * @throws Fault as {@link #find}
     */
    Image findEvenDeleted(Caller caller, String id);

    /**
     * The bytes of an image, for the caller to close. What the answer tells of the file is recorded: that it has
     * changed, or is gone, or is back as it was.
     *
     * @param image as {@link #find} has just told it to the caller
     * @param range which of them; empty: all
     * @throws Fault FORBIDDEN if its owner says that it is not to be used, unless the caller is an administrator;
     *     NOT_FOUND if it has no bytes, or is broken; UNAUTHORIZED or
     *     UNAVAILABLE of the object store; NOT_FOUND if they are not there any longer, or others than were
     *     registered
     */
    StoredBytes open(Caller caller, Image image, Optional<ByteRange> range);

    /**
     * Hands the images that are asked for to {@code reader}, one by one, however many they are.
     *
     * <p>Each that is there all the time, and keeps its place in the order, comes once. Creation and id keep it; an
     * image that is changed meanwhile may come twice or not at all where the order is another.
     *
     * @param query without a marker
     * @throws Fault UNAVAILABLE if too many long lists are being read
     */
    void list(Caller caller, Query query, Consumer<Image> reader);

    /**
     * The first images of a listing after the query's marker. Those of a long page are read as they are handed over,
     * which ends in a fault, UNAVAILABLE, if the database does not answer, or too many long lists are being read.
     *
     * @param limit how many at most
     * @throws Fault BAD_REQUEST if the caller cannot see the marker
     */
    Page page(Caller caller, Query query, int limit);

    /**
     * How many images there are in a listing. Its marker is not looked at.
     *
     * @throws Fault BAD_REQUEST if too many would have to be looked at for its filters
     */
    long count(Caller caller, Query query);

    /**
     * The same, but for a listing of more than {@code most} no more are counted than that; and none, and that is not
     * all, where too many images would have to be looked at for it.
     *
     * @throws Fault UNAVAILABLE if the database does not answer
     */
    Counted countUpTo(Caller caller, Query query, int most);

    /**
     * How images stand that the caller sees, in no particular order; those that have been unregistered meanwhile are
     * left out.
     *
     * @param ids as many as a page has at most
     */
    List<Standing> listStandings(Caller caller, List<String> ids);

    /**
     * What the catalogue makes of an image, with the reasons, at this moment.
     *
     * @param image be it that it is not registered
     */
    Assessment assess(Image image);

    /**
     * The families that have an image in the caller's lists, each with its current one: the newest that is available,
     * has bytes, is not hidden, not past its day and may well boot, of those in the caller's lists. A family is one
     * owner's, and so there may be several of one name.
     *
     * @param after only what comes behind that; empty: from the first
     * @param limit how many at most; those that have no current image are counted, and left out
     */
    Families listFamilies(Caller caller, Optional<Place> after, int limit);

    /**
     * Of the families of that name the current images, as by {@link #listFamilies}.
     *
     * @param owner whose family; empty: anybody's, and of those some
     */
    List<Current> findFamily(Caller caller, String family, Optional<String> owner);

    /**
     * The containers of the caller's account in the object store, in the order of their names.
     *
     * @param after only what comes behind that name; empty: from the first
     * @param limit how many at most
     * @throws Fault UNAUTHORIZED or UNAVAILABLE of the object store
     */
    List<StoredContainer> listContainers(Caller caller, String after, int limit);

    /**
     * The files in one of them, likewise; each with the caller's image that is registered there.
     *
     * @param prefix only those whose name begins so
     * @throws Fault NOT_FOUND if there is no such container; UNAUTHORIZED or UNAVAILABLE of the object store
     */
    List<StoredFile> listFiles(Caller caller, String container, String prefix, String after, int limit);

    /**
     * All of a small file that the caller may read in the object store; empty if there is none.
     *
     * @param most bytes that it has at most
     * @throws Fault OVER_LIMIT if it has more; UNAUTHORIZED or UNAVAILABLE of the object store
     */
    Optional<byte[]> readFile(Caller caller, Location location, int most);

    /**
     * The fingerprint of a page, without reading its images.
     *
     * @throws Fault as {@link #page}
     */
    String fingerprint(Caller caller, Query query, int limit);

    /**
     * The image's members in the order of their accounts: all of them for its owner, only the caller for anybody else.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it
     */
    List<Member> listMembers(Caller caller, String id);

    /**
     * Shares the image with these accounts and nobody else.
     *
     * @param canShare by account, whether it may share the image in its turn; empty: as before, or not if it is a new
     *     member
     * @throws Fault BAD_REQUEST if one of them cannot be an account; NOT_FOUND if there is no such image; HIDDEN or
     *     FORBIDDEN if the caller may not share it; OVER_LIMIT if they are too many; and those of
     *     {@link Sharing#share}
     */
    void replaceMembers(Caller caller, String id, Map<String, Optional<Boolean>> canShare);

    /**
     * Shares the image with {@code account}, too.
     *
     * @param canShare whether it may share the image in its turn; empty: as before, or not if it is a new member
     * @throws Fault as {@link #replaceMembers}
     */
    void addMember(Caller caller, String id, String account, Optional<Boolean> canShare);

    /**
     * Shares the image with {@code account}, too, which is no member yet.
     *
     * @return as it now is a member
     * @throws Fault as {@link #replaceMembers}; before OVER_LIMIT, FORBIDDEN if the image is not
     *     shared, CONFLICT if it is a member, or the owner
     */
    Member invite(Caller caller, String id, String account);

    /**
     * The image's member that {@code account} is.
     *
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it; NOT_FOUND if it is none,
     *     or the caller is neither it nor the owner
     */
    Member findMember(Caller caller, String id, String account);

    /**
     * Says for {@code account} whether it wants the image in its lists.
     *
     * @return as it now is a member
     * @throws Fault NOT_FOUND if there is no such image; HIDDEN if the caller may not see it; NOT_FOUND if it is no
     *     member, or the caller is neither it nor the owner; FORBIDDEN if they are not it, nor an administrator
     */
    Member answer(Caller caller, String id, String account, MemberStatus status);

    /**
     * Shares the image with {@code account} no longer.
     *
     * @return whether it was a member
     * @throws Fault as {@link #replaceMembers}
     */
    boolean removeMember(Caller caller, String id, String account);

    /**
     * The images that the caller shares with {@code account}, and those that the account shares with the caller, who
     * has accepted them; where the account is the caller's own, all that others share with the caller. Private images
     * that have been shared, and those that are for everyone, are not among them.
     *
     * @param reader is handed all, one by one as they come from the database, the newest first
     * @throws Fault BAD_REQUEST if it cannot be an account; UNAVAILABLE if too many long lists are being read
     */
    void listSharedWith(Caller caller, String account, Consumer<SharedImage> reader);

    /**
     * The images that are shared with {@code account}, public ones too: all that it has accepted if it is the caller's
     * own, or the caller is an administrator, else those that the caller owns.
     *
     * @param reader is handed all, one by one as they come from the database, the newest first; none if it cannot be an
     *     account
     * @throws Fault UNAVAILABLE if too many long lists are being read
     */
    void listSharedTo(Caller caller, String account, Consumer<SharedImage> reader);

    /**
     * How much the account has of each that there may be a quota of; if it has very much, what it had some seconds
     * ago.
     *
     * @throws Fault FORBIDDEN if it is another's, and the caller is no administrator; BAD_REQUEST if it cannot be an
     *     account; UNAVAILABLE if there is too much to count, or others still do
     */
    List<Usage> usage(Caller caller, String account);

    /**
     * The accounts that had most of what that quota counts some seconds ago, those first. All images are counted for
     * that.
     *
     * @param limit how many at most
     * @throws Fault FORBIDDEN if the caller is no administrator; UNAVAILABLE if there are too many to count, or others
     *     still do
     */
    List<Usage> listUsage(Caller caller, Quota quota, int limit);

    /**
     * How many images there were some seconds ago, of everybody's: of each kind, of the twenty accounts that had most,
     * and at the end of each of the last ninety days, in UTC, of which today is the last. All images are counted for
     * that.
     *
     * @throws Fault FORBIDDEN if the caller is no administrator; UNAVAILABLE if there are too many to count, or others
     *     still do
     */
    Totals totals(Caller caller);
}

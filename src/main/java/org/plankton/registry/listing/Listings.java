package org.plankton.registry.listing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageMapper.LastChange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Counted;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.rules.Access;

/**
 * How images are listed: always some at a time. So a list takes the same memory whatever its length and whatever is
 * said of its images, and no connection to the database waits for a slow client.
 */
public final class Listings {
    private static final int FINGERPRINT_BYTES = 16;

    private final Database database;
    private final Access access;
    private final LongLists longLists;

    public Listings(Database database, Access access, LongLists longLists) {
        this.database = database;
        this.access = access;
        this.longLists = longLists;
    }

    public void list(Caller caller, Query asked, Consumer<Image> reader) {
        Query query = access.narrow(caller, asked);
        PieceBound bound = bound(caller);
        longLists.hand(
                caller.account(),
                () -> longLists.first(caller.account(), () -> after(caller, query, null, bound, true)),
                reader);
    }

    private static PieceBound bound(Caller caller) {
        return new PieceBound(caller.view().limits());
    }

    /** @param givesUp false: the list has begun, and is read whatever it takes */
    private Piece<Image> after(Caller caller, Query query, Image place, PieceBound bound, boolean givesUp) {
        int limit = bound.rows();
        List<Image> read = ask(query, tables -> tables.images().list(caller.account(), query, place, limit, givesUp));
        List<Image> kept = bound.keep(read);
        if (kept.size() == read.size() && read.size() < limit) {
            return new Piece<>(kept, null);
        }
        Image last = kept.get(kept.size() - 1);
        return new Piece<>(kept, rest(caller, query, last, bound));
    }

    /** Reads what comes after that place in a list that has begun. */
    private Supplier<Piece<Image>> rest(Caller caller, Query query, Image place, PieceBound bound) {
        return () -> after(caller, query, place, bound, false);
    }

    public Page page(Caller caller, Query asked, int limit) {
        Query query = access.narrow(caller, asked);
        return longLists.first(caller.account(), () -> begin(caller, query, limit));
    }

    private Page begin(Caller caller, Query query, int limit) {
        Image marker = marker(caller, query);
        PieceBound bound = bound(caller);
        int rows = Math.min(limit + 1, bound.rows());
        List<Image> read = ask(query, tables -> tables.images().list(caller.account(), query, marker, rows, true));
        List<Image> kept = bound.keep(read);
        boolean isWhole = kept.size() == read.size() && (read.size() < rows || rows > limit);
        List<LastChange> changes = isWhole
                ? read.stream().map(Listings::lastChange).toList()
                : listLastChanges(caller, query, marker, limit);
        List<LastChange> shown = changes.stream().limit(limit).toList();
        List<String> ids = shown.stream().map(LastChange::id).toList();
        // Emptied when it is handed out, as a slow reader would hold it to the page's end.
        AtomicReference<Piece<Image>> first =
                new AtomicReference<>(beginning(caller, query, kept, changes, ids, bound));
        Consumer<Consumer<Image>> images =
                reader -> longLists.hand(caller.account(), () -> first.getAndSet(null), reader);
        boolean hasMore = changes.size() > limit;
        return new Page(
                images,
                hasMore && !isWhole ? reader -> fill(caller, query, images, shown, marker, bound, reader) : images,
                ids.size(),
                ids.isEmpty() ? null : ids.get(ids.size() - 1),
                hasMore,
                fingerprint(changes));
    }

    /**
     * Hands out a page's images, and in the place of those that are gone what follows. That is what comes after the
     * last that is as it was when the page was begun, and so where it was; or after the marker, whatever has become of
     * it.
     *
     * @param images hands out the page's
     * @param marker null: the page is the list's first
     */
    private void fill(
            Caller caller,
            Query query,
            Consumer<Consumer<Image>> images,
            List<LastChange> shown,
            Image marker,
            PieceBound bound,
            Consumer<Image> reader) {
        Set<LastChange> unchanged = Set.copyOf(shown);
        AtomicReference<Image> place = new AtomicReference<>(marker);
        Set<String> sent = new HashSet<>();
        images.accept(image -> {
            reader.accept(image);
            sent.add(image.id());
            if (unchanged.contains(lastChange(image))) {
                place.set(image);
            }
        });
        Supplier<Piece<Image>> next = rest(caller, query, place.get(), bound);
        while (next != null && sent.size() < shown.size()) {
            Piece<Image> piece = longLists.later(caller.account(), next).get();
            for (Image image : piece.elements()) {
                if (sent.size() < shown.size() && sent.add(image.id())) {
                    reader.accept(image);
                }
            }
            next = piece.rest();
        }
    }

    /**
     * The first piece of a page: what has been read of it already, but nothing that has changed since then. What a
     * client keeps would be older than the page's fingerprint otherwise.
     */
    private Piece<Image> beginning(
            Caller caller,
            Query query,
            List<Image> read,
            List<LastChange> changes,
            List<String> ids,
            PieceBound bound) {
        int same = 0;
        while (same < Math.min(read.size(), ids.size())
                && lastChange(read.get(same)).equals(changes.get(same))) {
            same++;
        }
        return new Piece<>(read.subList(0, same), rest(caller, query, ids.subList(same, ids.size()), bound));
    }

    private static LastChange lastChange(Image image) {
        return new LastChange(image.id(), image.updatedAt());
    }

    /** Reads the images of a page that has begun; null if there are none. */
    private Supplier<Piece<Image>> rest(Caller caller, Query query, List<String> ids, PieceBound bound) {
        return ids.isEmpty() ? null : () -> among(caller, query, ids, bound);
    }

    /**
     * The first of the images of these ids, as they are now, as far as the caller may still see them. Which images a
     * page has is said before they are read: what comes or moves meanwhile is on no page twice, and on none that it was
     * not on.
     */
    private Piece<Image> among(Caller caller, Query query, List<String> ids, PieceBound bound) {
        List<String> next = ids.subList(0, Math.min(bound.rows(), ids.size()));
        boolean seesAll = query.reach() == Query.Reach.ALL;
        boolean withDeleted = query.filter().changedAfter() != null;
        Map<String, Image> found =
                database.read(tables -> tables.images().findAll(next, caller.account(), seesAll, withDeleted)).stream()
                        .collect(Collectors.toMap(Image::id, Function.identity()));
        List<Image> read =
                next.stream().map(found::get).filter(Objects::nonNull).toList();
        List<Image> kept = bound.keep(read);
        int end = kept.size() == read.size()
                ? next.size()
                : next.indexOf(read.get(kept.size()).id());
        return new Piece<>(kept, rest(caller, query, ids.subList(end, ids.size()), bound));
    }

    /** Sorted by several keys, images are looked for twice, which is to be at one moment. */
    private <T> T ask(Query query, Function<Tables, T> work) {
        return query.order().size() > 1 ? database.snapshot(work) : database.read(work);
    }

    public long count(Caller caller, Query asked) {
        Query query = access.narrow(caller, asked);
        return longLists.first(
                caller.account(), () -> database.read(tables -> tables.images().count(caller.account(), query)));
    }

    public Counted countUpTo(Caller caller, Query asked, int most) {
        Query query = access.narrow(caller, asked);
        try {
            long count = longLists.first(
                    caller.account(),
                    () -> database.read(tables -> tables.images().countUpTo(caller.account(), query, most + 1)));
            return new Counted(Math.min(count, most), count <= most);
        } catch (Fault fault) {
            if (fault.kind() != Fault.Kind.BAD_REQUEST && !fault.isSpent()) {
                throw fault;
            }
            return new Counted(0, false); // too many would have had to be looked at, or for too long
        }
    }

    public String fingerprint(Caller caller, Query asked, int limit) {
        Query query = access.narrow(caller, asked);
        return longLists.first(
                caller.account(), () -> fingerprint(listLastChanges(caller, query, marker(caller, query), limit)));
    }

    /** Of a page, and of the first image behind it. */
    private List<LastChange> listLastChanges(Caller caller, Query query, Image marker, int limit) {
        return ask(query, tables -> tables.images().listLastChanges(caller.account(), query, marker, limit + 1));
    }

    /** Differs if an image has changed, or come, or gone, or has another place. */
    private static String fingerprint(List<LastChange> images) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            ByteBuffer time = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
            for (LastChange image : images) {
                hash.update(image.id().getBytes(StandardCharsets.US_ASCII));
                time.putLong(image.updatedAt().getEpochSecond())
                        .putInt(image.updatedAt().getNano())
                        .flip();
                hash.update(time);
                time.clear();
            }
            return HexFormat.of().formatHex(hash.digest(), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The query's marker; null if it has none.
     *
     * @throws Fault BAD_REQUEST if the caller cannot see the marker
     */
    private Image marker(Caller caller, Query query) {
        if (query.marker() == null) {
            return null;
        }
        Image image = Image.isId(query.marker()) ? database.read(tables -> find(tables, caller, query)) : null;
        // Of one that is gone the bytes are remembered, but not where.
        if (image == null || image.content() == null && !query.filter().includesReserved()) {
            throw Fault.badRequest("marker must be the id of an image that you can see");
        }
        return image;
    }

    /** Null if the caller cannot see it, or could not while it was there. */
    private Image find(Tables tables, Caller caller, Query query) {
        Image image = query.reach() == Query.Reach.ALL
                ? tables.images().find(query.marker())
                : tables.images().findVisible(query.marker(), caller.account());
        if (image == null && keepsPlaces(caller, query)) {
            Image deleted = tables.images().findDeleted(query.marker());
            boolean maySee = deleted != null && (deleted.isForEveryone() || access.mayChange(caller, deleted));
            return maySee ? deleted : null;
        }
        return image;
    }

    /**
     * Whether an image that is unregistered is in the list itself, or still where it was in its order. Plankton's own
     * clients, who are shown no images without bytes, are told of one as the last of a page before that is sent; it may
     * be gone when they ask for the next. Glance's know of those that were sent, and that what is gone is no marker.
     */
    private static boolean keepsPlaces(Caller caller, Query query) {
        return query.filter().changedAfter() != null
                || !caller.view().showsReserved()
                        && query.order().stream()
                                .map(Query.Sort::key)
                                .noneMatch(key -> key == Query.SortKey.UPDATED_AT || key == Query.SortKey.STATUS);
    }
}

package org.plankton.registry.listing;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.rules.Access;

/**
 * How images are listed: always some at a time, each time those that come after the last in order. So a list takes the
 * same memory whatever its length, and no connection to the database waits for a slow client.
 */
public final class Listings {
    /** How many are read at a time. A list that is no longer than a usual page is no long one. */
    private static final int PIECE = 1001;

    /** How often a piece is asked for in the middle of a list, which would be broken off otherwise. */
    private static final int ATTEMPTS = 3;

    private static final int FINGERPRINT_BYTES = 16;

    private static final System.Logger LOG = System.getLogger(Listings.class.getName());

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
        List<Image> piece = read(caller, query, null);
        if (isLast(piece)) {
            piece.forEach(reader);
            return;
        }
        longLists.take(caller.account());
        try {
            while (!isLast(piece)) {
                Image after = piece.get(piece.size() - 1);
                Future<List<Image>> next = longLists.ahead(() -> readOn(caller, query, after));
                piece.forEach(reader);
                piece = await(next);
            }
            piece.forEach(reader);
        } finally {
            longLists.giveBack(caller.account());
        }
    }

    private static boolean isLast(List<Image> piece) {
        return piece.size() < PIECE;
    }

    /** Of a list that has begun the rest is read, whatever it takes. */
    private List<Image> read(Caller caller, Query query, Image after) {
        return longLists.read(() ->
                ask(query, tables -> tables.images().list(caller.account(), query, after, PIECE, after == null)));
    }

    private List<Image> readOn(Caller caller, Query query, Image after) {
        for (int attempt = 1; ; attempt++) {
            try {
                return read(caller, query, after);
            } catch (Fault fault) {
                if (attempt == ATTEMPTS || fault.kind() != Fault.Kind.UNAVAILABLE) {
                    throw fault;
                }
                LOG.log(Level.DEBUG, "a piece of a long list is asked for again", fault);
            }
        }
    }

    private static List<Image> await(Future<List<Image>> piece) {
        try {
            return piece.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
    }

    public Page page(Caller caller, Query asked, int limit) {
        Query query = access.narrow(caller, asked);
        List<Image> images = ask(
                query,
                tables ->
                        tables.images().list(caller.account(), query, marker(tables, caller, query), limit + 1, true));
        boolean hasMore = images.size() > limit;
        return new Page(
                hasMore ? images.subList(0, limit) : images,
                hasMore,
                fingerprint(images.stream()
                        .map(image -> new ImageMapper.LastChange(image.id(), image.updatedAt()))
                        .toList()));
    }

    /** Sorted by several keys, images are looked for twice, which is to be at one moment. */
    private <T> T ask(Query query, Function<Tables, T> work) {
        return query.order().size() > 1 ? database.snapshot(work) : database.read(work);
    }

    public long count(Caller caller, Query asked) {
        Query query = access.narrow(caller, asked);
        return database.read(tables -> tables.images().count(caller.account(), query));
    }

    public String fingerprint(Caller caller, Query asked, int limit) {
        Query query = access.narrow(caller, asked);
        return fingerprint(ask(
                query,
                tables -> tables.images()
                        .listLastChanges(caller.account(), query, marker(tables, caller, query), limit + 1)));
    }

    /** Differs if an image has changed, or come, or gone, or has another place. */
    private static String fingerprint(List<ImageMapper.LastChange> images) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            ByteBuffer time = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
            for (ImageMapper.LastChange image : images) {
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
    private Image marker(Tables tables, Caller caller, Query query) {
        if (query.marker() == null) {
            return null;
        }
        Image image = Image.isId(query.marker()) ? find(tables, caller, query) : null;
        if (image == null || !image.hasBytes() && !query.filter().includesReserved()) {
            throw Fault.badRequest("marker must be the id of an image that you can see");
        }
        return image;
    }

    /** Null if the caller cannot see it. */
    private Image find(Tables tables, Caller caller, Query query) {
        Image image = query.reach() == Query.Reach.VISIBLE
                ? tables.images().findVisible(query.marker(), caller.account())
                : tables.images().find(query.marker());
        if (image == null && query.filter().changedAfter() != null) {
            Image deleted = tables.images().findDeleted(query.marker());
            boolean maySee = deleted != null && (deleted.isForEveryone() || access.mayChange(caller, deleted));
            return maySee ? deleted : null;
        }
        return image;
    }
}

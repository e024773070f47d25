package org.plankton.registry;

import static java.util.stream.Collectors.toMap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.plankton.database.MariaDb;
import org.plankton.database.TestDatabase;
import org.plankton.objects.FakeObjectStore;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.change.Housekeeping;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.ExpectedBuilder;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.MetadataChange;
import org.plankton.registry.request.MetadataChangeBuilder;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.SentProperties;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.View;
import org.plankton.registry.request.VisibilityChange;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.turns.Turns;
import org.plankton.testing.TestCatalogue;

/**
 * A registry on real, empty tables and a fake store, and things to do with it that are valid unless a test makes them
 * not.
 */
final class TestRegistry {
    static final Limits LIMITS = new Limits(255, 93, 255, 128, 6144, 4, 4);

    static final Caller ALICE = caller("alice");
    static final Caller BOB = caller("bob");
    static final Caller CAROL = caller("carol");
    static final Caller ADMIN = caller("admin");

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    /** An upload gives a sign of life whenever bytes come. */
    static final UploadBounds BOUNDS = new UploadBounds(1 << 20, Duration.ofNanos(1));

    final MariaDb database = TestDatabase.empty();
    final FakeObjectStore store = new FakeObjectStore();

    private static Caller caller(String account) {
        return new Caller(account, account + "-token", new View(LIMITS, true), Source.NONE);
    }

    /** The caller after the limits have been lowered to almost nothing. */
    static Caller strict(Caller caller) {
        return over(caller, new Limits(255, 93, 255, 0, 1, 0, 0));
    }

    /** The caller by a wire that has these limits. */
    static Caller over(Caller caller, Limits limits) {
        return new Caller(caller.account(), caller.token(), new View(limits, true), Source.NONE);
    }

    /** The caller by a wire that shows no images without bytes. */
    static Caller hidingReserved(Caller caller) {
        return new Caller(caller.account(), caller.token(), new View(LIMITS, false), Source.NONE);
    }

    /** The registry when its clock says so. */
    Registry at(Instant now) {
        return registry(database, store, store, now, BOUNDS);
    }

    /** The registry on another connection to the same tables. */
    Registry registry(Database other) {
        return registry(other, store, store, NOON, BOUNDS);
    }

    /** The registry where so much is told of who reads. */
    Registry registry(Sharing sharing) {
        return registry(database, store, sharing, NOON, BOUNDS);
    }

    /** The registry with something else between it and the same tables and store. */
    Registry registry(Database otherDatabase, StoreBetween otherStore) {
        return registry(otherDatabase, otherStore, otherStore, NOON, BOUNDS);
    }

    /** The registry with another store, in which an upload may be silent for so long. */
    Registry registry(StoreBetween otherStore, Duration lease) {
        return registry(database, otherStore, otherStore, NOON, new UploadBounds(BOUNDS.longest(), lease));
    }

    /** The registry where nobody else makes images public. */
    Registry publishedByAdministrators() {
        return registry(database, store, store, NOON, BOUNDS, false);
    }

    private static Registry registry(
            Database tables, ObjectStore objects, Sharing sharing, Instant now, UploadBounds uploads) {
        return registry(tables, objects, sharing, now, uploads, true);
    }

    private static Registry registry(
            Database tables,
            ObjectStore objects,
            Sharing sharing,
            Instant now,
            UploadBounds uploads,
            boolean isPublishingFree) {
        return new Operations(
                tables,
                objects,
                sharing,
                new FakeObjectStore(),
                new Access(Set.of(ADMIN.account(), Caller.SERVICE), isPublishingFree),
                uploads,
                new Transfers(32),
                Runnable::run,
                new LongLists(2),
                new Turns(32),
                new Attempts(),
                TestCatalogue.ASSESSOR,
                clock(now));
    }

    /** One that always says so. */
    static ChangeClock clock(Instant now) {
        return new ChangeClock(Clock.fixed(now, ZoneOffset.UTC));
    }

    Registry registry() {
        return at(NOON);
    }

    /** Where the caller's object of that name is. */
    static Location location(Caller caller, String name) {
        return new Location(caller.account(), "images", name);
    }

    /** Puts an object of that name into the caller's container. */
    Location object(Caller caller, String name) {
        Location location = location(caller, name);
        store.put(
                location,
                new StoredObject(Optional.of(UUID.randomUUID().toString()), 5, "2cf24dba5fb0a30e", Optional.empty()));
        return location;
    }

    /** Registers an object of that name, which it puts there, too. */
    Image register(Caller caller, String name) {
        return registry()
                .register(caller, draft(object(caller, name)).name(name).done());
    }

    Image registerPublic(Caller caller, String name) {
        return registry()
                .register(
                        caller,
                        draft(object(caller, name)).name(name).isPublic().done());
    }

    /** Reserves an image that knows its formats. */
    Image reserve(Caller caller) {
        return registry().reserve(caller, draft(null).done());
    }

    /** Registers an image with these bytes. */
    Image upload(Caller caller, String bytes) throws IOException {
        return registry().register(caller, draft(null).done(), uploadOf(bytes));
    }

    static Upload uploadOf(String bytes) {
        byte[] body = bytes.getBytes(StandardCharsets.UTF_8);
        return new Upload(new ByteArrayInputStream(body), OptionalLong.of(body.length), Expected.NOTHING);
    }

    /**
     * Ends the uploads that have been silent for so long, and clears away what was unregistered longer ago than that.
     */
    void keepHouse(Duration lease, Duration keep, Instant now) {
        keepHouse(lease, keep, Duration.ofDays(365), now);
    }

    /** The same, and clears away what was done longer ago than that. */
    void keepHouse(Duration lease, Duration keep, Duration journalKept, Instant now) {
        new Housekeeping(database, lease, keep, journalKept, clock(now)).run();
    }

    /** The images of which an object may be on its way into the store, or left behind in it. */
    static List<String> uploads() {
        return query("SELECT image_id FROM image_upload ORDER BY image_id");
    }

    static List<String> query(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    /** The readers that are noted, and the changes of readers that are on their way. */
    static List<String> unsettled() {
        return query(
                "SELECT account COLLATE ascii_bin FROM image_unsettled_reader UNION ALL SELECT id FROM image_sharing");
    }

    /** What the store was told of readers, and did not answer, it has done by now, if it ever will. */
    static void endSharings() {
        execute("UPDATE image_sharing SET began_at = began_at - INTERVAL 1 HOUR");
    }

    /** All uploads have been silent for an hour. */
    static void silenceUploads() {
        execute("UPDATE image_upload SET alive_at = alive_at - INTERVAL 1 HOUR");
    }

    /** What the store was told to delete it has deleted by now, if it ever will. */
    static void endDeletions() {
        execute("UPDATE image_upload SET deleting_at = deleting_at - INTERVAL 1 HOUR");
    }

    /** Which object is an image's was not noted when it was registered. */
    static void forgetObjects() {
        execute("UPDATE image SET object_uuid = NULL");
    }

    /** Whom the store may take for a reader of some image though they are none. */
    static Set<String> unsettledReaders() {
        Set<String> accounts = new TreeSet<>();
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT account FROM image_unsettled_reader UNION ALL SELECT account FROM object_reader")) {
            while (rows.next()) {
                accounts.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return accounts;
    }

    static void execute(String sql) {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is asked of the image, and then of its bytes. */
    static StoredBytes open(Registry registry, Caller caller, String id, Optional<ByteRange> range) {
        return registry.open(caller, registry.find(caller, id), range);
    }

    /** The accounts that the caller sees among the image's members. */
    List<String> members(Caller caller, String id) {
        return registry().listMembers(caller, id).stream().map(Member::account).toList();
    }

    void share(Caller caller, String id, String account) {
        registry().addMember(caller, id, account, Optional.empty());
    }

    void share(Caller caller, String id, Set<String> accounts) {
        registry()
                .replaceMembers(
                        caller, id, accounts.stream().collect(toMap(account -> account, account -> Optional.empty())));
    }

    List<String> sharedWith(Caller caller, String account) {
        return TestRegistry.<SharedImage>handed(reader -> registry().listSharedWith(caller, account, reader)).stream()
                .map(SharedImage::id)
                .toList();
    }

    List<SharedImage> sharedTo(Caller caller, String account) {
        return handed(reader -> registry().listSharedTo(caller, account, reader));
    }

    /** All that are handed over. */
    static <T> List<T> handed(Consumer<Consumer<T>> things) {
        List<T> all = new ArrayList<>();
        things.accept(all::add);
        return all;
    }

    static SharedImage sharedImage(Image image, boolean canShare) {
        return new SharedImage(image.id(), image.createdAt(), canShare);
    }

    /** The page's images. */
    static List<Image> images(Page page) {
        List<Image> images = new ArrayList<>();
        page.images().accept(images::add);
        return images;
    }

    List<Image> list(Caller caller, Query query) {
        List<Image> images = new ArrayList<>();
        registry().list(caller, query, images::add);
        return images;
    }

    /** The same once it has a member. */
    static Image shared(Image image) {
        return image.withMetadata(image.metadata().withVisibility(Visibility.SHARED));
    }

    /** A draft with a name and a location and nothing else, unless told. */
    static DraftBuilder draft(Location location) {
        return new DraftBuilder(location);
    }

    static final class DraftBuilder {
        private final MetadataChangeBuilder metadata = MetadataChangeBuilder.builder(MetadataChange.NONE)
                .name(Optional.of("an image"))
                .diskFormat(Optional.of(DiskFormat.DISKDUMP))
                .containerFormat(Optional.of(ContainerFormat.BARE));
        private final ExpectedBuilder expected = ExpectedBuilder.builder();
        private final org.plankton.registry.request.DraftBuilder draft;
        private KeyFolding keys = KeyFolding.NONE;
        private Map<String, String> properties = Map.of();

        private DraftBuilder(Location location) {
            draft = org.plankton.registry.request.DraftBuilder.builder()
                    .replaces(true)
                    .location(Optional.ofNullable(location));
        }

        DraftBuilder id(String given) {
            draft.id(Optional.of(given));
            return this;
        }

        DraftBuilder replacesNothing() {
            draft.replaces(false);
            return this;
        }

        DraftBuilder name(String given) {
            metadata.name(Optional.of(given));
            return this;
        }

        DraftBuilder store(String given) {
            draft.store(Optional.of(given));
            return this;
        }

        DraftBuilder formats(DiskFormat disk, ContainerFormat container) {
            metadata.diskFormat(Optional.ofNullable(disk)).containerFormat(Optional.ofNullable(container));
            return this;
        }

        DraftBuilder isProtected() {
            metadata.isProtected(Optional.of(true));
            return this;
        }

        DraftBuilder needs(int ram, int disk) {
            metadata.minRam(OptionalInt.of(ram)).minDisk(OptionalInt.of(disk));
            return this;
        }

        DraftBuilder md5(String given) {
            expected.md5(Optional.of(given));
            return this;
        }

        DraftBuilder isPublic() {
            metadata.visibility(Optional.of(new VisibilityChange.Publicity(true)));
            return this;
        }

        DraftBuilder owner(String given) {
            draft.owner(Optional.of(given));
            return this;
        }

        DraftBuilder size(long given) {
            expected.size(OptionalLong.of(given));
            return this;
        }

        DraftBuilder checksum(String given) {
            expected.checksum(Optional.of(given));
            return this;
        }

        DraftBuilder properties(Map<String, String> given) {
            properties = given;
            return this;
        }

        /** As a wire spells them. */
        DraftBuilder properties(KeyFolding spelling, Map<String, String> given) {
            keys = spelling;
            return properties(given);
        }

        Draft done() {
            Map<String, Set<String>> sent = new TreeMap<>();
            properties.forEach((key, value) -> sent.put(key, Set.of(value)));
            return draft.metadata(metadata.properties(new SentProperties(keys, sent, true))
                            .build())
                    .expected(expected.build())
                    .build();
        }
    }

    /** A change of nothing, unless told. */
    static ChangeBuilder change() {
        return change(KeyFolding.NONE);
    }

    /** The same by a wire that spells the keys of properties so. */
    static ChangeBuilder change(KeyFolding keys) {
        return new ChangeBuilder(keys);
    }

    static final class ChangeBuilder {
        private final MetadataChangeBuilder metadata = MetadataChangeBuilder.builder(MetadataChange.NONE);
        private final ExpectedBuilder expected = ExpectedBuilder.builder();
        private final org.plankton.registry.request.ChangeBuilder change =
                org.plankton.registry.request.ChangeBuilder.builder();
        private final KeyFolding keys;
        private final Map<String, Set<String>> properties = new TreeMap<>();
        private boolean replacesProperties;

        private ChangeBuilder(KeyFolding keys) {
            this.keys = keys;
        }

        ChangeBuilder name(String given) {
            metadata.name(Optional.of(given));
            return this;
        }

        ChangeBuilder formats(DiskFormat disk, ContainerFormat container) {
            metadata.diskFormat(Optional.of(disk)).containerFormat(Optional.of(container));
            return this;
        }

        ChangeBuilder status(Status given) {
            change.status(Optional.of(given));
            return this;
        }

        ChangeBuilder isPublic(boolean given) {
            metadata.visibility(Optional.of(new VisibilityChange.Publicity(given)));
            return this;
        }

        ChangeBuilder visibility(Visibility given) {
            metadata.visibility(Optional.of(new VisibilityChange.To(given)));
            return this;
        }

        ChangeBuilder isHidden(boolean given) {
            metadata.isHidden(Optional.of(given));
            return this;
        }

        ChangeBuilder owner(String given) {
            change.owner(Optional.of(given));
            return this;
        }

        ChangeBuilder size(long given) {
            expected.size(OptionalLong.of(given));
            return this;
        }

        ChangeBuilder checksum(String given) {
            expected.checksum(Optional.of(given));
            return this;
        }

        ChangeBuilder property(String key, String... values) {
            properties.put(key, Set.of(values));
            return this;
        }

        ChangeBuilder isProtected(boolean given) {
            metadata.isProtected(Optional.of(given));
            return this;
        }

        ChangeBuilder needs(int ram, int disk) {
            metadata.minRam(OptionalInt.of(ram)).minDisk(OptionalInt.of(disk));
            return this;
        }

        ChangeBuilder replacesProperties() {
            replacesProperties = true;
            return this;
        }

        ChangeBuilder ifSeen(Instant... times) {
            change.seen(Optional.of(Set.of(times)));
            return this;
        }

        Change done() {
            return change.metadata(metadata.properties(new SentProperties(keys, properties, replacesProperties))
                            .build())
                    .expected(expected.build())
                    .build();
        }
    }

    /** Everything that may be seen, oldest first. */
    static Query all() {
        return sorted(Query.SortKey.CREATED_AT, Query.SortDirection.ASC);
    }

    static Query sorted(Query.SortKey key, Query.SortDirection direction) {
        return new Query(Query.Reach.VISIBLE, Filter.NONE, key, direction, null);
    }

    static Query after(Query query, String marker) {
        return query.withMarker(marker);
    }

    /** What ends with a fault. */
    interface Work {
        void run() throws IOException;
    }

    /** The kind of fault that the work ends with. */
    static Fault.Kind fault(Work work) {
        try {
            work.run();
        } catch (Fault fault) {
            return fault.kind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no fault");
    }
}

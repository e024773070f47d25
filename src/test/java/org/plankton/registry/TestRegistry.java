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
import org.plankton.TestDatabase;
import org.plankton.database.MariaDb;
import org.plankton.objects.FakeObjectStore;
import org.plankton.registry.bytes.ImageData;
import org.plankton.registry.change.Housekeeping;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.Upload;
import org.plankton.registry.rules.Access;
import org.plankton.registry.sharing.Memberships;

/** A registry on real, empty tables and a fake store, and things to do with it that are valid unless a test makes them not. */
final class TestRegistry {
    static final Caller ALICE = new Caller("alice", "alice-token");
    static final Caller BOB = new Caller("bob", "bob-token");
    static final Caller CAROL = new Caller("carol", "carol-token");
    static final Caller ADMIN = new Caller("admin", "admin-token");

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    /** An upload gives a sign of life whenever bytes come. */
    static final ImageData.Bounds BOUNDS = new ImageData.Bounds(1 << 20, Duration.ofNanos(1));

    static final Limits LIMITS = new Limits(255, 93, 255, 128, 6144, 4);

    final MariaDb database = TestDatabase.empty();
    final FakeObjectStore store = new FakeObjectStore();

    /** The registry when its clock says so. */
    Registry at(Instant now) {
        return registry(now, LIMITS);
    }

    /** The registry after its limits have been lowered to almost nothing. */
    Registry strict() {
        return registry(NOON, new Limits(255, 93, 255, 0, 1, 0));
    }

    /** The registry on another connection to the same tables. */
    Registry registry(Database other) {
        return registry(other, NOON, LIMITS);
    }

    /** The registry with something else between it and the same tables and store. */
    Registry registry(Database otherDatabase, ObjectStore otherStore) {
        return registry(otherDatabase, otherStore, NOON, LIMITS);
    }

    /** The registry with another store, in which an upload may be silent for so long. */
    Registry registry(ObjectStore otherStore, Duration lease) {
        return registry(database, otherStore, NOON, LIMITS, new ImageData.Bounds(BOUNDS.longest(), lease));
    }

    private Registry registry(Instant now, Limits limits) {
        return registry(database, now, limits);
    }

    private Registry registry(Database tables, Instant now, Limits limits) {
        return registry(tables, store, now, limits);
    }

    private static Registry registry(Database tables, ObjectStore objects, Instant now, Limits limits) {
        return registry(tables, objects, now, limits, BOUNDS);
    }

    private static Registry registry(
            Database tables, ObjectStore objects, Instant now, Limits limits, ImageData.Bounds uploads) {
        return new Registry(
                tables,
                objects,
                new Access(Set.of(ADMIN.account()), true),
                limits,
                uploads,
                new LongLists(2),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    Registry registry() {
        return at(NOON);
    }

    Memberships memberships() {
        return registry().memberships();
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
        return registry().data().register(caller, draft(null).done(), uploadOf(bytes));
    }

    static Upload uploadOf(String bytes) {
        byte[] body = bytes.getBytes(StandardCharsets.UTF_8);
        return new Upload(
                new ByteArrayInputStream(body), OptionalLong.of(body.length), OptionalLong.empty(), Optional.empty());
    }

    /** Ends the uploads that have been silent for so long, and clears away what was unregistered longer ago than that. */
    void keepHouse(Duration lease, Duration keep, Instant now) {
        new Housekeeping(database, lease, keep, Clock.fixed(now, ZoneOffset.UTC)).run();
    }

    /** The images of which an object may be on its way into the store, or left behind in it. */
    static List<String> uploads() {
        return query("SELECT image_id FROM image_upload ORDER BY image_id");
    }

    private static List<String> query(String sql) {
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

    private static void execute(String sql) {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is asked of the image, and then of its bytes. */
    static StoredBytes open(Registry registry, Caller caller, String id, Optional<ByteRange> range) {
        return registry.data().open(caller, registry.find(caller, id), range);
    }

    /** The accounts that the caller sees among the image's members. */
    List<String> members(Caller caller, String id) {
        return memberships().list(caller, id).stream().map(Member::account).toList();
    }

    void share(Caller caller, String id, String account) {
        memberships().add(caller, id, account, Optional.empty());
    }

    void share(Caller caller, String id, Set<String> accounts) {
        memberships()
                .replace(caller, id, accounts.stream().collect(toMap(account -> account, account -> Optional.empty())));
    }

    List<String> sharedWith(Caller caller, String account) {
        return memberships().sharedWith(caller, account).stream()
                .map(SharedImage::id)
                .toList();
    }

    List<Image> list(Caller caller, Query query) {
        List<Image> images = new ArrayList<>();
        registry().list(caller, query, images::add);
        return images;
    }

    /** A draft with a name and a location and nothing else, unless told. */
    static DraftBuilder draft(Location location) {
        return new DraftBuilder(location);
    }

    static final class DraftBuilder {
        private final Optional<Location> location;
        private Optional<String> id = Optional.empty();
        private boolean replaces = true;
        private String name = "an image";
        private Optional<String> store = Optional.empty();
        private Optional<DiskFormat> diskFormat = Optional.of(DiskFormat.DISKDUMP);
        private Optional<ContainerFormat> containerFormat = Optional.of(ContainerFormat.BARE);
        private boolean isPublic;
        private boolean isProtected;
        private int minRam;
        private int minDisk;
        private Optional<String> md5 = Optional.empty();
        private Optional<String> owner = Optional.empty();
        private OptionalLong size = OptionalLong.empty();
        private Optional<String> checksum = Optional.empty();
        private Map<String, String> properties = Map.of();

        private DraftBuilder(Location location) {
            this.location = Optional.ofNullable(location);
        }

        DraftBuilder id(String given) {
            id = Optional.of(given);
            return this;
        }

        DraftBuilder replacesNothing() {
            replaces = false;
            return this;
        }

        DraftBuilder name(String given) {
            name = given;
            return this;
        }

        DraftBuilder store(String given) {
            store = Optional.of(given);
            return this;
        }

        DraftBuilder formats(DiskFormat disk, ContainerFormat container) {
            diskFormat = Optional.ofNullable(disk);
            containerFormat = Optional.ofNullable(container);
            return this;
        }

        DraftBuilder isProtected() {
            isProtected = true;
            return this;
        }

        DraftBuilder needs(int ram, int disk) {
            minRam = ram;
            minDisk = disk;
            return this;
        }

        DraftBuilder md5(String given) {
            md5 = Optional.of(given);
            return this;
        }

        DraftBuilder isPublic() {
            isPublic = true;
            return this;
        }

        DraftBuilder owner(String given) {
            owner = Optional.of(given);
            return this;
        }

        DraftBuilder size(long given) {
            size = OptionalLong.of(given);
            return this;
        }

        DraftBuilder checksum(String given) {
            checksum = Optional.of(given);
            return this;
        }

        DraftBuilder properties(Map<String, String> given) {
            properties = given;
            return this;
        }

        Draft done() {
            return new Draft(
                    id,
                    replaces,
                    name,
                    location,
                    store,
                    diskFormat,
                    containerFormat,
                    isPublic,
                    isProtected,
                    minRam,
                    minDisk,
                    owner,
                    size,
                    checksum,
                    md5,
                    properties);
        }
    }

    /** A change of nothing, unless told. */
    static ChangeBuilder change() {
        return new ChangeBuilder();
    }

    static final class ChangeBuilder {
        private Optional<String> name = Optional.empty();
        private Optional<DiskFormat> diskFormat = Optional.empty();
        private Optional<ContainerFormat> containerFormat = Optional.empty();
        private Optional<Status> status = Optional.empty();
        private Optional<Boolean> isPublic = Optional.empty();
        private Optional<String> owner = Optional.empty();
        private OptionalLong size = OptionalLong.empty();
        private Optional<String> checksum = Optional.empty();
        private Optional<Boolean> isProtected = Optional.empty();
        private OptionalInt minRam = OptionalInt.empty();
        private OptionalInt minDisk = OptionalInt.empty();
        private final Map<String, Set<String>> properties = new TreeMap<>();
        private boolean replacesProperties;
        private Optional<Set<Instant>> seen = Optional.empty();

        ChangeBuilder name(String given) {
            name = Optional.of(given);
            return this;
        }

        ChangeBuilder formats(DiskFormat disk, ContainerFormat container) {
            diskFormat = Optional.of(disk);
            containerFormat = Optional.of(container);
            return this;
        }

        ChangeBuilder status(Status given) {
            status = Optional.of(given);
            return this;
        }

        ChangeBuilder isPublic(boolean given) {
            isPublic = Optional.of(given);
            return this;
        }

        ChangeBuilder owner(String given) {
            owner = Optional.of(given);
            return this;
        }

        ChangeBuilder size(long given) {
            size = OptionalLong.of(given);
            return this;
        }

        ChangeBuilder checksum(String given) {
            checksum = Optional.of(given);
            return this;
        }

        ChangeBuilder property(String key, String... values) {
            properties.put(key, Set.of(values));
            return this;
        }

        ChangeBuilder isProtected(boolean given) {
            isProtected = Optional.of(given);
            return this;
        }

        ChangeBuilder needs(int ram, int disk) {
            minRam = OptionalInt.of(ram);
            minDisk = OptionalInt.of(disk);
            return this;
        }

        ChangeBuilder replacesProperties() {
            replacesProperties = true;
            return this;
        }

        ChangeBuilder ifSeen(Instant... times) {
            seen = Optional.of(Set.of(times));
            return this;
        }

        Change done() {
            return new Change(
                    name,
                    diskFormat,
                    containerFormat,
                    status,
                    isPublic,
                    isProtected,
                    minRam,
                    minDisk,
                    owner,
                    size,
                    checksum,
                    properties,
                    replacesProperties,
                    seen);
        }
    }

    /** Everything that may be seen, oldest first. */
    static Query all() {
        return sorted(Query.SortKey.CREATED_AT, Query.SortDirection.ASC);
    }

    static Query sorted(Query.SortKey key, Query.SortDirection direction) {
        return new Query(
                Query.Reach.VISIBLE,
                true,
                Set.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                key,
                direction,
                null);
    }

    static Query after(Query query, String marker) {
        return new Query(
                query.reach(),
                query.includesReserved(),
                query.names(),
                query.diskFormat(),
                query.containerFormat(),
                query.statuses(),
                query.sizeMin(),
                query.sizeMax(),
                query.minRam(),
                query.minDisk(),
                query.isProtected(),
                query.owner(),
                query.changedAfter(),
                query.properties(),
                query.sortKey(),
                query.sortDirection(),
                marker);
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

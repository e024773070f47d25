package org.plankton.registry;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.plankton.TestDatabase;
import org.plankton.database.MariaDb;
import org.plankton.objects.FakeObjectStore;

/** A registry on real, empty tables and a fake store, and things to do with it that are valid unless a test makes them not. */
final class TestRegistry {
    static final Caller ALICE = new Caller("alice", "alice-token");
    static final Caller BOB = new Caller("bob", "bob-token");
    static final Caller CAROL = new Caller("carol", "carol-token");
    static final Caller ADMIN = new Caller("admin", "admin-token");

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
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

    private Registry registry(Instant now, Limits limits) {
        return new Registry(
                database, store, new Access(Set.of(ADMIN.account())), limits, Clock.fixed(now, ZoneOffset.UTC));
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
        store.put(location, new StoredObject(Optional.of(UUID.randomUUID().toString()), 5, "2cf24dba5fb0a30e"));
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
        private Optional<String> name = Optional.of("an image");
        private DiskFormat diskFormat = DiskFormat.DISKDUMP;
        private ContainerFormat containerFormat = ContainerFormat.BARE;
        private boolean isPublic;
        private Optional<String> owner = Optional.empty();
        private OptionalLong size = OptionalLong.empty();
        private Optional<String> checksum = Optional.empty();
        private Map<String, String> properties = Map.of();

        private DraftBuilder(Location location) {
            this.location = Optional.ofNullable(location);
        }

        DraftBuilder name(String given) {
            name = Optional.ofNullable(given);
            return this;
        }

        DraftBuilder formats(DiskFormat disk, ContainerFormat container) {
            diskFormat = disk;
            containerFormat = container;
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
            return new Draft(name, location, diskFormat, containerFormat, isPublic, owner, size, checksum, properties);
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
        private final Map<String, Set<String>> properties = new TreeMap<>();
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

        ChangeBuilder ifSeen(Instant... times) {
            seen = Optional.of(Set.of(times));
            return this;
        }

        Change done() {
            return new Change(
                    name, diskFormat, containerFormat, status, isPublic, owner, size, checksum, properties, seen);
        }
    }

    /** Everything that may be seen, oldest first. */
    static Query all() {
        return sorted(Query.SortKey.CREATED_AT, Query.SortDirection.ASC);
    }

    static Query sorted(Query.SortKey key, Query.SortDirection direction) {
        return new Query(Set.of(), null, null, null, null, null, null, Map.of(), key, direction, null);
    }

    static Query after(Query query, String marker) {
        return new Query(
                query.names(),
                query.diskFormat(),
                query.containerFormat(),
                query.status(),
                query.sizeMin(),
                query.sizeMax(),
                query.owner(),
                query.properties(),
                query.sortKey(),
                query.sortDirection(),
                marker);
    }

    /** The kind of fault that the work ends with. */
    static Fault.Kind fault(Runnable work) {
        try {
            work.run();
        } catch (Fault fault) {
            return fault.kind();
        }
        throw new AssertionError("no fault");
    }
}

package org.plankton.database;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.AccountWriteMapper;
import org.plankton.registry.ports.AssessmentMapper;
import org.plankton.registry.ports.AssessmentMapper.Renamed;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.FileCheckMapper;
import org.plankton.registry.ports.FollowerMapper;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.JournalMapper;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.ports.MemberWriteMapper;
import org.plankton.registry.ports.NoteMapper;
import org.plankton.registry.ports.ObjectReaderMapper;
import org.plankton.registry.ports.RareProperties;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.ports.UnsettledReaderMapper;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Families;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Totals;
import org.plankton.testing.TestCatalogue;

/**
 * The registry's tables in memory, as far as changes of one image at a time need them: it does what
 * {@link OneImageContract} asks of tables, and fails if it is asked for more. A transaction is one step, so whoever
 * wants to see others come between two of them can do so a thousand times in the time of one on a real database.
 */
public final class MemoryDatabase implements Database {
    private final Journal journal;
    private State state;

    /** @param clock by which uploads and changes of readers are silent for too long */
    public MemoryDatabase(Clock clock) {
        this(clock, entry -> {});
    }

    /** @param journal is told of changes when they are committed */
    MemoryDatabase(Clock clock, Journal journal) {
        this.state = new State(clock);
        this.journal = journal;
    }

    @Override
    public synchronized <T> T read(Function<Tables, T> work) {
        return work.apply(tables(() -> state, null));
    }

    @Override
    public synchronized <T> T snapshot(Function<Tables, T> work) {
        State then = state;
        return work.apply(tables(() -> then, null));
    }

    @Override
    public synchronized <T> T inTransaction(String account, Function<Tables, T> work) {
        State changed = new State(state);
        List<Journal.Entry> entries = new ArrayList<>();
        T result = work.apply(tables(() -> changed, entries::add));
        state = changed;
        entries.forEach(journal::write);
        return result;
    }

    private static Tables tables(Supplier<State> state, Journal journal) {
        return new Tables(
                new Images(state),
                new Members(state),
                new UnsettledReaders(state),
                new Sharings(state),
                new Uploads(state),
                new ObjectReaders(state),
                none(FileCheckMapper.class),
                new Notes(state),
                none(JournalMapper.class),
                none(FollowerMapper.class),
                new Assessments(state),
                journal == null
                        ? null
                        : new Writes(
                                new AccountWrites(),
                                new ImageWrites(state),
                                new MemberWrites(state),
                                journal,
                                TestCatalogue.ASSESSOR));
    }

    /** A table of which nothing is here. */
    private static <T> T none(Class<T> table) {
        return table.cast(
                Proxy.newProxyInstance(table.getClassLoader(), new Class<?>[] {table}, (proxy, method, args) -> {
                    throw missing();
                }));
    }

    private static UnsupportedOperationException missing() {
        return new UnsupportedOperationException("no change of one image needs it");
    }

    /** Whether no reader is noted, and no change of any is on its way. */
    public synchronized boolean isSettled() {
        return state.unsettled.values().stream().allMatch(Map::isEmpty)
                && state.sharings.values().stream().allMatch(Map::isEmpty);
    }

    /** What is noted, for the message of a test. */
    public synchronized String notes() {
        return state.unsettled + " " + state.sharings;
    }

    private record Row(Image image, long version) {
        boolean isDeleted() {
            return image.deletedAt() != null;
        }
    }

    private record Reader(String imageId, String owner) {}

    private record OnItsWay(Instant beganAt, boolean isOvertaken) {}

    /** @param aliveAt null: no bytes will come */
    private record Noted(String account, Location location, Instant aliveAt, Instant deletingAt) {}

    /** What is in all tables. */
    private static final class State {
        private final Map<String, Row> images = new TreeMap<>();
        private final Map<String, Map<String, Member>> members = new TreeMap<>();
        private final Map<Location, Map<String, Reader>> unsettled = new HashMap<>();
        private final Map<Location, Map<String, OnItsWay>> sharings = new HashMap<>();
        private final Map<String, Noted> uploads = new TreeMap<>();
        private final Map<String, Set<String>> objectReaders = new TreeMap<>();
        private final Map<String, Optional<String>> retired = new TreeMap<>();
        private final Clock clock;
        private long counter;

        State(Clock clock) {
            this.clock = clock;
        }

        State(State other) {
            clock = other.clock;
            images.putAll(other.images);
            other.members.forEach((id, accounts) -> members.put(id, new TreeMap<>(accounts)));
            other.unsettled.forEach((location, readers) -> unsettled.put(location, new TreeMap<>(readers)));
            other.sharings.forEach((location, changes) -> sharings.put(location, new TreeMap<>(changes)));
            uploads.putAll(other.uploads);
            other.objectReaders.forEach((uuid, accounts) -> objectReaders.put(uuid, new TreeSet<>(accounts)));
            retired.putAll(other.retired);
            counter = other.counter;
        }

        Instant now() {
            return clock.instant();
        }

        boolean isBefore(Instant time, long seconds) {
            return time.isBefore(now().minusSeconds(seconds));
        }

        boolean isRegistered(String id) {
            return images.containsKey(id) && !images.get(id).isDeleted();
        }

        Map<String, Member> membersOf(String id) {
            return members.computeIfAbsent(id, any -> new TreeMap<>());
        }

        Map<String, Reader> unsettledAt(Location location) {
            return unsettled.computeIfAbsent(location, any -> new TreeMap<>());
        }

        Map<String, OnItsWay> sharingsAt(Location location) {
            return sharings.computeIfAbsent(location, any -> new TreeMap<>());
        }
    }

    private record Images(Supplier<State> state) implements ImageMapper {
        private Stream<Image> all(Predicate<Image> which) {
            return state.get().images.values().stream().map(Row::image).filter(which);
        }

        private Image first(Predicate<Image> which) {
            return all(which).findFirst().orElse(null);
        }

        @Override
        public Image find(String id) {
            return first(image -> image.id().equals(id) && image.deletedAt() == null);
        }

        @Override
        public Image findDeleted(String id) {
            return first(image -> image.id().equals(id) && image.deletedAt() != null);
        }

        @Override
        public Image findByLocation(Location location) {
            return first(image -> location.equals(image.location()));
        }

        @Override
        public Image lock(String id) {
            return find(id);
        }

        @Override
        public List<Image> findCoupled(Location location, String objectUuid, String id) {
            return all(image -> location.equals(image.location())
                            || objectUuid != null && objectUuid.equals(image.objectUuid())
                            || image.id().equals(id))
                    .toList();
        }

        @Override
        public List<Image> lockCoupled(Location location, String objectUuid, String id) {
            return findCoupled(location, objectUuid, id);
        }

        @Override
        public boolean isEntangled(String id, Location location, String objectUuid, boolean withUploads) {
            State now = state.get();
            return !now.membersOf(id).isEmpty()
                    || !now.unsettledAt(location).isEmpty()
                    || now.unsettled.values().stream()
                            .flatMap(readers -> readers.values().stream())
                            .anyMatch(reader -> reader.imageId.equals(id))
                    || !now.sharingsAt(location).isEmpty()
                    || objectUuid != null && now.objectReaders.containsKey(objectUuid)
                    || withUploads && now.uploads.containsKey(id)
                    || withUploads
                            && now.uploads.values().stream().anyMatch(upload -> upload.location.equals(location));
        }

        @Override
        public boolean isUnknown(Location location, String objectUuid, String id) {
            return findCoupled(location, objectUuid, id).isEmpty()
                    && !isEntangled(id, location, objectUuid, true)
                    && !isRetired(id, objectUuid == null ? id : objectUuid);
        }

        @Override
        public boolean isRetired(String id, String object) {
            Optional<String> known = state.get().retired.get(id);
            return known != null && (object == null || !known.equals(Optional.of(object)));
        }

        @Override
        public int countOwned(String account, Quota quota, int most) {
            return (int) all(image -> image.owner().equals(account) && quota.counts(image))
                    .limit(most)
                    .count();
        }

        @Override
        public int countAllOwned(String account, Quota quota) {
            return countOwned(account, quota, Integer.MAX_VALUE);
        }

        @Override
        public List<Owned> listMostOwned(Quota quota, int limit) {
            throw missing();
        }

        @Override
        public List<Tally> listTallies() {
            throw missing();
        }

        @Override
        public List<Tally> listFound(int most) {
            throw missing();
        }

        @Override
        public List<Newest> listNewestPublic(Collection<String> accounts) {
            throw missing();
        }

        @Override
        public List<Totals.Holding> listMostHeld(int limit) {
            throw missing();
        }

        @Override
        public long countBytes() {
            throw missing();
        }

        @Override
        public List<Totals.Day> listDays(LocalDate from) {
            throw missing();
        }

        @Override
        public Long findReadersVersion(String id) {
            Row row = state.get().images.get(id);
            return row == null ? null : row.version;
        }

        @Override
        public Long lockReadersVersion(String id) {
            return findReadersVersion(id);
        }

        @Override
        public Image findVisible(String id, String account) {
            throw missing();
        }

        @Override
        public List<Image> findAllOf(String ids, String account, boolean seesAll, boolean withDeleted) {
            throw missing();
        }

        @Override
        public List<Image> listAfter(String id, int limit) {
            throw missing();
        }

        @Override
        public List<Image> listAllAfter(String id, int limit) {
            throw missing();
        }

        @Override
        public List<Image> lockDeletedBefore(Instant time, int limit) {
            throw missing();
        }

        @Override
        public List<Image> listBy(
                String account,
                Query query,
                Image after,
                Image until,
                boolean byFirst,
                int limit,
                boolean givesUp,
                RareProperties rare) {
            throw missing();
        }

        @Override
        public List<LastChange> listLastChangesBy(
                String account,
                Query query,
                Image after,
                Image until,
                boolean byFirst,
                int limit,
                boolean givesUp,
                RareProperties rare) {
            throw missing();
        }

        @Override
        public long countBy(String account, Query query, boolean givesUp, RareProperties rare, Integer most) {
            throw missing();
        }

        @Override
        public List<RareProperties.Occurrence> countProperties(
                String account,
                List<ImageWriteMapper.Indexed> properties,
                boolean ofAnybody,
                List<List<Long>> listers,
                boolean hidesOwners,
                int most) {
            throw missing();
        }

        @Override
        public List<Long> listListers(int limit) {
            throw missing();
        }
    }

    /** Nothing is stored here: nobody lists by it. */
    private record Assessments(Supplier<State> state) implements AssessmentMapper {
        @Override
        public Stored findOf(String id, String owner, String name) {
            return new Stored(null, "", "", false);
        }

        @Override
        public List<String> lockNamesakes(String id, String owner, String name, int limit) {
            return List.of();
        }

        @Override
        public List<Standing> listStandingsOf(String ids, String account, LocalDate today) {
            throw missing();
        }

        @Override
        public List<Found> listFamilies(
                String account, String family, String owner, Families.Place after, LocalDate today, int limit) {
            throw missing();
        }

        @Override
        public long countOf(Readiness readiness) {
            throw missing();
        }

        @Override
        public List<Renamed> listRenamed() {
            throw missing();
        }

        @Override
        public List<String> listOwned(String owner, String after, int limit) {
            throw missing();
        }

        @Override
        public List<String> listToAssess(long after, int span, int catalogue) {
            throw missing();
        }

        @Override
        public long lastNumber() {
            throw missing();
        }

        @Override
        public List<String> listPast(LocalDate today, int limit) {
            throw missing();
        }
    }

    /** All are known here. */
    private record AccountWrites() implements AccountWriteMapper {
        @Override
        public List<Known> listKnown(Set<String> accounts) {
            return accounts.stream().map(account -> new Known(account, "")).toList();
        }

        @Override
        public void insert(Set<String> accounts) {
            throw missing();
        }

        @Override
        public String lockKnown(String account) {
            return account;
        }

        @Override
        public void name(String account, String displayName) {}

        @Override
        public void indexName(String account, long renames) {}
    }

    private record ImageWrites(Supplier<State> state) implements ImageWriteMapper {
        @Override
        public void insert(Image image, Assessment assessment) {
            State now = state.get();
            if (now.images.containsKey(image.id())) {
                throw new IllegalStateException("there is an image of that id");
            }
            now.counter += 1_000_000;
            put(image, now.counter);
        }

        @Override
        public void update(Image image, Assessment assessment, int readersChanges) {
            Row row = state.get().images.get(image.id());
            if (row != null) {
                put(image.withCreatedAt(row.image.createdAt()), row.version + readersChanges);
            }
        }

        private void put(Image image, long version) {
            boolean isOfAnObject = image.content() != null && image.deletedAt() == null;
            Image stored = image.content() == null || isOfAnObject
                    ? image
                    : image.withContent(image.content().withObjectUuid(null));
            boolean isTaken = isOfAnObject
                    && new Images(state)
                            .findCoupled(image.location(), image.objectUuid(), image.id()).stream()
                                    .anyMatch(other -> !other.id().equals(image.id()));
            if (isTaken) {
                throw new IllegalStateException("another image has that location, or that object");
            }
            state.get().images.put(image.id(), new Row(stored, version));
        }

        private void change(String id, UnaryOperator<Row> how) {
            state.get().images.computeIfPresent(id, (same, row) -> how.apply(row));
        }

        @Override
        public void vacate(String id) {
            change(id, row -> new Row(row.image.withContent(null), row.version));
        }

        @Override
        public void countReadersChange(String id) {
            change(id, row -> new Row(row.image, row.version + 1));
        }

        @Override
        public void retire(String id, String object) {
            state.get().retired.put(id, Optional.ofNullable(object));
        }

        @Override
        public void forget(String id) {
            state.get().images.remove(id);
            state.get().members.remove(id);
        }

        /** Nobody looks for one here. */
        @Override
        public void insertProperties(String id, String account, List<Property> properties) {}

        @Override
        public void deleteProperties(String id, String account, List<Property> properties) {}

        @Override
        public void insertTags(String id, String account, List<Tag> tags) {}

        @Override
        public void deleteTags(String id, String account, List<Tag> tags) {}

        @Override
        public void assess(String id, Assessment assessment) {}

        @Override
        public void insertWordsOf(String id, String account, String words) {}

        @Override
        public void deleteWordsOf(String id, String account, String words) {}
    }

    private record Members(Supplier<State> state) implements MemberMapper {
        private Map<String, Member> of(String imageId) {
            return state.get().membersOf(imageId);
        }

        @Override
        public List<Member> list(String imageId) {
            return List.copyOf(of(imageId).values());
        }

        @Override
        public List<OfImage> listOfAll(Collection<String> imageIds) {
            return imageIds.stream()
                    .flatMap(id -> list(id).stream()
                            .map(member -> new OfImage(id, member.account(), member.canShare(), member.status())))
                    .toList();
        }

        @Override
        public Member find(String imageId, String account) {
            return of(imageId).get(account);
        }

        @Override
        public Set<String> listAccounts(String imageId) {
            return new TreeSet<>(of(imageId).keySet());
        }

        @Override
        public boolean isMember(String imageId, String account) {
            return of(imageId).containsKey(account);
        }

        @Override
        public boolean canShare(String imageId, String account) {
            return of(imageId).containsKey(account) && of(imageId).get(account).canShare();
        }

        @Override
        public List<SharedImage> listShared(
                String account, String other, boolean includesReserved, SharedImage after, int limit) {
            throw missing();
        }

        @Override
        public List<SharedImage> listSharedTo(
                String account, String owner, boolean includesReserved, SharedImage after, int limit) {
            throw missing();
        }
    }

    private record MemberWrites(Supplier<State> state) implements MemberWriteMapper {
        @Override
        public void setCanShare(String imageId, String account, boolean canShare) {
            state.get().membersOf(imageId).computeIfPresent(account, (same, member) -> member.withCanShare(canShare));
        }

        @Override
        public void setStatus(String imageId, String account, MemberStatus status) {
            state.get()
                    .membersOf(imageId)
                    .computeIfPresent(
                            account,
                            (same, member) -> member.withStatus(status)
                                    .withUpdatedAt(state.get().now()));
        }

        @Override
        public int insert(String imageId, Set<String> accounts, MemberStatus status) {
            Instant now = state.get().now();
            accounts.forEach(account -> {
                Member member = new Member(account, false, status, now, now);
                if (state.get().membersOf(imageId).putIfAbsent(account, member) != null) {
                    throw new IllegalStateException("a member already");
                }
            });
            return accounts.size();
        }

        @Override
        public void delete(String imageId, Set<String> accounts) {
            state.get().membersOf(imageId).keySet().removeAll(accounts);
        }
    }

    private record UnsettledReaders(Supplier<State> state) implements UnsettledReaderMapper {
        @Override
        public Set<String> list(Location location) {
            return new TreeSet<>(state.get().unsettledAt(location).keySet());
        }

        private Set<Location> list(Predicate<Reader> which) {
            return state.get().unsettled.entrySet().stream()
                    .filter(noted -> noted.getValue().values().stream().anyMatch(which))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<Location> listLocations(String imageId) {
            return list(reader -> reader.imageId.equals(imageId));
        }

        @Override
        public Set<Location> listUnregistered(String imageId, String owner) {
            return list(reader -> reader.imageId.equals(imageId)
                    && reader.owner.equals(owner)
                    && !state.get().isRegistered(imageId));
        }

        @Override
        public void insert(Location location, String imageId, String owner, Set<String> accounts) {
            accounts.forEach(account -> state.get().unsettledAt(location).put(account, new Reader(imageId, owner)));
        }

        @Override
        public void delete(Location location, Set<String> accounts) {
            state.get().unsettledAt(location).keySet().removeAll(accounts);
        }
    }

    private record Sharings(Supplier<State> state) implements SharingMapper {
        private Map<String, OnItsWay> at(Location location) {
            return state.get().sharingsAt(location);
        }

        @Override
        public void begin(Location location, String id) {
            at(location).put(id, new OnItsWay(state.get().now(), false));
        }

        @Override
        public List<Underway> lock(Location location, long lease) {
            return at(location).entrySet().stream()
                    .map(row -> new Underway(
                            row.getKey(),
                            row.getValue().isOvertaken,
                            state.get().isBefore(row.getValue().beganAt, lease)))
                    .toList();
        }

        @Override
        public void overtake(Location location, String id) {
            at(location).replaceAll((one, sharing) -> one.equals(id) ? sharing : new OnItsWay(sharing.beganAt, true));
        }

        @Override
        public void delete(Location location, String id) {
            at(location).remove(id);
        }

        @Override
        public void deleteOver(Location location, long lease) {
            at(location).values().removeIf(sharing -> state.get().isBefore(sharing.beganAt, lease));
        }
    }

    private record ObjectReaders(Supplier<State> state) implements ObjectReaderMapper {
        @Override
        public Set<String> list(String uuid) {
            return new TreeSet<>(state.get().objectReaders.getOrDefault(uuid, Set.of()));
        }

        @Override
        public void insert(String uuid, Set<String> accounts) {
            state.get()
                    .objectReaders
                    .computeIfAbsent(uuid, object -> new TreeSet<>())
                    .addAll(accounts);
        }

        @Override
        public void delete(String uuid) {
            state.get().objectReaders.remove(uuid);
        }
    }

    private record Notes(Supplier<State> state) implements NoteMapper {
        /** Of which something is noted of readers, in order. */
        private Stream<Location> objects() {
            State now = state.get();
            return Stream.of(now.unsettled, now.sharings)
                    .flatMap(table -> table.entrySet().stream())
                    .filter(noted -> !noted.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .distinct()
                    .sorted(Comparator.comparing(Location::text));
        }

        private Stream<UploadMapper.Orphan> orphans(String account, long lease) {
            Uploads uploads = new Uploads(state);
            return uploads.left(account, lease)
                    .filter(left -> !uploads.isSaving(left.imageId()))
                    .filter(left -> !uploads.findAt(left.location()).isBeingDeleted());
        }

        @Override
        public List<String> listAccounts(String after, long lease, int limit) {
            Stream<String> uploaders = state.get().uploads.values().stream()
                    .map(Noted::account)
                    .filter(account -> orphans(account, lease).findAny().isPresent());
            return Stream.concat(objects().map(Location::account), uploaders)
                    .filter(account -> account.compareTo(after) > 0)
                    .distinct()
                    .sorted()
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<NotedObject> listObjects(String account, Location after, long grace, int limit) {
            return objects()
                    .filter(location -> location.account().equals(account))
                    .filter(location -> after == null || location.text().compareTo(after.text()) > 0)
                    .limit(limit)
                    .map(location -> new NotedObject(
                            location,
                            state.get().sharingsAt(location).values().stream()
                                    .anyMatch(writer -> writer.beganAt.isAfter(
                                            state.get().now().minusSeconds(grace)))))
                    .toList();
        }

        @Override
        public List<UploadMapper.Orphan> listOrphans(String account, String after, long lease, int limit) {
            return orphans(account, lease)
                    .filter(orphan -> orphan.imageId().compareTo(after) > 0)
                    .sorted(Comparator.comparing(UploadMapper.Orphan::imageId))
                    .limit(limit)
                    .toList();
        }
    }

    private record Uploads(Supplier<State> state) implements UploadMapper {
        private static final long DELETION = Duration.ofMinutes(3).toSeconds();

        private Stream<Orphan> left(String account, long lease) {
            return state.get().uploads.entrySet().stream()
                    .filter(upload -> upload.getValue().account.equals(account)
                            && (upload.getValue().aliveAt == null
                                    || state.get().isBefore(upload.getValue().aliveAt, lease)))
                    .map(upload -> new Orphan(upload.getKey(), upload.getValue().location));
        }

        private boolean isSaving(String id) {
            Row row = state.get().images.get(id);
            return row != null && row.image.status() == Status.SAVING;
        }

        private Stream<String> at(Location location) {
            return state.get().uploads.entrySet().stream()
                    .filter(upload -> upload.getValue().location.equals(location))
                    .map(Map.Entry::getKey);
        }

        private void change(Location location, UnaryOperator<Noted> how) {
            at(location)
                    .toList()
                    .forEach(id -> state.get().uploads.computeIfPresent(id, (same, upload) -> how.apply(upload)));
        }

        @Override
        public List<Orphan> listOrphans(String account, long lease) {
            return left(account, lease)
                    .filter(left -> !isSaving(left.imageId()))
                    .limit(10)
                    .toList();
        }

        @Override
        public Orphan findOrphan(String imageId, String account, long lease) {
            return left(account, lease)
                    .filter(left ->
                            left.imageId().equals(imageId) && !state.get().isRegistered(imageId))
                    .findAny()
                    .orElse(null);
        }

        @Override
        public Note findAt(Location location) {
            return state.get().uploads.entrySet().stream()
                    .filter(upload -> upload.getValue().location.equals(location))
                    .map(upload -> new Note(
                            upload.getKey(),
                            upload.getValue().deletingAt != null
                                    && !state.get().isBefore(upload.getValue().deletingAt, DELETION)))
                    .findAny()
                    .orElse(null);
        }

        @Override
        public boolean isNoted(String imageId) {
            return state.get().uploads.containsKey(imageId);
        }

        @Override
        public String lock(Location location) {
            return at(location).findAny().orElse(null);
        }

        @Override
        public List<Silent> lockSilent(long lease, int limit) {
            throw missing();
        }

        @Override
        public void insert(String imageId, String account, Location location, boolean isRepeatable) {
            state.get()
                    .uploads
                    .put(imageId, new Noted(account, location, state.get().now(), null));
        }

        @Override
        public void setAside(String imageId) {
            Noted noted = state.get().uploads.remove(imageId);
            if (noted != null) {
                state.get().uploads.put(UUID.randomUUID().toString(), noted);
            }
        }

        @Override
        public void insertOrphan(String imageId, String account, Location location) {
            state.get().uploads.put(imageId, new Noted(account, location, null, null));
        }

        @Override
        public int renew(Location location) {
            if (at(location).noneMatch(this::isSaving)) {
                return 0;
            }
            change(
                    location,
                    old -> new Noted(old.account, old.location, state.get().now(), old.deletingAt));
            return 1;
        }

        @Override
        public void end(Location location) {
            change(location, old -> new Noted(old.account, old.location, null, old.deletingAt));
        }

        @Override
        public void beginDeletion(Location location) {
            change(
                    location,
                    old -> new Noted(
                            old.account, old.location, old.aliveAt, state.get().now()));
        }

        @Override
        public int finish(String imageId, Location location) {
            if (!imageId.equals(lock(location))) {
                return 0;
            }
            state.get().uploads.remove(imageId);
            return 1;
        }

        @Override
        public void delete(Location location) {
            at(location).toList().forEach(state.get().uploads::remove);
        }
    }
}

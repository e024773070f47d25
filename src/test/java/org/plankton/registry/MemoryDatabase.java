package org.plankton.registry;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.FileCheckMapper;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.ports.ObjectReaderMapper;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.ports.UnsettledReaderMapper;
import org.plankton.registry.ports.UploadMapper;

/**
 * The registry's tables in memory, as far as changes of one image at a time need them. A transaction is one step, so
 * whoever wants to see others come between two of them can do so a thousand times in the time of one on a real
 * database.
 */
final class MemoryDatabase implements Database {
    private Map<String, Row> images = new TreeMap<>();
    private Map<String, Map<String, Boolean>> members = new TreeMap<>();
    private Map<Location, Map<String, String>> unsettled = new HashMap<>();
    private Map<Location, Map<String, Boolean>> sharings = new HashMap<>();
    private Map<String, Left> uploads = new TreeMap<>();
    private Map<String, Map<String, Boolean>> objectReaders = new TreeMap<>();
    private long counter;

    private record Row(Image image, boolean isDeleted, long version) {}

    private record Left(String account, Location location, boolean isAlive, boolean isBeingDeleted) {}

    private final Tables tables = new Tables(
            some(ImageMapper.class, new Images()),
            some(MemberMapper.class, new Members()),
            some(UnsettledReaderMapper.class, new UnsettledReaders()),
            some(SharingMapper.class, new Sharings()),
            some(UploadMapper.class, new Uploads()),
            some(ObjectReaderMapper.class, new ObjectReaders()),
            some(FileCheckMapper.class, new Object()));

    /** A table of which only what {@code part} does is there. */
    private static <T> T some(Class<T> table, Object part) {
        return table.cast(Proxy.newProxyInstance(
                table.getClassLoader(), new Class<?>[] {table}, (proxy, method, args) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, args);
                    }
                    Method done = part.getClass().getDeclaredMethod(method.getName(), method.getParameterTypes());
                    done.setAccessible(true);
                    try {
                        return done.invoke(part, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public synchronized <T> T read(Function<Tables, T> work) {
        return work.apply(tables);
    }

    @Override
    public synchronized <T> T snapshot(Function<Tables, T> work) {
        return work.apply(tables);
    }

    @Override
    public synchronized <T> T inTransaction(Function<Tables, T> work) {
        Map<String, Row> imagesBefore = new TreeMap<>(images);
        Map<String, Map<String, Boolean>> membersBefore = copy(members, new TreeMap<>());
        Map<Location, Map<String, String>> unsettledBefore = copy(unsettled, new HashMap<>());
        Map<Location, Map<String, Boolean>> sharingsBefore = copy(sharings, new HashMap<>());
        Map<String, Left> uploadsBefore = new TreeMap<>(uploads);
        Map<String, Map<String, Boolean>> objectReadersBefore = copy(objectReaders, new TreeMap<>());
        boolean isDone = false;
        try {
            T result = work.apply(tables);
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                images = imagesBefore;
                members = membersBefore;
                unsettled = unsettledBefore;
                sharings = sharingsBefore;
                uploads = uploadsBefore;
                objectReaders = objectReadersBefore;
            }
        }
    }

    private static <K, V> Map<K, Map<String, V>> copy(Map<K, Map<String, V>> rows, Map<K, Map<String, V>> copy) {
        rows.forEach((key, row) -> copy.put(key, new TreeMap<>(row)));
        return copy;
    }

    /** Whether no reader is noted, and no change of any is on its way. */
    synchronized boolean isSettled() {
        return unsettled.values().stream().allMatch(Map::isEmpty)
                && sharings.values().stream().allMatch(Map::isEmpty);
    }

    /** What is noted, for the message of a test. */
    synchronized String notes() {
        return unsettled + " " + sharings;
    }

    @SuppressWarnings("unused") // called by name
    private final class Images {
        Image find(String id) {
            Row row = images.get(id);
            return row == null || row.isDeleted ? null : row.image;
        }

        Image findDeleted(String id) {
            Row row = images.get(id);
            return row != null && row.isDeleted ? row.image : null;
        }

        Image lock(String id) {
            return find(id);
        }

        Image findByLocation(Location location) {
            return images.values().stream()
                    .filter(row -> !row.isDeleted && location.equals(row.image.location()))
                    .map(Row::image)
                    .findAny()
                    .orElse(null);
        }

        Image lockByLocation(Location location) {
            return findByLocation(location);
        }

        Image findByObject(String uuid) {
            return images.values().stream()
                    .filter(row -> !row.isDeleted && uuid.equals(row.image.objectUuid()))
                    .map(Row::image)
                    .findAny()
                    .orElse(null);
        }

        Image lockByObject(String uuid) {
            return findByObject(uuid);
        }

        void vacate(String id) {
            images.computeIfPresent(
                    id,
                    (same, row) -> new Row(row.image.movedTo(null, row.image.updatedAt()), row.isDeleted, row.version));
        }

        void insertRow(Image image) {
            counter += 1_000_000;
            if (images.putIfAbsent(image.id(), new Row(image, false, counter)) != null) {
                throw new IllegalStateException("there is an image of that id");
            }
        }

        void updateRow(Image image) {
            images.computeIfPresent(image.id(), (id, row) -> new Row(image, row.isDeleted, row.version));
        }

        void deleteRow(String id, Instant deletedAt) {
            images.computeIfPresent(id, (same, row) -> new Row(row.image, true, row.version));
        }

        void insertProperties(String id, List<ImageMapper.Property> properties) {}

        void deleteProperties(String id, List<ImageMapper.Property> properties) {}

        void forget(String id) {
            if (images.containsKey(id) && images.get(id).isDeleted) {
                images.remove(id);
                members.remove(id);
            }
        }

        Long findReadersVersion(String id) {
            return images.containsKey(id) ? images.get(id).version : null;
        }

        Long lockReadersVersion(String id) {
            return findReadersVersion(id);
        }

        void countReadersChange(String id) {
            images.computeIfPresent(id, (same, row) -> new Row(row.image, row.isDeleted, row.version + 1));
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Members {
        private Map<String, Boolean> of(String imageId) {
            return members.computeIfAbsent(imageId, id -> new TreeMap<>());
        }

        Set<String> listAccounts(String imageId) {
            return new TreeSet<>(of(imageId).keySet());
        }

        boolean isMember(String imageId, String account) {
            return of(imageId).containsKey(account);
        }

        boolean canShare(String imageId, String account) {
            return of(imageId).getOrDefault(account, false);
        }

        void setCanShare(String imageId, String account, boolean canShare) {
            of(imageId).replace(account, canShare);
        }

        void insert(String imageId, Set<String> accounts) {
            accounts.forEach(account -> {
                if (of(imageId).putIfAbsent(account, false) != null) {
                    throw new IllegalStateException("a member already");
                }
            });
        }

        void delete(String imageId, Set<String> accounts) {
            of(imageId).keySet().removeAll(accounts);
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class UnsettledReaders {
        private Map<String, String> at(Location location) {
            return unsettled.computeIfAbsent(location, where -> new TreeMap<>());
        }

        Set<String> list(Location location) {
            return new TreeSet<>(at(location).keySet());
        }

        Set<Location> listLocations(String imageId) {
            Set<Location> locations = new HashSet<>();
            unsettled.forEach((location, noted) -> {
                if (noted.containsValue(imageId)) {
                    locations.add(location);
                }
            });
            return locations;
        }

        Set<Location> listUnregistered(String imageId, String owner) {
            Row row = images.get(imageId);
            Set<Location> locations = listLocations(imageId);
            locations.removeIf(location ->
                    row != null && !row.isDeleted || !location.account().equals(owner));
            return locations;
        }

        void insert(Location location, String imageId, String owner, Set<String> accounts) {
            accounts.forEach(account -> at(location).put(account, imageId));
        }

        void delete(Location location, Set<String> accounts) {
            at(location).keySet().removeAll(accounts);
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Sharings {
        private Map<String, Boolean> at(Location location) {
            return sharings.computeIfAbsent(location, where -> new TreeMap<>());
        }

        void begin(Location location, String id) {
            at(location).put(id, false);
        }

        List<SharingMapper.Sharing> lock(Location location, long lease) {
            return at(location).entrySet().stream()
                    .map(row -> new SharingMapper.Sharing(row.getKey(), row.getValue(), false))
                    .toList();
        }

        void overtake(Location location, String id) {
            at(location).replaceAll((one, is) -> is || !one.equals(id));
        }

        void delete(Location location, String id) {
            at(location).remove(id);
        }

        void deleteOver(Location location, long lease) {}
    }

    @SuppressWarnings("unused") // called by name
    private final class ObjectReaders {
        Set<String> list(String uuid) {
            return new TreeSet<>(objectReaders.getOrDefault(uuid, Map.of()).keySet());
        }

        void insert(String uuid, Set<String> accounts) {
            accounts.forEach(account -> objectReaders
                    .computeIfAbsent(uuid, object -> new TreeMap<>())
                    .put(account, true));
        }

        void delete(String uuid) {
            objectReaders.remove(uuid);
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Uploads {
        List<UploadMapper.Left> listLeft(String account, long lease) {
            return uploads.entrySet().stream()
                    .filter(upload -> !upload.getValue().isAlive
                            && upload.getValue().account.equals(account)
                            && !isSaving(upload.getKey()))
                    .map(upload -> new UploadMapper.Left(upload.getKey(), upload.getValue().location))
                    .toList();
        }

        private boolean isSaving(String id) {
            return images.containsKey(id) && images.get(id).image.status() == Status.SAVING;
        }

        UploadMapper.Left findLeft(String imageId, String account, long lease) {
            Row row = images.get(imageId);
            return listLeft(account, lease).stream()
                    .filter(left -> left.imageId().equals(imageId) && (row == null || row.isDeleted))
                    .findAny()
                    .orElse(null);
        }

        UploadMapper.Note findAt(Location location) {
            return uploads.entrySet().stream()
                    .filter(upload -> upload.getValue().location.equals(location))
                    .map(upload -> new UploadMapper.Note(upload.getKey(), upload.getValue().isBeingDeleted))
                    .findAny()
                    .orElse(null);
        }

        boolean isNoted(String imageId) {
            return uploads.containsKey(imageId);
        }

        String lock(String imageId) {
            return uploads.containsKey(imageId) ? imageId : null;
        }

        void insert(String imageId, String account, Location location) {
            uploads.put(imageId, new Left(account, location, true, false));
        }

        void insertLeft(String imageId, String account, Location location) {
            uploads.put(imageId, new Left(account, location, false, false));
        }

        int renew(String imageId) {
            return uploads.containsKey(imageId)
                            && Objects.requireNonNull(images.get(imageId)).image.status() == Status.SAVING
                    ? 1
                    : 0;
        }

        void end(String imageId) {
            uploads.computeIfPresent(imageId, (id, left) -> new Left(left.account, left.location, false, false));
        }

        void beginDeletion(String imageId) {
            uploads.computeIfPresent(imageId, (id, left) -> new Left(left.account, left.location, left.isAlive, true));
        }

        void delete(String imageId) {
            uploads.remove(imageId);
        }
    }
}

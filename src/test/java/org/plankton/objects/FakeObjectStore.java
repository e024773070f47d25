package org.plankton.objects;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Files;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;

/**
 * An object store of whatever a test puts in it; everything in it is its location's account's, and the service's,
 * unless it is as deaf to that as Pithos+.
 */
public final class FakeObjectStore implements ObjectStore, Sharing, Files {
    private final Map<Location, StoredObject> objects = new ConcurrentHashMap<>();
    private final Map<Location, byte[]> contents = new ConcurrentHashMap<>();
    private final Set<Location> uploaded = ConcurrentHashMap.newKeySet();
    private final Map<Location, Set<String>> readers = new ConcurrentHashMap<>();
    private final Map<Location, Set<String>> folders = new ConcurrentHashMap<>();
    private final AtomicInteger puts = new AtomicInteger();
    private volatile Runnable beforeSharing = () -> {};
    private volatile Consumer<Runnable> onWriting = Runnable::run;
    private volatile Runnable beforePut = () -> {};
    private volatile Runnable beforeDelete = () -> {};
    private volatile long bytesUntilDeath = Long.MAX_VALUE;
    private volatile boolean isDeafToService;

    /** An object without bytes, which cannot be opened. */
    public void put(Location location, StoredObject object) {
        uploaded.remove(location);
        contents.remove(location);
        objects.put(location, object);
    }

    /** The object of an upload that had been given up is there at last. */
    public void finishPut(Location location, byte[] bytes) {
        put(location, bytes);
        uploaded.add(location);
    }

    /** An object of these bytes. */
    public void put(Location location, byte[] bytes) {
        uploaded.remove(location);
        contents.put(location, bytes.clone());
        objects.put(
                location,
                new StoredObject(
                        Optional.of(UUID.randomUUID().toString()),
                        bytes.length,
                        hash("SHA-256", bytes),
                        Optional.of(hash("MD5", bytes))));
    }

    /** That object, of these bytes. */
    public void put(Location location, StoredObject object, byte[] bytes) {
        contents.put(location, bytes.clone());
        objects.put(location, object);
    }

    /** The bytes of an object that was put with them; empty if there is none. */
    public Optional<byte[]> bytes(Location location) {
        return Optional.ofNullable(contents.get(location)).map(byte[]::clone);
    }

    public void remove(Location location) {
        objects.remove(location);
        contents.remove(location);
    }

    public void move(Location from, Location to) {
        uploaded.remove(from);
        objects.put(to, objects.remove(from));
        Optional.ofNullable(contents.remove(from)).ifPresent(bytes -> contents.put(to, bytes));
    }

    /** How often somebody has begun to put bytes. */
    public int puts() {
        return puts.get();
    }

    /** How many objects there are. */
    public int count() {
        return objects.size();
    }

    /** Who may read the object beside its owner, in order. */
    public Set<String> readers(Location location) {
        Set<String> own = readers.getOrDefault(location, Set.of());
        return new TreeSet<>(own.isEmpty() ? inherited(location) : own);
    }

    /** Somebody shares the object past the registry. */
    public void setReaders(Location location, Set<String> accounts) {
        readers.put(location, Set.copyOf(accounts));
    }

    /** Somebody shares all that is in a folder. */
    public void shareFolder(Location folder, Set<String> accounts) {
        folders.put(folder, Set.copyOf(accounts));
    }

    /**
     * Is given each change of an object's readers when they have been looked at, to carry out now, later or never; may
     * throw what the store is to fail with.
     */
    public void onWriting(Consumer<Runnable> action) {
        onWriting = action;
    }

    /** Runs before each change of readers; may throw what the store is to fail with. */
    public void beforeSharing(Runnable action) {
        beforeSharing = action;
    }

    /** Runs before bytes are read that are put; may throw what the store is to fail with. */
    public void beforePut(Runnable action) {
        beforePut = action;
    }

    /** Runs before each deletion; may throw what the store is to fail with. */
    public void beforeDelete(Runnable action) {
        beforeDelete = action;
    }

    /** From now on the store dies whenever it has taken so many bytes of an object, and keeps none of them. */
    public void dieAfter(long bytes) {
        bytesUntilDeath = bytes;
    }

    public void fail() {
        beforeSharing(() -> {
            throw down();
        });
    }

    private static Fault down() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the object store is down");
    }

    /** From now on the service may do no more than any stranger. */
    public void ignoreService() {
        isDeafToService = true;
    }

    /** Ends all failing. */
    public void recover() {
        beforeSharing(() -> {});
        onWriting(Runnable::run);
        beforePut(() -> {});
        beforeDelete(() -> {});
        dieAfter(Long.MAX_VALUE);
    }

    @Override
    public String name() {
        return "pithos";
    }

    @Override
    public Location place(String account, String imageId) {
        return new Location(account, "images", imageId);
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        puts.incrementAndGet();
        beforePut.run();
        requireOwner(caller, location);
        if (objects.containsKey(location)) {
            throw new Fault(Fault.Kind.CONFLICT, "there is something already");
        }
        byte[] whole = read(bytes);
        if (length.isPresent() && length.getAsLong() != whole.length) {
            throw new IOException(whole.length + " bytes instead of " + length.getAsLong());
        }
        finishPut(location, whole);
    }

    private byte[] read(InputStream bytes) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        for (int count; (count = bytes.read(some)) >= 0; ) {
            taken.write(some, 0, count);
            if (taken.size() >= bytesUntilDeath) {
                throw down();
            }
        }
        return taken.toByteArray();
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return stat(caller, location).map(object -> {
            byte[] whole = bytes(location).orElseThrow(() -> new IllegalStateException("put without bytes"));
            if (range.isPresent() && range.get().last() >= whole.length) {
                throw new Fault(Fault.Kind.OUT_OF_RANGE, "not so many bytes");
            }
            byte[] part = range.map(some -> Arrays.copyOfRange(whole, (int) some.first(), (int) some.last() + 1))
                    .orElse(whole);
            return new FakeBytes(new ByteArrayInputStream(part), part.length, range, object);
        });
    }

    private record FakeBytes(InputStream stream, long length, Optional<ByteRange> range, StoredObject object)
            implements StoredBytes {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Override
    public void delete(Caller caller, Location location) {
        beforeDelete.run();
        requireOwner(caller, location);
        if (uploaded.remove(location)) {
            remove(location);
        }
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return Optional.ofNullable(objects.get(location)).filter(object -> mayRead(caller, location));
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return owns(caller, location) && !objects.containsKey(location);
    }

    private boolean mayRead(Caller caller, Location location) {
        Set<String> now = readers(location);
        return owns(caller, location) || now.contains(caller.account()) || now.contains(EVERYONE);
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> added, Set<String> former, Consumer<StoredObject> look) {
        beforeSharing.run();
        requireOwner(caller, location);
        StoredObject object = stat(caller, location)
                .orElseThrow(() -> new Fault(Fault.Kind.NO_OBJECT, "the store says that there is no such object"));
        Set<String> own = readers.getOrDefault(location, Set.of());
        Set<String> inherited = inherited(location);
        look.accept(object);
        Set<String> then;
        if (own.isEmpty()) {
            boolean isOpen = inherited.contains(EVERYONE) && !added.contains(EVERYONE);
            then = added.isEmpty() || isOpen ? Set.of() : change(inherited, added, Set.of());
        } else {
            Set<String> leaving = new HashSet<>(former);
            leaving.removeAll(inherited);
            then = change(own, added, leaving);
            boolean takes = !change(own, added, former).equals(change(own, added, Set.of()));
            if (takes && added.isEmpty() && then.equals(inherited)) {
                then = Set.of();
            }
        }
        if (!then.equals(own)) {
            Set<String> written = then;
            onWriting.accept(() -> readers.put(location, written));
        }
    }

    /** Who reads by the nearest folder that is shared. */
    private Set<String> inherited(Location location) {
        String path = location.object();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            Location folder = new Location(location.account(), location.container(), path.substring(0, slash));
            Set<String> names = folders.getOrDefault(folder, Set.of());
            if (!names.isEmpty()) {
                return names;
            }
        }
        return Set.of();
    }

    private boolean owns(Caller caller, Location location) {
        return location.account().equals(caller.account()) || caller.isService() && !isDeafToService;
    }

    private void requireOwner(Caller caller, Location location) {
        if (!owns(caller, location)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "not yours");
        }
    }

    private static Set<String> change(Set<String> now, Set<String> added, Set<String> former) {
        Set<String> then = new HashSet<>(now);
        then.removeAll(former);
        then.addAll(added);
        return then.contains(EVERYONE) ? Set.of(EVERYONE) : then;
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has them
        }
    }

    @Override
    public List<StoredContainer> listContainers(Caller caller, String after, int limit) {
        return own(caller)
                .map(Location::container)
                .distinct()
                .sorted()
                .filter(name -> name.compareTo(after) > 0)
                .limit(limit)
                .map(name -> new StoredContainer(name, null, null))
                .toList();
    }

    @Override
    public List<StoredFile> listFiles(Caller caller, String container, String prefix, String after, int limit) {
        return own(caller)
                .filter(location -> location.container().equals(container))
                .filter(location -> location.object().startsWith(prefix))
                .filter(location -> location.object().compareTo(after) > 0)
                .sorted(Comparator.comparing(Location::object))
                .limit(limit)
                .map(location -> new StoredFile(location, objects.get(location).size(), null, null))
                .toList();
    }

    private Stream<Location> own(Caller caller) {
        return objects.keySet().stream().filter(location -> location.account().equals(caller.account()));
    }
}

package org.plankton.objects;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.plankton.registry.Caller;
import org.plankton.registry.Fault;
import org.plankton.registry.Location;
import org.plankton.registry.ObjectStore;
import org.plankton.registry.StoredObject;

/** An object store of whatever a test puts in it; everything in it is its location's account's. */
public final class FakeObjectStore implements ObjectStore {
    private final Map<Location, StoredObject> objects = new ConcurrentHashMap<>();
    private final Map<Location, Set<String>> readers = new ConcurrentHashMap<>();
    private volatile Runnable beforeSharing = () -> {};

    public void put(Location location, StoredObject object) {
        objects.put(location, object);
    }

    public void remove(Location location) {
        objects.remove(location);
    }

    public void move(Location from, Location to) {
        objects.put(to, objects.remove(from));
    }

    /** Who may read the object beside its owner, in order. */
    public Set<String> readers(Location location) {
        return new TreeSet<>(readers.getOrDefault(location, Set.of()));
    }

    /** Somebody shares the object past the registry. */
    public void setReaders(Location location, Set<String> accounts) {
        readers.put(location, Set.copyOf(accounts));
    }

    /** Runs before each change of readers; may throw what the store is to fail with. */
    public void beforeSharing(Runnable action) {
        beforeSharing = action;
    }

    public void fail() {
        beforeSharing(() -> {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the object store is down");
        });
    }

    public void recover() {
        beforeSharing(() -> {});
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return Optional.ofNullable(objects.get(location)).filter(object -> mayRead(caller, location));
    }

    private boolean mayRead(Caller caller, Location location) {
        Set<String> now = readers(location);
        return location.account().equals(caller.account()) || now.contains(caller.account()) || now.contains(EVERYONE);
    }

    @Override
    public void share(Caller caller, Location location, Set<String> added, Set<String> former) {
        beforeSharing.run();
        if (!location.account().equals(caller.account())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "not yours");
        }
        if (!objects.containsKey(location)) {
            throw new Fault(Fault.Kind.NO_OBJECT, "no such object");
        }
        readers.merge(location, change(Set.of(), added, former), (now, none) -> change(now, added, former));
    }

    private static Set<String> change(Set<String> now, Set<String> added, Set<String> former) {
        Set<String> then = new HashSet<>(now);
        then.removeAll(former);
        then.addAll(added);
        return then.contains(EVERYONE) ? Set.of(EVERYONE) : then;
    }
}

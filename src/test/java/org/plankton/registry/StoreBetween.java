package org.plankton.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/** Asks another store, except for what a test makes different. */
class StoreBetween implements ObjectStore, Sharing {
    private final ObjectStore store;
    private final Sharing sharing;
    private final Consumer<Location> beforeSharing;

    <S extends ObjectStore & Sharing> StoreBetween(S store) {
        this(store, location -> {});
    }

    /** @param beforeSharing is given each object of whose readers the store is to be told; may throw what it answers */
    <S extends ObjectStore & Sharing> StoreBetween(S store, Consumer<Location> beforeSharing) {
        this.store = store;
        this.sharing = store;
        this.beforeSharing = beforeSharing;
    }

    /** What a store is heard of that does not answer. */
    static Fault isDown() {
        return new Fault(Fault.Kind.UNAVAILABLE, "the object store is down");
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return store.stat(caller, location);
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        beforeSharing.accept(location);
        sharing.share(caller, location, readers, former, look);
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return store.isGone(caller, location);
    }

    @Override
    public Location place(String account, String imageId) {
        return store.place(account, imageId);
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        store.put(caller, location, bytes, length);
    }

    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return store.open(caller, location, range);
    }

    @Override
    public void delete(Caller caller, Location location) {
        store.delete(caller, location);
    }
}

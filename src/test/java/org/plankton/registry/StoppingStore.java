package org.plankton.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

/** Asks another store, and stops before each time, and between looking at an object's readers and writing them. */
final class StoppingStore extends StoreBetween {
    private final Runnable stop;

    <S extends ObjectStore & Sharing> StoppingStore(S store, Runnable stop) {
        super(store);
        this.stop = stop;
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        stop.run();
        return super.stat(caller, location);
    }

    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        stop.run();
        super.share(caller, location, readers, former, look.andThen(found -> stop.run()));
    }

    @Override
    public boolean isGone(Caller owner, Location location) {
        stop.run();
        return super.isGone(owner, location);
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        stop.run();
        super.put(caller, location, bytes, length);
    }

    @Override
    public void delete(Caller caller, Location location) {
        stop.run();
        super.delete(caller, location);
    }
}

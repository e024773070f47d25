package org.plankton.objects;

import java.util.Optional;
import java.util.UUID;
import org.plankton.registry.Location;
import org.plankton.registry.ObjectStore;
import org.plankton.registry.StoredObject;

class FakeObjectStoreTest extends ObjectStoreContract {
    private final FakeObjectStore store = new FakeObjectStore();

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    void put(Location location) {
        store.put(
                location,
                new StoredObject(
                        Optional.of(UUID.randomUUID().toString()),
                        5,
                        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
    }
}

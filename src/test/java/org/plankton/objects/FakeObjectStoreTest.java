package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;

class FakeObjectStoreTest extends FoldersContract {
    private final FakeObjectStore store = new FakeObjectStore();

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    Sharing sharing() {
        return store;
    }

    @Override
    void put(Location location) {
        store.put(location, "hello".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void shareFolder(Location folder, Set<String> readers) {
        store.shareFolder(folder, readers);
    }

    @Override
    Optional<String> md5OfHello() {
        return Optional.of("5d41402abc4b2a76b9719d911017c592");
    }

    @Test
    void diesWhenATestWantsItTo() {
        store.dieAfter(4);

        assertThat(kind(() -> store.put(
                        ALICE,
                        location(),
                        new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)),
                        OptionalLong.of(5))))
                .hasValue(Fault.Kind.UNAVAILABLE);
        assertThat(store.count()).isZero();
        assertThat(store.puts()).isEqualTo(1);
    }
}

package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;

class UnregisterTest {
    private final TestRegistry test = new TestRegistry();
    private final Image image = test.register(ALICE, "a");

    @Test
    void anImageIsGoneAndItsObjectStays() {
        test.registry().unregister(ALICE, image.id());

        assertThat(fault(() -> test.registry().find(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault(() -> test.registry().unregister(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
        assertThat(test.list(ALICE, all())).isEmpty();
        assertThat(test.store.stat(ALICE, image.location())).isPresent();
    }

    @Test
    void registeredAgainItHasTheSameIdAndNothingElseOfItsFormerLife() {
        test.share(ALICE, image.id(), "bob");
        test.registry().unregister(ALICE, image.id());

        Image again = test.at(NOON.plus(Duration.ofHours(1)))
                .register(ALICE, draft(image.location()).done());

        assertThat(again.id()).isEqualTo(image.id());
        assertThat(again.createdAt()).isAfter(image.createdAt());
        assertThat(fault(() -> test.registry().find(BOB, again.id()))).isEqualTo(Kind.HIDDEN);
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void readersThatSomebodyElseLetInStay() {
        test.store.setReaders(image.location(), Set.of("carol"));
        test.share(ALICE, image.id(), "bob");

        test.registry().unregister(ALICE, image.id());

        assertThat(test.store.readers(image.location())).isEqualTo(Set.of("carol"));
    }

    @Test
    void onlyItsOwnerOrAnAdministratorUnregistersAnImage() {
        test.share(ALICE, image.id(), "bob");

        assertThat(fault(() -> test.registry().unregister(BOB, image.id()))).isEqualTo(Kind.FORBIDDEN);
        test.registry().unregister(ADMIN, image.id());
        assertThat(test.list(ALICE, all())).isEmpty();
    }

    @Test
    void aStoreThatFailsIsToldWhenItIsUnregisteredAgain() {
        test.share(ALICE, image.id(), "bob");
        test.store.fail();

        assertThat(fault(() -> test.registry().unregister(ALICE, image.id()))).isEqualTo(Kind.UNAVAILABLE);
        assertThat(test.list(ALICE, all())).isEmpty();
        assertThat(fault(() -> test.registry().unregister(BOB, image.id()))).isEqualTo(Kind.NOT_FOUND);

        test.store.recover();
        test.registry().unregister(ALICE, image.id());
        assertThat(test.store.readers(image.location())).isEmpty();
        assertThat(fault(() -> test.registry().unregister(ALICE, image.id()))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aStoreThatFailsIsToldWhenTheLocationIsRegisteredAgain() {
        test.share(ALICE, image.id(), "bob");
        test.store.fail();
        assertThat(fault(() -> test.registry().unregister(ALICE, image.id()))).isEqualTo(Kind.UNAVAILABLE);

        test.store.recover();
        test.registry().register(ALICE, draft(image.location()).done());

        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void anImageWhoseObjectIsGoneCanStillBeUnregistered() {
        test.share(ALICE, image.id(), "bob");
        test.store.remove(image.location());

        test.registry().unregister(ALICE, image.id());

        assertThat(test.list(ALICE, all())).isEmpty();
    }
}

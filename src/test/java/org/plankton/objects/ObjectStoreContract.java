package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.ObjectStore.EVERYONE;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plankton.cloud.User;
import org.plankton.registry.Caller;
import org.plankton.registry.Fault;
import org.plankton.registry.Location;
import org.plankton.registry.ObjectStore;
import org.plankton.registry.StoredObject;

/** What every object store does, the one for tests among them. */
abstract class ObjectStoreContract {
    static final Caller ALICE = caller(User.ALICE);
    static final Caller BOB = caller(User.BOB);
    static final Caller CAROL = caller(User.CAROL);
    static final Location LOCATION = new Location(ALICE.account(), "images", "a b/ü%.diskdump");

    private static Caller caller(User user) {
        return new Caller(user.account(), user.token());
    }

    abstract ObjectStore store();

    /** Puts five bytes, {@code hello}, at the location. */
    abstract void put(Location location);

    @Test
    void tellsIdSizeAndChecksumOfAnObject() {
        put(LOCATION);

        StoredObject object = store().stat(ALICE, LOCATION).orElseThrow();

        assertThat(object.size()).isEqualTo(5);
        assertThat(object.checksum()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(object.uuid()).isPresent();
    }

    @Test
    void doesNotTellWhetherAnObjectIsMissingOrAnothers() {
        put(LOCATION);

        assertThat(store().stat(ALICE, new Location(ALICE.account(), "images", "nothing")))
                .isEmpty();
        assertThat(store().stat(BOB, LOCATION)).isEmpty();
    }

    @Test
    void letsReadersReadUntilTheyAreReadersNoLonger() {
        put(LOCATION);

        store().share(ALICE, LOCATION, Set.of(BOB.account(), CAROL.account()), Set.of());
        assertThat(store().stat(BOB, LOCATION)).isPresent();
        assertThat(store().stat(CAROL, LOCATION)).isPresent();

        store().share(ALICE, LOCATION, Set.of(CAROL.account()), Set.of(BOB.account()));
        assertThat(store().stat(BOB, LOCATION)).isEmpty();
        assertThat(store().stat(CAROL, LOCATION)).isPresent();
    }

    @Test
    void letsEveryoneReadUntilTheyAreReadersNoLonger() {
        put(LOCATION);

        store().share(ALICE, LOCATION, Set.of(EVERYONE, BOB.account()), Set.of());
        assertThat(store().stat(CAROL, LOCATION)).isPresent();

        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(EVERYONE));
        assertThat(store().stat(CAROL, LOCATION)).isEmpty();
        assertThat(store().stat(BOB, LOCATION)).isPresent();
    }

    @Test
    void keepsReadersThatSomebodyElseLetIn() {
        put(LOCATION);
        store().share(ALICE, LOCATION, Set.of(CAROL.account()), Set.of());

        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());
        store().share(ALICE, LOCATION, Set.of(), Set.of(BOB.account()));

        assertThat(store().stat(CAROL, LOCATION)).isPresent();
    }

    @Test
    void aReaderNamedAgainIsNotAFormerOne() {
        put(LOCATION);

        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of(BOB.account()));

        assertThat(store().stat(BOB, LOCATION)).isPresent();
    }

    @Test
    void sharesOnlyItsOwnersObjects() {
        put(LOCATION);
        store().share(ALICE, LOCATION, Set.of(BOB.account()), Set.of());

        assertThatThrownBy(() -> store().share(BOB, LOCATION, Set.of(CAROL.account()), Set.of()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
    }

    @Test
    void sharesNothingOfAnothersWhetherItIsThereOrNot() {
        put(LOCATION);

        for (String object : new String[] {LOCATION.object(), "nothing"}) {
            Location others = new Location(ALICE.account(), "images", object);
            assertThat(kind(() -> store().share(BOB, others, Set.of(), Set.of(CAROL.account()))))
                    .hasValue(Fault.Kind.FORBIDDEN);
        }
    }

    @Test
    void sharesNothingThatIsNotThere() {
        Location nowhere = new Location(ALICE.account(), "images", "nothing");

        assertThatThrownBy(() -> store().share(ALICE, nowhere, Set.of(BOB.account()), Set.of()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NO_OBJECT));
    }

    static Optional<Fault.Kind> kind(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault.kind());
        }
    }
}

package org.plankton.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.ports.Sharing.EVERYONE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.cloud.User;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/** What every object store does, the one for tests among them. */
abstract class ObjectStoreContract {
    static final Caller ALICE = caller(User.ALICE);
    static final Caller BOB = caller(User.BOB);
    static final Caller CAROL = caller(User.CAROL);
    static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    static final Location LOCATION = new Location(ALICE.account(), "images", "a b/ü%.diskdump");

    private static Caller caller(User user) {
        return new Caller(user.account(), user.token());
    }

    abstract ObjectStore store();

    /** Who may read in that store. */
    abstract Sharing sharing();

    /** Puts five bytes, {@code hello}, at the location, past the store. */
    abstract void put(Location location);

    /** One of Alice's, where an object can be shared. */
    Location location() {
        return LOCATION;
    }

    /** Another of Alice's, where nothing is put. */
    Location nowhere() {
        return new Location(ALICE.account(), location().container(), "nothing");
    }

    /** What the store calls the checksum of {@code hello}; by default its SHA-256. */
    String checksumOfHello() {
        return "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    }

    /** Empty if the store does not tell it. */
    Optional<String> md5OfHello() {
        return Optional.empty();
    }

    /** Whether the store gives each object a UUID. */
    boolean tellsUuids() {
        return true;
    }

    @Test
    void tellsIdSizeAndChecksumOfAnObject() {
        put(location());

        StoredObject object = store().stat(ALICE, location()).orElseThrow();

        assertThat(object.size()).isEqualTo(5);
        assertThat(object.checksum()).isEqualTo(checksumOfHello());
        assertThat(object.md5()).isEqualTo(md5OfHello());
        assertThat(object.uuid().isPresent()).isEqualTo(tellsUuids());
    }

    @Test
    void doesNotTellWhetherAnObjectIsMissingOrAnothers() {
        put(location());

        assertThat(store().stat(ALICE, nowhere())).isEmpty();
        assertThat(store().stat(BOB, location())).isEmpty();
    }

    @Test
    void tellsThatAnObjectIsMissingOnlyToWhoMayKnow() {
        put(location());

        assertThat(store().isGone(ALICE, nowhere())).isTrue();
        assertThat(store().isGone(ALICE, location())).isFalse();
        assertThat(store().isGone(BOB, nowhere())).isFalse();
        assertThat(store().isGone(BOB, location())).isFalse();
    }

    @Test
    void letsReadersReadUntilTheyAreReadersNoLonger() {
        put(location());

        sharing().share(ALICE, location(), Set.of(BOB.account(), CAROL.account()), Set.of(), any -> {});
        assertThat(store().stat(BOB, location())).isPresent();
        assertThat(store().stat(CAROL, location())).isPresent();

        sharing().share(ALICE, location(), Set.of(CAROL.account()), Set.of(BOB.account()), any -> {});
        assertThat(store().stat(BOB, location())).isEmpty();
        assertThat(store().stat(CAROL, location())).isPresent();
    }

    @Test
    void letsEveryoneReadUntilTheyAreReadersNoLonger() {
        put(location());

        sharing().share(ALICE, location(), Set.of(EVERYONE, BOB.account()), Set.of(), any -> {});
        assertThat(store().stat(CAROL, location())).isPresent();

        sharing().share(ALICE, location(), Set.of(BOB.account()), Set.of(EVERYONE), any -> {});
        assertThat(store().stat(CAROL, location())).isEmpty();
        assertThat(store().stat(BOB, location())).isPresent();
    }

    @Test
    void keepsReadersThatSomebodyElseLetIn() {
        put(location());
        sharing().share(ALICE, location(), Set.of(CAROL.account()), Set.of(), any -> {});

        sharing().share(ALICE, location(), Set.of(BOB.account()), Set.of(), any -> {});
        sharing().share(ALICE, location(), Set.of(), Set.of(BOB.account()), any -> {});

        assertThat(store().stat(CAROL, location())).isPresent();
    }

    @Test
    void aReaderNamedAgainIsNotAFormerOne() {
        put(location());

        sharing().share(ALICE, location(), Set.of(BOB.account()), Set.of(BOB.account()), any -> {});

        assertThat(store().stat(BOB, location())).isPresent();
    }

    @Test
    void sharesOnlyItsOwnersObjects() {
        put(location());
        sharing().share(ALICE, location(), Set.of(BOB.account()), Set.of(), any -> {});

        assertThatThrownBy(() -> sharing().share(BOB, location(), Set.of(CAROL.account()), Set.of(), any -> {}))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
    }

    @Test
    void sharesNothingOfAnothersWhetherItIsThereOrNot() {
        put(location());

        for (Location others : List.of(location(), nowhere())) {
            assertThat(kind(() -> sharing().share(BOB, others, Set.of(), Set.of(CAROL.account()), any -> {})))
                    .hasValue(Fault.Kind.FORBIDDEN);
        }
    }

    @Test
    void sharesNothingThatIsNotThere() {
        assertThatThrownBy(() -> sharing().share(ALICE, nowhere(), Set.of(BOB.account()), Set.of(), any -> {}))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NO_OBJECT));
    }

    @Test
    void showsWhatIsThereBeforeItIsSharedAndDoesNothingIfThatIsRefused() {
        put(location());
        List<StoredObject> seen = new ArrayList<>();
        Fault refusal = new Fault(Fault.Kind.CONFLICT, "another file");

        assertThatThrownBy(() -> sharing().share(ALICE, location(), Set.of(BOB.account()), Set.of(), found -> {
                    seen.add(found);
                    throw refusal;
                }))
                .isSameAs(refusal);

        assertThat(seen).containsExactly(store().stat(ALICE, location()).orElseThrow());
        assertThat(store().stat(BOB, location())).isEmpty();
    }

    @Test
    void isCertainWhatIsGoneAndWhatIsNot() {
        assertThat(store().isGone(ALICE, nowhere())).isTrue();
        put(location());

        assertThat(store().isGone(ALICE, location())).isFalse();
        assertThat(store().isGone(ALICE, nowhere())).isTrue();
        assertThat(store().isGone(ALICE, new Location(ALICE.account(), "no such container", "a")))
                .isTrue();
    }

    /** Where an image's bytes go that are put in a test. */
    private Location place() {
        return store().place(ALICE.account(), "0d8b4ac1-0a3c-4f0e-8b1f-2f7a3f1c9e55");
    }

    private void put(Location place, byte[] bytes, OptionalLong length) throws IOException {
        store().put(ALICE, place, new ByteArrayInputStream(bytes), length);
    }

    private void putHello() throws IOException {
        put(place(), HELLO, OptionalLong.of(HELLO.length));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(Caller caller, Location location) throws IOException {
        try (StoredBytes bytes =
                store().open(caller, location, Optional.empty()).orElseThrow()) {
            return bytes.stream().readAllBytes();
        }
    }

    @Test
    void placesEveryImageOfAnAccountElsewhereInIt() {
        Location another = store().place(ALICE.account(), "1d8b4ac1-0a3c-4f0e-8b1f-2f7a3f1c9e55");

        assertThat(place().account()).isEqualTo(ALICE.account());
        assertThat(another.account()).isEqualTo(ALICE.account());
        assertThat(another).isNotEqualTo(place());
        assertThat(store().place(BOB.account(), "0d8b4ac1-0a3c-4f0e-8b1f-2f7a3f1c9e55"))
                .isNotEqualTo(place());
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "0, false",
        "1, true",
        "1, false",
        "65536, true",
        "65536, false",
        "5000001, true",
        "5000001, false"
    })
    void givesBackTheBytesThatWerePut(int count, boolean isLengthKnown) throws IOException {
        byte[] bytes = bytes(count);

        put(place(), bytes, isLengthKnown ? OptionalLong.of(count) : OptionalLong.empty());

        assertThat(store().stat(ALICE, place()).orElseThrow().size()).isEqualTo(count);
        try (StoredBytes stored = store().open(ALICE, place(), Optional.empty()).orElseThrow()) {
            assertThat(stored.length()).isEqualTo(count);
            assertThat(stored.range()).isEmpty();
            assertThat(stored.object()).isEqualTo(store().stat(ALICE, place()).orElseThrow());
            assertThat(stored.stream().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void givesSomeOfTheBytes() throws IOException {
        byte[] bytes = bytes(5_000_001);
        put(place(), bytes, OptionalLong.empty());

        for (ByteRange range : List.of(
                new ByteRange(0, 0), new ByteRange(4_000_000, 4_999_999), new ByteRange(5_000_000, 5_000_000))) {
            try (StoredBytes stored =
                    store().open(ALICE, place(), Optional.of(range)).orElseThrow()) {
                assertThat(stored.range()).hasValue(range);
                assertThat(stored.length()).isEqualTo(range.last() - range.first() + 1);
                assertThat(stored.object().size()).isEqualTo(bytes.length);
                assertThat(stored.stream().readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(bytes, (int) range.first(), (int) range.last() + 1));
            }
        }
    }

    @Test
    void givesNothingBehindTheEnd() throws IOException {
        putHello();

        assertThat(kind(() -> store().open(ALICE, place(), Optional.of(new ByteRange(5, 5)))))
                .hasValue(Fault.Kind.OUT_OF_RANGE);
    }

    @Test
    void opensNothingThatIsMissingOrAnothers() {
        put(location());

        assertThat(store().open(ALICE, nowhere(), Optional.empty())).isEmpty();
        assertThat(store().open(BOB, location(), Optional.empty())).isEmpty();
        assertThat(store().open(BOB, location(), Optional.of(new ByteRange(0, 1))))
                .isEmpty();
    }

    @Test
    void opensWhatOthersShare() throws IOException {
        putHello();
        sharing().share(ALICE, place(), Set.of(BOB.account()), Set.of(), any -> {});

        assertThat(read(BOB, place())).isEqualTo(HELLO);
    }

    @Test
    void bytesNeedNotBeReadToTheEnd() throws IOException {
        byte[] bytes = bytes(5_000_001);
        put(place(), bytes, OptionalLong.empty());

        for (int time = 0; time < 20; time++) {
            try (StoredBytes stored =
                    store().open(ALICE, place(), Optional.empty()).orElseThrow()) {
                assertThat(stored.stream().readNBytes(10)).isEqualTo(Arrays.copyOf(bytes, 10));
            }
        }
        assertThat(read(ALICE, place())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 5_000_001})
    void putsNothingOverAnotherObject(int count) throws IOException {
        putHello();

        assertThat(kind(() -> put(place(), bytes(count), OptionalLong.of(count))))
                .hasValue(Fault.Kind.CONFLICT);
        assertThat(kind(() -> put(place(), bytes(count), OptionalLong.empty()))).hasValue(Fault.Kind.CONFLICT);

        assertThat(read(ALICE, place())).isEqualTo(HELLO);
    }

    @Test
    void putsNothingWhereSomebodyElseIsTheOwner() {
        assertThat(kind(() ->
                        store().put(BOB, place(), new ByteArrayInputStream(HELLO), OptionalLong.of(HELLO.length))))
                .hasValue(Fault.Kind.FORBIDDEN);

        assertThat(store().stat(ALICE, place())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "0, false",
        "5, true",
        "5, false",
        "5000001, true",
        "5000001, false",
    })
    void makesNoObjectOfBytesThatFail(int count, boolean isLengthKnown) throws IOException {
        for (Exception failure : List.of(new IOException("gone"), new Fault(Fault.Kind.STALE, "unwanted"))) {
            InputStream failing =
                    new SequenceInputStream(new ByteArrayInputStream(bytes(count)), new FailingStream(failure));
            for (OptionalLong length : isLengthKnown
                    ? List.of(OptionalLong.of(count), OptionalLong.of(count + 1))
                    : List.of(OptionalLong.empty())) {
                assertThatThrownBy(() -> store().put(ALICE, place(), failing, length))
                        .isSameAs(failure);
                assertThat(store().stat(ALICE, place())).isEmpty();
            }
        }
        putHello();
        assertThat(read(ALICE, place())).isEqualTo(HELLO);
    }

    private static final class FailingStream extends InputStream {
        private final Exception failure;

        FailingStream(Exception failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read(); // and InputStream would hide what comes behind the first byte
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 5_000_001})
    void makesNoObjectOfFewerOrMoreBytesThanAnnounced(int count) {
        assertThatThrownBy(() -> put(place(), bytes(count), OptionalLong.of(5))).isInstanceOf(IOException.class);

        assertThat(store().stat(ALICE, place())).isEmpty();
    }

    @Test
    void deletesWhatIsThereAndDoesNotMindIfNothingIs() throws IOException {
        putHello();

        store().delete(ALICE, place());
        assertThat(store().stat(ALICE, place())).isEmpty();
        store().delete(ALICE, place());
        store().delete(ALICE, nowhere());

        putHello();
        assertThat(read(ALICE, place())).isEqualTo(HELLO);
    }

    @Test
    void deletesNothingThatWasNotPutByIt() throws IOException {
        put(location());

        store().delete(ALICE, location());
        assertThat(store().stat(ALICE, location())).isPresent();

        Location place = store().place(ALICE.account(), "2d8b4ac1-0a3c-4f0e-8b1f-2f7a3f1c9e55");
        put(place, bytes(7), OptionalLong.of(7));
        put(place); // its owner, over what was there
        store().delete(ALICE, place);
        assertThat(read(ALICE, place)).isEqualTo(HELLO);
    }

    @Test
    void deletesNothingOfAnothers() throws IOException {
        putHello();
        sharing().share(ALICE, place(), Set.of(BOB.account()), Set.of(), any -> {});

        assertThat(kind(() -> store().delete(BOB, place()))).hasValue(Fault.Kind.FORBIDDEN);
        assertThat(read(ALICE, place())).isEqualTo(HELLO);
    }

    interface Work {
        void run() throws IOException;
    }

    static Optional<Fault.Kind> kind(Work work) {
        try {
            work.run();
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault.kind());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

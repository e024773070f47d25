package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.StoreBetween.isDown;
import static org.plankton.registry.TestRegistry.LIMITS;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.silenceUploads;
import static org.plankton.registry.TestRegistry.uploadOf;
import static org.plankton.registry.TestRegistry.uploads;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.View;

/** Uploads over a wire by which an image whose upload has failed waits for its bytes again. */
class UploadAgainTest {
    private static final String BYTES = "hello, these are the bytes";
    private static final String OTHERS = "and these are others";
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Caller ALICE =
            new Caller("alice", "alice-token", new View(LIMITS, true, true, false, MemberStatus.PENDING), Source.NONE);

    private final TestRegistry test = new TestRegistry();
    private final Image image = test.reserve(ALICE);

    private Image upload(Registry registry, Upload upload) throws IOException {
        return registry.upload(ALICE, image.id(), Change.NONE, upload);
    }

    private Image now() {
        return test.registry().find(ALICE, image.id());
    }

    private void assertBytes(String bytes) {
        assertThat(now().status()).isEqualTo(Status.AVAILABLE);
        assertThat(test.store.bytes(now().location())).hasValue(bytes.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatHasFailedIsQueuedAndMayBeUploadedAgain() throws IOException {
        Upload tooLong = new Upload(uploadOf(BYTES).bytes(), OptionalLong.of(BYTES.length() + 1), Expected.NOTHING);
        assertThatThrownBy(() -> upload(test.registry(), tooLong)).isInstanceOf(IOException.class);
        assertThat(now().status()).isEqualTo(Status.QUEUED);
        assertThat(test.store.count()).isZero();
        assertThat(uploads()).isEmpty();

        upload(test.registry(), uploadOf(BYTES));

        assertBytes(BYTES);
    }

    /** Else the store could put the first bytes into the place of the second. */
    @Test
    void asLongAsTheStoreMayStillMakeAnObjectOfItOthersGoElsewhere() throws IOException {
        List<Location> places = new ArrayList<>();
        StoreBetween slow = new StoreBetween(test.store) {
            @Override
            public void put(Caller caller, Location location, InputStream bytes, OptionalLong length)
                    throws IOException {
                bytes.readAllBytes();
                places.add(location);
                throw isDown();
            }
        };
        for (int i = 0; i < 2; i++) {
            assertThat(fault(() -> upload(test.registry(slow, LEASE), uploadOf(BYTES))))
                    .isEqualTo(Kind.UNAVAILABLE);
            assertThat(now().status()).isEqualTo(Status.QUEUED);
        }

        upload(test.registry(new StoreBetween(test.store), LEASE), uploadOf(OTHERS));
        test.store.finishPut(places.get(0), BYTES.getBytes(StandardCharsets.UTF_8));

        assertBytes(OTHERS);
        assertThat(places).doesNotContain(now().location()).doesNotHaveDuplicates();
        assertThat(uploads()).hasSize(2);
        silenceUploads();
        test.reserve(ALICE); // which clears up
        assertThat(uploads()).isEmpty();
        assertThat(test.store.stat(ALICE, places.get(0))).isEmpty();
        assertBytes(OTHERS);
    }

    /** Bytes in the middle of which something happens. */
    private static Upload interrupted(TestRegistry.Work event) {
        return new Upload(
                new FilterInputStream(uploadOf(BYTES).bytes()) {
                    private int reads;

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        reads++;
                        if (reads == 2) {
                            event.run();
                        }
                        return super.read(buffer, offset, Math.min(4, length));
                    }
                },
                OptionalLong.empty(),
                Expected.NOTHING);
    }

    @Test
    void oneThatIsTakenForDeadDoesNotUndoWhatFollowedIt() {
        Upload first = interrupted(() -> {
            silenceUploads();
            test.keepHouse(LEASE, LEASE, NOON);
            assertThat(now().status()).isEqualTo(Status.QUEUED);
            upload(test.registry(), uploadOf(OTHERS));
        });

        assertThat(fault(() -> upload(test.registry(), first))).isEqualTo(Kind.STALE);

        assertBytes(OTHERS);
        silenceUploads();
        test.reserve(ALICE);
        assertThat(uploads()).isEmpty();
        assertThat(test.store.count()).isEqualTo(1);
    }

    @Test
    void norDoesItTakeForItsOwnThatTheImageIsBeingUploadedAgain() throws IOException {
        Upload first = interrupted(() -> {
            silenceUploads();
            test.keepHouse(LEASE, LEASE, NOON);
            Upload second = interrupted(() -> {
                throw new IOException("the client has gone");
            });
            assertThatThrownBy(() -> upload(test.registry(), second)).isInstanceOf(IOException.class);
            assertThat(now().status()).isEqualTo(Status.QUEUED);
        });

        assertThat(fault(() -> upload(test.registry(), first))).isEqualTo(Kind.STALE);

        assertThat(now().status()).isEqualTo(Status.QUEUED);
        upload(test.registry(), uploadOf(OTHERS));
        assertBytes(OTHERS);
    }
}

package org.plankton.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/** How transfers are counted that do not come to their end, and that whoever asks is told what the store says. */
class MeasuredStoreTest {
    private static final Caller ALICE = new Caller("alice", "alice-token");
    private static final Location LOCATION = new Location("alice", "images", "object");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObjectStore store = mock(ObjectStore.class);
    private final ObjectStore measured = new MeasuredStore(store, new CallMeters(meters), new TransferMeters(meters));

    private double ended(String direction, String end) {
        return meters.get("plankton.transfers")
                .tags("direction", direction, "end", end)
                .counter()
                .count();
    }

    private double bytes(String direction) {
        return meters.get("plankton.transferred")
                .tag("direction", direction)
                .counter()
                .count();
    }

    private double underWay(String direction) {
        return meters.get("plankton.transfers.under.way")
                .tag("direction", direction)
                .gauge()
                .value();
    }

    private void put(InputStream bytes) throws IOException {
        measured.put(ALICE, LOCATION, bytes, OptionalLong.empty());
    }

    private void storeTakesAll() throws IOException {
        doAnswer(asked -> {
                    assertThat(underWay("up")).isEqualTo(1);
                    asked.getArgument(2, InputStream.class).readAllBytes();
                    return null;
                })
                .when(store)
                .put(any(), any(), any(), any());
    }

    private StoredBytes open(InputStream stream, long length) {
        StoredBytes bytes = mock(StoredBytes.class);
        when(bytes.stream()).thenReturn(stream);
        when(bytes.length()).thenReturn(length);
        when(store.open(any(), any(), any())).thenReturn(Optional.of(bytes));
        return measured.open(ALICE, LOCATION, Optional.empty()).orElseThrow();
    }

    private static InputStream breaking() {
        return new InputStream() {
            private boolean isBegun;

            @Override
            public int read() throws IOException {
                if (isBegun) {
                    throw new IOException("gone");
                }
                isBegun = true;
                return 'x';
            }
        };
    }

    @Test
    void anUploadIsUnderWayUntilItsEnd() throws IOException {
        storeTakesAll();
        put(new ByteArrayInputStream(new byte[10]));

        assertThat(ended("up", "complete")).isEqualTo(1);
        assertThat(bytes("up")).isEqualTo(10);
        assertThat(underWay("up")).isZero();
    }

    @Test
    void oneWhoseClientGoesAwayIsCutOff() throws IOException {
        storeTakesAll();
        assertThatThrownBy(() -> put(breaking()))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");

        assertThat(ended("up", "cut_off")).isEqualTo(1);
        assertThat(bytes("up")).isEqualTo(1);
        assertThat(underWay("up")).isZero();
    }

    @Test
    void oneThatTheStoreDoesNotTakeHasFailed() throws IOException {
        Fault full = new Fault(Fault.Kind.OVER_LIMIT, "full");
        doThrow(full).when(store).put(any(), any(), any(), any());
        assertThatThrownBy(() -> put(InputStream.nullInputStream())).isSameAs(full);

        assertThat(ended("up", "failed")).isEqualTo(1);
        assertThat(underWay("up")).isZero();
    }

    @Test
    void aDownloadIsCompleteWithItsLastByte() throws IOException {
        try (StoredBytes bytes = open(new ByteArrayInputStream(new byte[10]), 10)) {
            assertThat(underWay("down")).isEqualTo(1);
            assertThat(bytes.stream().readNBytes(10)).hasSize(10);
        }

        assertThat(ended("down", "complete")).isEqualTo(1);
        assertThat(bytes("down")).isEqualTo(10);
        assertThat(underWay("down")).isZero();
    }

    @Test
    void oneThatIsClosedBeforeIsCutOffAndOneThatBreaksHasFailed() throws IOException {
        try (StoredBytes bytes = open(new ByteArrayInputStream(new byte[10]), 10)) {
            assertThat(bytes.stream().read()).isZero();
        }
        try (StoredBytes bytes = open(breaking(), 10)) {
            assertThat(bytes.stream().read()).isEqualTo('x');
            assertThatThrownBy(bytes.stream()::read).hasMessage("gone");
        }

        assertThat(ended("down", "cut_off")).isEqualTo(1);
        assertThat(ended("down", "failed")).isEqualTo(1);
        assertThat(underWay("down")).isZero();
    }

    @Test
    void whatTheStoreSaysIsHandedOn() {
        Fault refused = new Fault(Fault.Kind.UNAUTHORIZED, "no");
        when(store.stat(ALICE, LOCATION)).thenReturn(Optional.empty()).thenThrow(refused);

        assertThat(measured.stat(ALICE, LOCATION)).isEmpty();
        assertThatThrownBy(() -> measured.stat(ALICE, LOCATION)).isSameAs(refused);
        assertThat(meters.get("plankton.call")
                        .tags("party", "store", "call", "stat", "outcome", "answered")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("plankton.call")
                        .tags("party", "store", "call", "stat", "outcome", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}

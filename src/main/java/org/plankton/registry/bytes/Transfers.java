package org.plankton.registry.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

/** Who may send and fetch images' bytes now: each transfer keeps a thread, and a connection to the object store. */
public final class Transfers {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Turns turns;

    /** @param atOnce how many transfers, both ways together; at least 1 */
    public Transfers(int atOnce) {
        this.turns = new Turns(atOnce);
    }

    /** All that there are. */
    public Turns turns() {
        return turns;
    }

    /** @throws Fault UNAVAILABLE if there are too many, or half of them are the caller's account's */
    public Turn take(Caller caller) {
        return turns.take(caller.account(), PATIENCE)
                .orElseThrow(() -> new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "too many transfers with the object store are under way, or half of them are this account's;"
                                + " try again"));
    }

    /** The bytes, with which the turn ends. */
    static StoredBytes during(Turn turn, StoredBytes bytes) {
        return new InTurn(turn, bytes);
    }

    private record InTurn(Turn turn, StoredBytes bytes) implements StoredBytes {
        @Override
        public InputStream stream() {
            return bytes.stream();
        }

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public Optional<ByteRange> range() {
            return bytes.range();
        }

        @Override
        public StoredObject object() {
            return bytes.object();
        }

        @Override
        public void close() throws IOException {
            try (turn) {
                bytes.close();
            }
        }
    }
}

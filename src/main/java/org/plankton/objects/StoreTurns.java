package org.plankton.objects;

import java.time.Duration;
import org.plankton.http.BoundedHttpClient;
import org.plankton.registry.image.Fault;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;

/**
 * Who may ask the object store now: each question keeps a thread of the container's, for as long as the store takes.
 * Images' bytes are not among them, which have turns of their own.
 */
final class StoreTurns {
    /** With a turn there is a connection, too. */
    private final Turns asking = new Turns(BoundedHttpClient.CONNECTIONS);

    private final Turns waiting;
    private final Duration patience;

    /**
     * @param waiting for the store, whichever way: who finds no turn has one of these meanwhile
     * @param patience for how long: what waits may be the end of an upload, of which the store has all bytes
     */
    StoreTurns(Turns waiting, Duration patience) {
        this.waiting = waiting;
        this.patience = patience;
    }

    /** @throws Fault UNAVAILABLE if there is none in time, or too many wait already */
    Turn take(String account) {
        return asking.tryTake(account).orElseGet(() -> awaited(account));
    }

    /** All that there are. */
    Turns turns() {
        return asking;
    }

    private Turn awaited(String account) {
        Turn place = waiting.take(account, Duration.ZERO).orElseThrow(StoreTurns::tooMany);
        try (place) {
            return asking.await(account, patience).orElseThrow(StoreTurns::tooMany);
        }
    }

    private static Fault tooMany() {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "too many requests wait for the object store, or half of them are this account's; try again");
    }
}

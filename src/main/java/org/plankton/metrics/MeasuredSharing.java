package org.plankton.metrics;

import java.util.Set;
import java.util.function.Consumer;
import org.plankton.metrics.CallMeters.Outcome;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

/** What shares objects, each change of which is measured. */
record MeasuredSharing(Sharing sharing, CallMeters calls) implements Sharing {
    @Override
    public void share(
            Caller caller, Location location, Set<String> readers, Set<String> former, Consumer<StoredObject> look) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            sharing.share(caller, location, readers, former, look);
            outcome = Outcome.ANSWERED;
        } catch (RuntimeException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            calls.ended("store", "share", outcome, start);
        }
    }
}

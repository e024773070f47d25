package org.plankton.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.plankton.metrics.CallMeters.Outcome;
import org.plankton.metrics.TransferMeters.Direction;
import org.plankton.metrics.TransferMeters.End;
import org.plankton.metrics.TransferMeters.Transfer;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;

/**
 * An object store, each question to which is measured. How long an object's bytes are on their way is their client's
 * doing, and so none of its questions.
 */
record MeasuredStore(ObjectStore store, CallMeters calls, TransferMeters transfers) implements ObjectStore {
    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Optional<StoredObject> stat(Caller caller, Location location) {
        return measured("stat", () -> store.stat(caller, location));
    }

    @Override
    public boolean isGone(Caller caller, Location location) {
        return measured("is_gone", () -> store.isGone(caller, location));
    }

    @Override
    public Location place(String account, String imageId) {
        return store.place(account, imageId);
    }

    @Override
    public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
        Transfer transfer = transfers.begin(Direction.UP);
        MeasuredStream stream = new MeasuredStream(bytes, transfer);
        boolean isDone = false;
        try {
            store.put(caller, location, stream, length);
            isDone = true;
        } finally {
            End undone = stream.isBroken() ? End.CUT_OFF : End.FAILED;
            transfer.end(isDone ? End.COMPLETE : undone);
        }
    }

    /** Until the first of them are there. */
    @Override
    public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
        return measured("open", () -> store.open(caller, location, range))
                .map(bytes -> new MeasuredBytes(bytes, transfers.begin(Direction.DOWN)));
    }

    @Override
    public void delete(Caller caller, Location location) {
        measured("delete", () -> {
            store.delete(caller, location);
            return true;
        });
    }

    private <T> T measured(String call, Supplier<T> question) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            T answer = question.get();
            outcome = Outcome.ANSWERED;
            return answer;
        } catch (RuntimeException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            calls.ended("store", call, outcome, start);
        }
    }
}
